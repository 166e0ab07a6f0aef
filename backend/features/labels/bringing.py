"""Taking labels over from a document: new ones are added, known ones left or made what the document says."""

from uuid import UUID

from backend.core.permissions import Action, Caller
from backend.core.versions import ANY_VERSION
from backend.core.work import UnitOfWork
from backend.features.labels.exchange import CvatLabel, LabelSet, cvat_of, label_set_of, labels_in
from backend.features.labels.schemas import LabelCreate, LabelSetTaken, LabelUpdate
from backend.features.labels.service import LabelService
from backend.features.sets.service import SetService
from backend.models.label import Label
from backend.repositories.labels import LabelRepository


class LabelBringing:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.labels = LabelRepository(work.db)
        self.service = LabelService(work)

    async def export(self, set_id: UUID, caller: Caller) -> LabelSet:
        await SetService(self.work).visible(set_id, caller)
        return label_set_of(await self._offered(set_id))

    async def export_cvat(self, set_id: UUID, caller: Caller) -> list[CvatLabel]:
        await SetService(self.work).visible(set_id, caller)
        return cvat_of(await self._offered(set_id))

    async def bring(
        self, set_id: UUID, document: LabelSet | list[CvatLabel], caller: Caller, *, replace: bool
    ) -> LabelSetTaken:
        """A label is known by its name. One whose key another label has comes without it."""
        await SetService(self.work).held_for(Action.EDIT_SET, set_id, caller)
        taken = LabelSetTaken(created=[], updated=[], left=[], without_key=[])
        for wanted in labels_in(document):
            await self._take(set_id, wanted, caller, taken, replace=replace)
        return taken

    async def _take(
        self, set_id: UUID, wanted: LabelCreate, caller: Caller, taken: LabelSetTaken, *, replace: bool
    ) -> None:
        known = await self.labels.named(set_id, wanted.name)
        if known is not None and not replace:
            return taken.left.append(wanted.name)
        holder = await self.labels.on_key(set_id, wanted.shortcut) if wanted.shortcut else None
        if holder is not None and holder is not known:
            wanted = wanted.model_copy(update={"shortcut": None})
            taken.without_key.append(wanted.name)
        if known is None:
            await self.service.create(set_id, caller, wanted)
            return taken.created.append(wanted.name)
        changes = LabelUpdate.model_validate(wanted.model_dump())
        await self.service.update(known.id, caller, changes, ANY_VERSION)
        return taken.updated.append(wanted.name)

    async def _offered(self, set_id: UUID) -> list[Label]:
        return [label for label in await self.labels.all_of_set(set_id) if label.archived_at is None]
