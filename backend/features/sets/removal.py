"""Deleting a set: what hangs on it goes with it, the images of the centre stay."""

from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.samples.stored_bytes import delete_bytes, keys_of
from backend.features.sets.errors import SetBusy
from backend.features.sets.schemas import SetContents
from backend.features.sets.service import SetService
from backend.models.sample_set import SampleSet
from backend.repositories.annotation_imports import AnnotationImportRepository
from backend.repositories.exports import ExportRepository
from backend.repositories.guideline_images import GuidelineImageRepository
from backend.repositories.repeats import RepeatRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.stored_files import StoredFileRepository
from backend.repositories.uploads import UploadRepository


class SetRemoval:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SampleSetRepository(work.db)
        self.files = StoredFileRepository(work.db)
        self.uploads = UploadRepository(work.db)

    async def contents(self, set_id: UUID, caller: Caller) -> SetContents:
        sample_set = await SetService(self.work).visible(set_id, caller)
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        found = await self.sets.contents([set_id])
        if not await BlindingService(self.work).is_blind(sample_set, caller):
            return SetContents.model_validate(found)
        unknown = await RepeatRepository(self.work.db).unknown([set_id], caller.user_id)
        contents = SetContents.model_validate(found.without(unknown.values()))
        contents.readings = contents.objects = contents.extraction_runs = None
        return contents

    async def delete(self, set_id: UUID, caller: Caller, storage: Storage) -> None:
        """Who is blind lifts their blinding first: releases outlive the set, and nobody is blind in what is gone."""
        sample_set = await SetService(self.work).held_for(Action.DELETE_SET, set_id, caller)
        await BlindingService(self.work).require_sight(sample_set, caller)
        await self.remove(sample_set, caller, storage)

    async def remove(self, sample_set: SampleSet, caller: Caller, storage: Storage) -> None:
        """Delete a set that is held, for a caller who may: also where its group is deleted."""
        if await self.sets.is_worked_on(sample_set.id):
            raise SetBusy(f"An import or an extraction of {sample_set.name} is running. Cancel it, or let it end.")
        # Imports of the centre wait here: what they count as stored already is not deleted under their hands.
        await self.files.hold_intake(sample_set.organization_id)
        photographs = await self.files.only_in_set(sample_set.id)
        keys = [key for file in photographs for key in keys_of(file)]
        keys += await self.uploads.drop_unfinished(sample_set.id)
        keys += await GuidelineImageRepository(self.work.db).keys_of_set(sample_set.id)
        keys += await ExportRepository(self.work.db).keys_of_set(sample_set.id)
        keys += await AnnotationImportRepository(self.work.db).keys_of_set(sample_set.id)
        contents = await self.sets.contents([sample_set.id])
        await self.sets.delete_with_contents(sample_set)
        await self.files.delete_all(photographs)
        audit.record(
            self.work,
            caller,
            "set.deleted",
            sample_set.id,
            organization_id=sample_set.organization_id,
            group_id=str(sample_set.group_id),
            samples=contents.samples,
            readings=contents.readings,
            files=len(photographs),
        )
        await self.work.flush()
        self.work.after_commit.append(lambda: delete_bytes(storage, keys))
