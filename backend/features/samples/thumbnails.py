"""Small pictures of samples: drawn once in a computing process, then kept in the storage."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.errors import Unprocessable
from backend.core.permissions import Caller
from backend.core.processes import ComputePool
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.samples.errors import NoThumbnail
from backend.features.samples.service import SampleService
from backend.imaging.frames import render_thumbnail
from backend.models.stored_file import StoredFile
from backend.repositories.samples import SampleRepository

SIZE = 256
TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class ThumbnailSource:
    """A stored file and the frame of it to draw."""

    storage_key: str
    thumbnail_key: str
    frame: int


async def thumbnail_source(work: UnitOfWork, sample_id: UUID, caller: Caller) -> ThumbnailSource:
    """The picture that stands for a sample: its photograph, its middle slice, the middle frame of its loop."""
    sample = await SampleService(work).visible(sample_id, caller)
    samples = SampleRepository(work.db)
    if not sample.images:
        raise NoThumbnail
    image = sample.images[0]
    if image.file is not None:
        return _source(image.file, 1)
    instance = image.instance or (await samples.middle_instance(image.series_id) if image.series_id else None)
    file = await samples.stored_file_of_instance(instance.id) if instance else None
    if instance is None or file is None:
        raise NoThumbnail
    return _source(file, (instance.frame_count + 1) // 2)


async def thumbnail(source: ThumbnailSource, storage: Storage, pool: ComputePool) -> bytes:
    if await storage.exists(source.thumbnail_key):
        return await storage.read(source.thumbnail_key)
    path = await storage.local_path(source.storage_key)
    try:
        drawn = await pool.run(render_thumbnail, path, source.frame, SIZE, timeout_seconds=TIMEOUT_SECONDS)
    except Unprocessable as error:
        raise NoThumbnail(str(error)) from error
    await storage.put(source.thumbnail_key, drawn)
    return drawn


def thumbnail_key(file: StoredFile, frame: int = 1) -> str:
    return f"{file.organization_id}/thumbnails/{file.sha256}-{frame}.webp"


def _source(file: StoredFile, frame: int) -> ThumbnailSource:
    return ThumbnailSource(file.display_key or file.storage_key, thumbnail_key(file, frame), frame)
