"""The vocabulary of a set."""

from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.versions import MadeOn
from backend.core.work import UnitOfWork
from backend.features.labels.errors import LabelNameTaken, LabelNotFound, ShortcutTaken
from backend.features.labels.schemas import LabelCreate, LabelUpdate
from backend.features.sets.service import SetService
from backend.models.label import Label
from backend.models.sample_set import SampleSet
from backend.repositories.labels import LabelRepository

NULLABLE = {"description", "concept", "shortcut", "attributes"}


class LabelService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.labels = LabelRepository(work.db)

    async def listing(self, set_id: UUID, caller: Caller, page: Page) -> Listing[Label]:
        await SetService(self.work).visible(set_id, caller)
        return await self.labels.of_set(set_id, page)

    async def create(self, set_id: UUID, caller: Caller, body: LabelCreate) -> Label:
        sample_set = await SetService(self.work).held_for(Action.EDIT_SET, set_id, caller)
        await self._require_free(set_id, body.name)
        await self._require_free_key(set_id, body.shortcut)
        position = await self.labels.last_position(set_id) + 1
        label = self.labels.add(Label(set_id=set_id, position=position, **body.model_dump()))
        await self.work.flush()
        self.record(caller, "label.created", label, sample_set)
        await self.work.flush()
        return label

    async def update(self, label_id: UUID, caller: Caller, body: LabelUpdate, made_on: MadeOn) -> Label:
        label, sample_set = await self.editable(label_id, caller)
        made_on.require(label.version)
        changed = {
            field: value
            for field, value in body.model_dump(exclude_unset=True).items()
            if value is not None or field in NULLABLE
        }
        if changed.get("name", label.name) != label.name:
            await self._require_free(label.set_id, changed["name"])
        if changed.get("shortcut") != label.shortcut:
            await self._require_free_key(label.set_id, changed.get("shortcut"))
        is_archived, position = changed.pop("is_archived", None), changed.pop("position", None)
        for field, value in changed.items():
            setattr(label, field, value)
        if is_archived is not None and is_archived is not bool(label.archived_at):
            label.archived_at = now() if is_archived else None
            self.record(caller, "label.archived" if is_archived else "label.unarchived", label, sample_set)
        if position is not None:
            await self._move(label, position)
        if changed or position is not None:
            self.record(caller, "label.updated", label, sample_set)
        await self.work.flush()
        return label

    async def editable(self, label_id: UUID, caller: Caller) -> tuple[Label, SampleSet]:
        """A label that the caller may edit, its set held until the end of the unit of work."""
        found = await self.labels.get_visible(label_id, caller)
        if found is None:
            raise LabelNotFound
        await SetService(self.work).held_for(Action.EDIT_SET, found[1].id, caller)
        label = await self.labels.fresh(label_id)
        if label is None:
            raise LabelNotFound
        return label, found[1]

    async def _move(self, label: Label, position: int) -> None:
        """Put a label at a place in the palette, or at the end; the others close up."""
        others = [other.id for other in await self.labels.all_of_set(label.set_id) if other.id != label.id]
        label.position = min(position, len(others) + 1)
        await self.work.flush()
        others.insert(label.position - 1, label.id)
        await self.labels.place(others)

    async def _require_free(self, set_id: UUID, name: str) -> None:
        if await self.labels.named(set_id, name) is not None:
            raise LabelNameTaken

    async def _require_free_key(self, set_id: UUID, key: str | None) -> None:
        if key is not None and await self.labels.on_key(set_id, key) is not None:
            raise ShortcutTaken

    def record(self, caller: Caller, action: str, label: Label, sample_set: SampleSet, **details: object) -> None:
        organization_id, set_id = sample_set.organization_id, str(sample_set.id)
        audit.record(self.work, caller, action, label.id, organization_id=organization_id, set_id=set_id, **details)
