"""Sets: what a group reads, and how."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.versions import MadeOn
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.groups.errors import GroupNotFound
from backend.features.sets.errors import ReadersFixed, SetArchived, SetNotFound, TaskFixed
from backend.features.sets.hanging import rules_of
from backend.features.sets.schemas import SetCreate, SetRead, SetUpdate
from backend.models.sample_set import SampleSet
from backend.repositories.groups import GroupRepository
from backend.repositories.repeats import RepeatRepository, Unknown
from backend.repositories.sample_sets import SampleSetRepository, SetCounts

NULLABLE = {"description", "guideline", "hanging"}
# What who is blind must leave alone: it would show them readings, or whether there are any.
NOT_BLINDLY = {"readers_see_readings", "readers_see_imported", "task"}


class SetService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.groups = GroupRepository(work.db)
        self.sets = SampleSetRepository(work.db)
        self.blinding = BlindingService(work)

    async def listing(
        self, group_id: UUID, archived: bool | None, caller: Caller, page: Page, *, trainings: bool = False
    ) -> Listing[SetRead]:
        if await self.groups.get_visible(group_id, caller) is None:
            raise GroupNotFound
        return await self._read_all(await self.sets.of_group(group_id, archived, page, trainings=trainings), caller)

    async def matching(self, search: str | None, archived: bool | None, caller: Caller, page: Page) -> Listing[SetRead]:
        return await self._read_all(await self.sets.matching(search, archived, caller, page), caller)

    async def get(self, set_id: UUID, caller: Caller) -> SetRead:
        return await self._with_counts(await self.visible(set_id, caller), caller)

    async def create(self, group_id: UUID, caller: Caller, body: SetCreate) -> SetRead:
        group = await self.groups.get_visible(group_id, caller)
        if group is None:
            raise GroupNotFound
        caller.require(Action.CREATE_SET, in_=group_id)
        sample_set = self.sets.add(
            SampleSet(organization_id=group.organization_id, group_id=group_id, round=1, **body.model_dump())
        )
        await self.work.flush()
        self._record(caller, "set.created", sample_set)
        await self.work.flush()
        return await self._with_counts(sample_set, caller)

    async def update(self, set_id: UUID, caller: Caller, body: SetUpdate, made_on: MadeOn) -> SetRead:
        sample_set = await self.held_for(Action.EDIT_SET, set_id, caller)
        made_on.require(sample_set.version)
        counts = (await self.sets.counts([set_id]))[set_id]
        changed = {
            field: value
            for field, value in body.model_dump(exclude_unset=True).items()
            if value is not None or field in NULLABLE
        }
        if any(changed.get(field, getattr(sample_set, field)) != getattr(sample_set, field) for field in NOT_BLINDLY):
            await self.blinding.require_sight(sample_set, caller)
        is_read = await self.sets.has_readings(set_id)
        _refuse_what_is_fixed(sample_set, changed, is_filled=bool(counts.packages), is_read=is_read)
        is_archived = changed.pop("is_archived", None)
        for field, value in changed.items():
            setattr(sample_set, field, value)
        if changed:
            self._record(caller, "set.updated", sample_set, fields=sorted(changed))
        if is_archived is not None and is_archived is not bool(sample_set.archived_at):
            sample_set.archived_at = now() if is_archived else None
            self._record(caller, "set.archived" if is_archived else "set.unarchived", sample_set)
        await self.work.flush()
        return (await self._read([sample_set], caller))[0]

    async def visible(self, set_id: UUID, caller: Caller) -> SampleSet:
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        return sample_set

    async def held_for(self, action: Action, set_id: UUID, caller: Caller) -> SampleSet:
        """A set that the caller may do something to, held until the end of the unit of work."""
        sample_set = await self.visible(set_id, caller)
        caller.require(action, in_=sample_set.group_id)
        held = await self.sets.locked(set_id)
        if held is None:
            raise SetNotFound
        return held

    def _record(self, caller: Caller, action: str, sample_set: SampleSet, **details: object) -> None:
        audit.record(self.work, caller, action, sample_set.id, organization_id=sample_set.organization_id, **details)

    async def _read_all(self, listing: Listing[SampleSet], caller: Caller) -> Listing[SetRead]:
        items = await self._read(listing.items, caller)
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def _with_counts(self, sample_set: SampleSet, caller: Caller) -> SetRead:
        return (await self._read([sample_set], caller))[0]

    async def _read(self, sample_sets: Sequence[SampleSet], caller: Caller) -> list[SetRead]:
        """Sets with their counts, as far as the caller may know them."""
        ids = [sample_set.id for sample_set in sample_sets]
        counts = await self.sets.counts(ids)
        blind = await self.blinding.blind_in(ids, caller)
        without_imported = await self.blinding.without_imported_in(ids, caller)
        unknown = await RepeatRepository(self.work.db).unknown(blind, caller.user_id) if blind else {}
        return [
            _read(
                sample_set,
                counts[sample_set.id]
                .without(unknown.get(sample_set.id, Unknown()))
                .told(readings=sample_set.id not in blind, regions=sample_set.id not in without_imported),
                caller,
                is_blind=sample_set.id in blind,
            )
            for sample_set in sample_sets
        ]


def require_open(sample_set: SampleSet) -> None:
    if sample_set.archived_at is not None:
        raise SetArchived


def _refuse_what_is_fixed(sample_set: SampleSet, changed: dict[str, Any], *, is_filled: bool, is_read: bool) -> None:
    readers = sample_set.readers_per_sample
    if is_filled and changed.get("readers_per_sample", readers) != readers:
        raise ReadersFixed
    if is_read and changed.get("task", sample_set.task) is not sample_set.task:
        raise TaskFixed


def _read(sample_set: SampleSet, counts: SetCounts, caller: Caller, *, is_blind: bool) -> SetRead:
    return SetRead(
        id=sample_set.id,
        group_id=sample_set.group_id,
        name=sample_set.name,
        description=sample_set.description,
        guideline=sample_set.guideline,
        task=sample_set.task,
        package_size=sample_set.package_size,
        readers_per_sample=sample_set.readers_per_sample,
        identity=sample_set.identity,
        sample_grouping=sample_set.sample_grouping,
        readers_see_readings=sample_set.readers_see_readings,
        readers_see_imported=sample_set.readers_see_imported,
        hanging=rules_of(sample_set.hanging),
        is_blind=is_blind,
        round=sample_set.round,
        version=sample_set.version,
        sample_count=counts.samples,
        package_count=counts.packages,
        examination_count=counts.examinations,
        done_count=counts.done,
        region_count=counts.regions,
        label_count=counts.labels,
        free_package_count=counts.free_packages,
        my_role=caller.groups.get(sample_set.group_id),
        created_at=sample_set.created_at,
        archived_at=sample_set.archived_at,
    )
