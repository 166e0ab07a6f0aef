"""Masks that come as volumes: tied to the image of their folder whose grid they share, once all files are read."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from backend.core.errors import ApplicationError
from backend.core.jobs import JobContext
from backend.features.ingest.claims import Candidate, with_warnings
from backend.features.ingest.inspecting import Inspector, broken, set_aside
from backend.imaging.facts import Remark
from backend.imaging.volume_file import read_labels
from backend.imaging.volume_header import BrokenVolume
from backend.imaging.volume_masks import grid_differences, mask_facts
from backend.models.upload_job import UploadJob
from backend.repositories.uploads import UploadedVolume, UploadItemRepository

MASK_WORDS = ("mask", "seg", "label")
IMAGE_WORDS = ("image", "img")
WITHOUT_IMAGE = "It is called a mask, but there is no image beside it: taken for an image itself."


@dataclass
class Masks:
    """The masks of one delivery; `held` wait for their images."""

    ctx: JobContext
    upload: UploadJob
    inspector: Inspector
    held: list[Candidate] = field(default_factory=list)

    def is_mask(self, candidate: Candidate) -> bool:
        name = PurePosixPath(candidate.path).name.lower()
        return is_sound_volume(candidate) and any(word in name for word in MASK_WORDS)

    async def placed(self, mask: Candidate) -> Candidate:
        """The mask as a part of its image's study; as an image where it turns out to be none; or set aside."""
        assert mask.key is not None  # noqa: S101 - it was inspected
        path = await self.ctx.storage.local_path(mask.key)
        timeout = self.ctx.settings.parse_timeout_seconds
        try:
            labels = await self.ctx.pool.run(read_labels, path, timeout_seconds=timeout)
            beside = await self._beside(mask)
            if labels is None:
                return await self.inspector.with_frames(mask)
            if not beside:
                remark = Remark("mask_without_image", "path", WITHOUT_IMAGE)
                return with_warnings(await self.inspector.with_frames(mask), (remark,))
            others = [await self.ctx.storage.local_path(image.storage_key) for image in beside]
            differences = await self.ctx.pool.run(grid_differences, path, others, timeout_seconds=timeout)
        except BrokenVolume as error:
            return broken(mask, error)
        except ApplicationError as error:
            return set_aside(mask, Remark("parser_crash", "file", f"Reading it failed: {error}"))
        fitting = [image for image, difference in zip(beside, differences, strict=True) if difference is None]
        if not fitting:
            message = f"It fits no image of its folder: {beside[0].path}: {differences[0]}."
            return set_aside(mask, Remark("grid_mismatch", "voxels", message))
        return _tied(mask, _named_alike(mask, fitting) if len(fitting) > 1 else fitting, labels)

    async def _beside(self, mask: Candidate) -> list[UploadedVolume]:
        async with self.ctx.begin_reading() as work:
            volumes = await UploadItemRepository(work.db).volumes(self.upload.id)
        folder = PurePosixPath(mask.path).parent
        return [volume for volume in volumes if PurePosixPath(volume.path).parent == folder]


def is_sound_volume(candidate: Candidate) -> bool:
    inspection = candidate.inspection
    return inspection is not None and inspection.kind == "volume" and inspection.outcome.startswith("stored")


def _tied(mask: Candidate, images: Sequence[UploadedVolume], labels: tuple[int, ...]) -> Candidate:
    if len(images) != 1 or mask.inspection is None:
        message = "It fits several images of its folder, and its name is like that of none, or of several."
        return set_aside(mask, Remark("ambiguous_mask", "path", message))
    facts = mask_facts(mask.sha256, images[0].study_instance_uid, images[0].series_instance_uid)
    tied = replace(mask, inspection=replace(mask.inspection, dicom=facts))
    empty = Remark("empty_mask", "voxels", "No voxel of the mask is set: it gives no region.")
    return tied if labels else with_warnings(tied, (empty,))


def _named_alike(mask: Candidate, images: Sequence[UploadedVolume]) -> list[UploadedVolume]:
    """Of several images on one grid, those called as the mask is: case1_image and case1_label."""
    wanted = _stem(mask.path, MASK_WORDS)
    return [image for image in images if _stem(image.path, IMAGE_WORDS) == wanted]


def _stem(path: str, words: Sequence[str]) -> str:
    stem = PurePosixPath(path).name.lower().removesuffix(".gz").rpartition(".")[0]
    for word in words:
        stem = stem.replace(word, "")
    return stem.strip(" _-.")
