"""A set once more, without its samples: settings, guideline with its pictures, labels."""

from uuid import UUID

from backend.core import audit
from backend.core.database import new_id
from backend.core.permissions import Caller
from backend.core.storage import Storage
from backend.core.work import Begin, UnitOfWork
from backend.features.guidelines.service import image_key, image_path
from backend.features.sets.schemas import SetClone, SetCreate, SetRead
from backend.features.sets.service import SetService
from backend.models.guideline_image import GuidelineImage
from backend.models.label import Label
from backend.models.sample_set import SampleSet
from backend.repositories.guideline_images import GuidelineImageRepository
from backend.repositories.labels import LabelRepository

LABEL_FIELDS = ("name", "color", "description", "concept", "shortcut", "attributes", "position", "archived_at")


class SetCloning:
    """Bytes are copied between two transactions, so that none is open meanwhile."""

    def __init__(self, begin: Begin, storage: Storage) -> None:
        self.begin = begin
        self.storage = storage

    async def clone(self, set_id: UUID, caller: Caller, body: SetClone) -> SetRead:
        async with self.begin() as work:
            sets = SetService(work)
            source = await sets.visible(set_id, caller)
            made = await sets.create(body.group_id or source.group_id, caller, _settings(source, body.name))
            await _copy_labels(work, set_id, made.id)
            images = await GuidelineImageRepository(work.db).all_of_set(set_id)
            audit.record(
                work, caller, "set.cloned", made.id, organization_id=source.organization_id, source_id=str(set_id)
            )
            await work.flush()
            organization_id = (await sets.visible(made.id, caller)).organization_id
        return await self._with_images(made, organization_id, images, caller) if images else made

    async def _with_images(
        self, made: SetRead, organization_id: UUID, images: list[GuidelineImage], caller: Caller
    ) -> SetRead:
        copies = [_copy_of(image, made.id, organization_id) for image in images]
        for image, copy in zip(images, copies, strict=True):
            await self.storage.put(copy.storage_key, await self.storage.read(image.storage_key))
        renamed = {old.id: new.id for old, new in zip(images, copies, strict=True)}
        async with self.begin() as work:
            sets = SetService(work)
            sample_set = await sets.visible(made.id, caller)
            sample_set.guideline = _renamed(sample_set.guideline, renamed)
            work.db.add_all(copies)
            await work.flush()
            return await sets.get(made.id, caller)


def _settings(source: SampleSet, name: str) -> SetCreate:
    return SetCreate(**{field: getattr(source, field) for field in SetCreate.model_fields} | {"name": name})


async def _copy_labels(work: UnitOfWork, source_id: UUID, set_id: UUID) -> None:
    for label in await LabelRepository(work.db).all_of_set(source_id):
        work.db.add(Label(set_id=set_id, **{field: getattr(label, field) for field in LABEL_FIELDS}))


def _copy_of(image: GuidelineImage, set_id: UUID, organization_id: UUID) -> GuidelineImage:
    key = new_id()
    return GuidelineImage(
        id=key,
        organization_id=organization_id,
        set_id=set_id,
        name=image.name,
        media_type=image.media_type,
        size_bytes=image.size_bytes,
        storage_key=image_key(organization_id, key),
        created_by_id=image.created_by_id,
    )


def _renamed(guideline: str | None, keys: dict[UUID, UUID]) -> str | None:
    for old, new in keys.items():
        guideline = guideline.replace(image_path(old), image_path(new)) if guideline else guideline
    return guideline
