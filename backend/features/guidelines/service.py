"""Pictures of guidelines: taken in as checked copies without metadata, shown to all who read the set."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id
from backend.core.errors import Unprocessable
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.processes import ComputePool
from backend.core.storage import Storage
from backend.core.work import Begin, UnitOfWork
from backend.features.guidelines.errors import GuidelineFull, GuidelineImageNotFound, NotAPicture
from backend.features.guidelines.schemas import GuidelineImageRead
from backend.features.samples.stored_bytes import delete_bytes
from backend.features.sets.service import SetService
from backend.imaging.photo import write_display_copy
from backend.models.guideline_image import GuidelineImage
from backend.models.sample_set import SampleSet
from backend.repositories.guideline_images import GuidelineImageRepository

MAX_BYTES = 8 * 2**20
MOST_IMAGES = 100
TIMEOUT_SECONDS = 30
MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def image_key(organization_id: UUID, image_id: UUID) -> str:
    return f"{organization_id}/guidelines/{image_id}"


def image_path(image_id: UUID) -> str:
    """As a guideline names it: by the address under which it is served."""
    return f"/api/v1/guideline-images/{image_id}"


class GuidelineService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SetService(work)
        self.images = GuidelineImageRepository(work.db)

    async def listing(self, set_id: UUID, caller: Caller, page: Page) -> Listing[GuidelineImageRead]:
        await self.sets.visible(set_id, caller)
        found = await self.images.of_set(set_id, page)
        return Listing([_read(image) for image in found.items], found.total, found.page, found.page_size)

    async def visible(self, image_id: UUID, caller: Caller) -> tuple[GuidelineImage, SampleSet]:
        found = await self.images.get_visible(image_id, caller)
        if found is None:
            raise GuidelineImageNotFound
        return found

    async def require_room(self, set_id: UUID, caller: Caller) -> SampleSet:
        sample_set = await self.sets.visible(set_id, caller)
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        if await self.images.count_of_set(set_id) >= MOST_IMAGES:
            raise GuidelineFull
        return sample_set

    async def add(self, image: GuidelineImage, caller: Caller) -> GuidelineImageRead:
        await self.require_room(image.set_id, caller)
        self.images.add(image)
        self._record(caller, "set.guideline_image_added", image)
        await self.work.flush()
        return _read(image)

    async def delete(self, image_id: UUID, caller: Caller, storage: Storage) -> None:
        image, sample_set = await self.visible(image_id, caller)
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        self._record(caller, "set.guideline_image_deleted", image)
        await self.images.delete(image)
        await self.work.flush()
        self.work.after_commit.append(lambda: delete_bytes(storage, [image.storage_key]))

    def _record(self, caller: Caller, action: str, image: GuidelineImage) -> None:
        organization_id = image.organization_id
        audit.record(self.work, caller, action, image.set_id, organization_id=organization_id, image_id=str(image.id))


@dataclass(frozen=True)
class GuidelineIntake:
    """Takes in a picture: no transaction is open while it is read and copied."""

    begin: Begin
    storage: Storage
    pool: ComputePool

    async def take(self, set_id: UUID, name: str, data: bytes, caller: Caller) -> GuidelineImageRead:
        async with self.begin() as work:
            organization_id = (await GuidelineService(work).require_room(set_id, caller)).organization_id
        copy = await self._copied(data)
        key = new_id()
        image = GuidelineImage(
            id=key,
            organization_id=organization_id,
            set_id=set_id,
            name=name,
            media_type=_media_type(copy),
            size_bytes=len(copy),
            storage_key=image_key(organization_id, key),
            created_by_id=caller.user_id,
        )
        async with self._kept(image.storage_key, copy), self.begin() as work:
            return await GuidelineService(work).add(image, caller)

    async def _copied(self, data: bytes) -> bytes:
        """The picture decoded and written anew, so that nothing but a picture is passed on."""
        _media_type(data)
        async with self.storage.scratch() as source, self.storage.scratch() as target:
            source.write_bytes(data)
            try:
                await self.pool.run(write_display_copy, source, target, timeout_seconds=TIMEOUT_SECONDS)
            except Unprocessable as error:
                raise NotAPicture(str(error)) from error
            return target.read_bytes()

    @asynccontextmanager
    async def _kept(self, key: str, data: bytes) -> AsyncIterator[None]:
        """The bytes are there before a row names them, and go again if none does."""
        await self.storage.put(key, data)
        try:
            yield
        except BaseException:
            await self.storage.delete(key)
            raise


def _media_type(data: bytes) -> str:
    for magic, media_type in MAGIC.items():
        if data.startswith(magic):
            return media_type
    raise NotAPicture


def _read(image: GuidelineImage) -> GuidelineImageRead:
    alt = image.name.replace("[", "(").replace("]", ")")
    return GuidelineImageRead(
        id=image.id,
        set_id=image.set_id,
        name=image.name,
        media_type=image.media_type,
        size_bytes=image.size_bytes,
        markdown=f"![{alt}]({image_path(image.id)})",
        created_at=image.created_at,
    )
