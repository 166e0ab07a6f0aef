"""The vocabulary of a set."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.labels.errors import LabelInUse, LabelNameTaken, LabelNotFound
from backend.features.labels.schemas import LabelCreate, LabelUpdate
from backend.features.sets.service import SetService
from backend.models.label import Label
from backend.models.sample_set import SampleSet
from backend.repositories.labels import LabelRepository
from backend.repositories.sample_sets import SampleSetRepository


class LabelService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.labels = LabelRepository(work.db)
        self.sets = SampleSetRepository(work.db)

    async def listing(self, set_id: UUID, caller: Caller, page: Page) -> Listing[Label]:
        await SetService(self.work).visible(set_id, caller)
        return await self.labels.of_set(set_id, page)

    async def create(self, set_id: UUID, caller: Caller, body: LabelCreate) -> Label:
        sample_set = await SetService(self.work).visible(set_id, caller)
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        await self.sets.locked(set_id)
        await self._require_free(set_id, body.name)
        position = await self.labels.last_position(set_id) + 1
        label = self.labels.add(Label(set_id=set_id, position=position, **body.model_dump()))
        await self.work.flush()
        self._record(caller, "label.created", label, sample_set)
        await self.work.flush()
        return label

    async def update(self, label_id: UUID, caller: Caller, body: LabelUpdate) -> Label:
        label, sample_set = await self._editable(label_id, caller)
        changed = body.model_dump(exclude_unset=True)
        if changed.get("name") and changed["name"] != label.name:
            await self._require_free(label.set_id, changed["name"])
        for field, value in changed.items():
            if value is not None or field == "description":
                setattr(label, field, value)
        self._record(caller, "label.updated", label, sample_set)
        await self.work.flush()
        return label

    async def delete(self, label_id: UUID, caller: Caller) -> None:
        label, sample_set = await self._editable(label_id, caller)
        if await self.labels.uses(label_id):
            raise LabelInUse
        await self.labels.delete(label)
        self._record(caller, "label.deleted", label, sample_set)
        await self.work.flush()

    async def _editable(self, label_id: UUID, caller: Caller) -> tuple[Label, SampleSet]:
        found = await self.labels.get_visible(label_id, caller)
        if found is None:
            raise LabelNotFound
        caller.require(Action.EDIT_SET, in_=found[1].group_id)
        return found

    async def _require_free(self, set_id: UUID, name: str) -> None:
        if await self.labels.named(set_id, name) is not None:
            raise LabelNameTaken

    def _record(self, caller: Caller, action: str, label: Label, sample_set: SampleSet) -> None:
        audit.record(
            self.work, caller, action, label.id, organization_id=sample_set.organization_id, set_id=str(sample_set.id)
        )
