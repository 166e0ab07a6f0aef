from uuid import UUID

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.repositories.packages import PackageRepository


async def create_package(
    work: UnitOfWork,
    sample_set: SampleSet,
    *samples: Sample,
    assignee: User | None = None,
    slot: int = 1,
    key: UUID | None = None,
) -> Package:
    position = await PackageRepository(work.db).last_position(sample_set.id) + 1
    package = Package(id=key or new_id(), set_id=sample_set.id, slot=slot, position=position)
    package.assign(assignee.id if assignee else None)
    work.db.add(package)
    await work.flush()
    for place, sample in enumerate(samples, start=1):
        work.db.add(
            PackageItem(package_id=package.id, sample_id=sample.id, set_id=sample_set.id, slot=slot, position=place)
        )
    await work.flush()
    return package
