"""Samples leave a set: for another one, or for good. The images of the centre stay."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.blinding.errors import BlindInSet
from backend.features.blinding.service import BlindingService
from backend.features.packages.filling import PackageFiller
from backend.features.samples.errors import AnotherCentre, SameSet, SampleNotFound, SamplesRead, SampleThere
from backend.features.samples.schemas import SamplesContents, SamplesDelete, SamplesGone, SamplesMove
from backend.features.samples.stored_bytes import delete_bytes, keys_of
from backend.features.sets.service import SetService, require_open
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.repositories.leaving_samples import LeavingSampleRepository
from backend.repositories.samples import SampleRepository
from backend.repositories.stored_files import StoredFileRepository


class SampleMoving:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SetService(work)
        self.samples = SampleRepository(work.db)
        self.leaving = LeavingSampleRepository(work.db)
        self.files = StoredFileRepository(work.db)
        self.blinding = BlindingService(work)

    async def contents(self, set_id: UUID, sample_ids: Sequence[UUID], caller: Caller) -> SamplesContents:
        sample_set = await self.sets.visible(set_id, caller)
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        samples = await self._of_set(set_id, sample_ids, caller)
        contents = SamplesContents.model_validate(await self.leaving.contents(_ids(samples)))
        if await self.blinding.is_blind(sample_set, caller):
            contents.readings = contents.objects = None
        return contents

    async def move(self, set_id: UUID, body: SamplesMove, caller: Caller) -> SamplesGone:
        if body.to_set_id == set_id:
            raise SameSet
        source, target = await self._held(set_id, body.to_set_id, caller)
        if source.organization_id != target.organization_id:
            raise AnotherCentre
        samples = await self._of_set(set_id, body.sample_ids, caller)
        await self._require_new(target, samples)
        is_blind = await self._is_blind(source, caller, with_readings=body.with_readings)
        gone = await self._empty_hands(samples, with_readings=body.with_readings)
        await self.leaving.forget_originals(_ids(samples))
        await self._append(target, samples)
        self._record(caller, "set.samples_moved", source, gone, to_set_id=str(target.id))
        self._record(caller, "set.samples_received", target, gone, from_set_id=str(source.id))
        await self.work.flush()
        return gone.model_copy(update={"readings": None}) if is_blind else gone

    async def delete(self, set_id: UUID, body: SamplesDelete, caller: Caller, storage: Storage) -> SamplesGone:
        sample_set = await self.sets.held_for(Action.EDIT_SET, set_id, caller)
        require_open(sample_set)
        samples = await self._of_set(set_id, body.sample_ids, caller)
        is_blind = await self._is_blind(sample_set, caller, with_readings=body.with_readings)
        # Imports of the centre wait here: what they count as stored already is not deleted under their hands.
        await self.files.hold_intake(sample_set.organization_id)
        gone = await self._empty_hands(samples, with_readings=body.with_readings)
        photographs = await self.files.only_in_samples(_ids(samples))
        await self.leaving.delete_all(_ids(samples))
        await self.files.delete_all(photographs)
        self._record(caller, "set.samples_deleted", sample_set, gone, files=len(photographs))
        await self.work.flush()
        keys = [key for file in photographs for key in keys_of(file)]
        self.work.after_commit.append(lambda: delete_bytes(storage, keys))
        return gone.model_copy(update={"readings": None}) if is_blind else gone

    async def _held(self, set_id: UUID, to_set_id: UUID, caller: Caller) -> tuple[SampleSet, SampleSet]:
        """Both sets, open and held: always in the same order, so that no two moves wait for each other."""
        held = {key: await self.sets.held_for(Action.EDIT_SET, key, caller) for key in sorted((set_id, to_set_id))}
        for sample_set in held.values():
            require_open(sample_set)
        return held[set_id], held[to_set_id]

    async def _is_blind(self, sample_set: SampleSet, caller: Caller, *, with_readings: bool) -> bool:
        """Who is blind takes samples away with whatever was read of them, or not: a refusal would tell of it."""
        is_blind = await self.blinding.is_blind(sample_set, caller)
        if is_blind and not with_readings:
            raise BlindInSet("You are blind in this set: say with_readings, and whatever was read of the samples goes.")
        return is_blind

    async def _of_set(self, set_id: UUID, sample_ids: Sequence[UUID], caller: Caller) -> list[Sample]:
        """The samples in the order of the set; all of them are in it, or none is touched."""
        samples = await self.leaving.of_set(set_id, sample_ids, caller)
        if len(samples) < len(set(sample_ids)):
            raise SampleNotFound
        return samples

    async def _require_new(self, target: SampleSet, samples: Sequence[Sample]) -> None:
        known = await self.samples.content_keys(target.id)
        there = [sample for sample in samples if sample.content_key in known]
        if there:
            titles = ", ".join(sample.title for sample in there[:3])
            raise SampleThere(f"{len(there)} of these samples are in {target.name} already: {titles}.")

    async def _empty_hands(self, samples: Sequence[Sample], *, with_readings: bool) -> SamplesGone:
        """Take samples out of their trays, with what was read of them if that is said. Emptied trays go."""
        ids = _ids(samples)
        contents = await self.leaving.contents(ids)
        if contents.readings and not with_readings:
            raise SamplesRead(f"{contents.readings} readings of these samples have been begun.")
        await self.leaving.forget_readings(ids)
        emptied = await self.leaving.take_out_of_trays(ids)
        return SamplesGone(samples=len(ids), readings=contents.readings, packages=emptied)

    async def _append(self, target: SampleSet, samples: Sequence[Sample]) -> None:
        position = await self.samples.last_position(target.id)
        for sample in samples:
            position += 1
            kind = sample.title.rpartition(" ")[0] or sample.modality
            sample.set_id, sample.position, sample.title = target.id, position, f"{kind} {position}"
        await self.work.flush()
        await PackageFiller(self.work).fill(target, _ids(samples))

    def _record(self, caller: Caller, action: str, sample_set: SampleSet, gone: SamplesGone, **details: object) -> None:
        audit.record(
            self.work,
            caller,
            action,
            sample_set.id,
            organization_id=sample_set.organization_id,
            **gone.model_dump(),
            **details,
        )


def _ids(samples: Sequence[Sample]) -> list[UUID]:
    return [sample.id for sample in samples]
