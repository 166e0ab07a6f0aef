"""What annotators do with the packages of a set."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.packages.errors import (
    NoPackageLeft,
    PackageNotEmpty,
    PackageNotFound,
)
from backend.features.packages.schemas import AssigneeRead, PackageItemRead, PackageRead, PackageStatus
from backend.features.samples.reading import read_samples
from backend.features.samples.schemas import SampleRead
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import require_open
from backend.models.package import Package
from backend.repositories.packages import ItemReading, PackageContext, PackageRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.samples import SampleRepository


class PackageService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SampleSetRepository(work.db)
        self.packages = PackageRepository(work.db)
        self.samples = SampleRepository(work.db)

    async def listing(self, set_id: UUID, caller: Caller, page: Page) -> Listing[PackageRead]:
        if await self.sets.get_visible(set_id, caller) is None:
            raise SetNotFound
        return _read_all(await self.packages.of_set(set_id, caller, page))

    async def list_mine(self, caller: Caller, page: Page) -> Listing[PackageRead]:
        return _read_all(await self.packages.of_reader(caller, page))

    async def get(self, package_id: UUID, caller: Caller) -> PackageRead:
        return await self._in_context(await self.visible(package_id, caller))

    async def items(self, package_id: UUID, caller: Caller, page: Page) -> Listing[PackageItemRead]:
        package = await self.visible(package_id, caller)
        sample_set = await self.sets.get_visible(package.set_id, caller)
        if sample_set is None:
            raise SetNotFound
        listing = await self.packages.items(package, page)
        found = await self.samples.by_ids([reading.item.sample_id for reading in listing.items])
        in_order = [found[reading.item.sample_id] for reading in listing.items]
        samples = await read_samples(self.samples, in_order, sample_set)
        items = [_item(reading, sample) for reading, sample in zip(listing.items, samples, strict=True)]
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def claim_next(self, set_id: UUID, caller: Caller) -> PackageRead:
        """Give the caller the oldest free package that holds nothing they have read."""
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.CLAIM_PACKAGE, in_=sample_set.group_id)
        require_open(sample_set)
        package = await self.packages.next_free_for(set_id, caller.user_id)
        if package is None:
            raise NoPackageLeft
        package.assign(caller.user_id)
        audit.record(self.work, caller, "package.claimed", package.id, organization_id=sample_set.organization_id)
        await self.work.flush()
        return await self._in_context(package)

    async def delete(self, package_id: UUID, caller: Caller) -> None:
        """Samples wait in trays: only an empty one can go."""
        package = await self.visible(package_id, caller)
        sample_set = await self.sets.get_visible(package.set_id, caller)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.ASSIGN_PACKAGE, in_=sample_set.group_id)
        require_open(sample_set)
        await self.sets.locked(sample_set.id)  # whoever lays samples into trays holds it too
        if (await self.packages.in_context([package]))[0].sample_count:
            raise PackageNotEmpty
        await self.packages.delete(package)
        audit.record(self.work, caller, "package.deleted", package_id, organization_id=sample_set.organization_id)
        await self.work.flush()

    async def visible(self, package_id: UUID, caller: Caller) -> Package:
        package = await self.packages.get_visible(package_id, caller)
        if package is None:
            raise PackageNotFound
        return package

    async def _in_context(self, package: Package) -> PackageRead:
        return read_package((await self.packages.in_context([package]))[0])


def _status(context: PackageContext) -> PackageStatus:
    if context.package.assignee_id is None:
        return PackageStatus.FREE
    if context.sample_count and context.done_count == context.sample_count:
        return PackageStatus.DONE
    return PackageStatus.STARTED if context.begun_count else PackageStatus.ASSIGNED


def read_package(context: PackageContext) -> PackageRead:
    package, assignee = context.package, context.assignee
    return PackageRead(
        id=package.id,
        set_id=package.set_id,
        set_name=context.sample_set.name,
        is_set_archived=context.sample_set.archived_at is not None,
        group_id=context.group.id,
        group_name=context.group.name,
        position=package.position,
        name=f"Package {package.position}",
        assignee=AssigneeRead(id=assignee.id, name=assignee.name) if assignee else None,
        status=_status(context),
        sample_count=context.sample_count,
        begun_count=context.begun_count,
        done_count=context.done_count,
        created_at=package.created_at,
    )


def _read_all(listing: Listing[PackageContext]) -> Listing[PackageRead]:
    return Listing([read_package(context) for context in listing.items], listing.total, listing.page, listing.page_size)


def _item(reading: ItemReading, sample: SampleRead) -> PackageItemRead:
    examination = reading.examination
    return PackageItemRead(
        sample=sample,
        position=reading.item.position,
        examination_id=examination.id if examination else None,
        state=examination.state if examination else None,
        tentative=bool(examination and examination.tentative),
        bad_quality=bool(examination and examination.bad_quality),
        no_finding=bool(examination and examination.no_finding),
        annotation_count=reading.annotation_count,
    )
