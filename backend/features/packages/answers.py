"""Packages as they are answered: of those of others, who is blind in the set learns whose they are and no more."""

from collections.abc import Sequence
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.packages.schemas import AssigneeRead, PackageItemRead, PackageRead
from backend.features.samples.schemas import SampleRead
from backend.models.package import Package
from backend.models.sample import SamplePurpose
from backend.repositories.package_search import PackageStatus
from backend.repositories.packages import ItemReading, PackageContext, PackageRepository


class PackageAnswers:
    def __init__(self, work: UnitOfWork) -> None:
        self.packages = PackageRepository(work.db)
        self.blinding = BlindingService(work)

    async def of(self, packages: Sequence[Package], caller: Caller) -> list[PackageRead]:
        return await self.read(await self.packages.in_context(packages), caller)

    async def read(self, contexts: Sequence[PackageContext], caller: Caller) -> list[PackageRead]:
        sets = {context.sample_set.id for context in contexts}
        blind = await self.blinding.blind_in(list(sets), caller) if sets else set()
        return [_read(context, is_hidden=_is_hidden(context, blind, caller)) for context in contexts]


def _is_hidden(context: PackageContext, blind: set[UUID], caller: Caller) -> bool:
    return context.sample_set.id in blind and context.package.assignee_id != caller.user_id


def _read(context: PackageContext, *, is_hidden: bool) -> PackageRead:
    package, assignee = context.package, context.assignee
    counts = (context.begun_count, context.done_count, context.tentative_count, context.bad_quality_count)
    begun, done, tentative, bad = (None,) * 4 if is_hidden else counts
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
        status=_status(context, is_hidden=is_hidden),
        due_on=package.due_on,
        priority=package.priority,
        sample_count=context.sample_count,
        begun_count=begun,
        done_count=done,
        tentative_count=tentative,
        bad_quality_count=bad,
        created_at=package.created_at,
    )


def _status(context: PackageContext, *, is_hidden: bool) -> PackageStatus:
    if context.package.assignee_id is None:
        return PackageStatus.FREE
    if is_hidden:
        return PackageStatus.ASSIGNED
    if context.sample_count and context.done_count == context.sample_count:
        return PackageStatus.DONE
    return PackageStatus.STARTED if context.begun_count else PackageStatus.ASSIGNED


def read_item(reading: ItemReading, sample: SampleRead, purpose: SamplePurpose | None) -> PackageItemRead:
    examination = reading.examination
    return PackageItemRead(
        sample=sample,
        position=reading.item.position,
        purpose=purpose,
        examination_id=examination.id if examination else None,
        state=examination.state if examination else None,
        tentative=bool(examination and examination.tentative),
        bad_quality=bool(examination and examination.bad_quality),
        no_finding=bool(examination and examination.no_finding),
        annotation_count=reading.annotation_count,
    )
