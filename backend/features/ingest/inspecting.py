"""Looking at files in the parser processes. Whatever a file does to its parser, the file gets an answer."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from backend.core.errors import ApplicationError
from backend.core.jobs import JobContext
from backend.core.processes import ProcessDied, TookTooLong
from backend.core.storage import content_key
from backend.features.ingest.claims import Candidate, with_warnings
from backend.features.ingest.local_files import read_chunks
from backend.features.ingest.parsing import inspect_files, with_plain_values
from backend.features.ingest.paths import path_hash
from backend.imaging.facts import Inspection, Remark
from backend.imaging.file_type import HEAD_BYTES, file_type
from backend.imaging.photo import write_display_copy
from backend.imaging.volume_frames import write_volume_frames
from backend.imaging.volume_header import BrokenVolume
from backend.models.upload_item import UploadItem
from backend.models.upload_job import UploadJob

logger = logging.getLogger(__name__)
FILES_PER_CALL = 10
UNREADABLE = "application/octet-stream"
DISPLAY_SUFFIX = {"jpeg": ".jpg", "png": ".png"}


@dataclass(frozen=True)
class Inspector:
    ctx: JobContext
    upload: UploadJob

    async def inspect(self, items: Sequence[UploadItem], bytes_known: set[str]) -> list[Candidate]:
        """Look at several files at once; the answers come in the order of the files."""
        found = await self._keys([item for item in items if item.sha256 not in bytes_known])
        sought = [item for item in items if found.get(item.id) is not None]
        groups = [sought[start : start + FILES_PER_CALL] for start in range(0, len(sought), FILES_PER_CALL)]
        answers = await asyncio.gather(*(self._inspections(group, found) for group in groups))
        inspections = {item.id: answer for group in answers for item, answer in group}
        return [self._candidate(item, found.get(item.id), inspections.get(item.id)) for item in items]

    async def with_display_copy(self, candidate: Candidate) -> Candidate:
        """Make the copy of a photograph that people are shown, where it needs one."""
        photo = candidate.inspection.photo if candidate.inspection else None
        if photo is None or not photo.needs_display_copy or candidate.key is None:
            return candidate
        path = await self.ctx.storage.local_path(candidate.key)
        timeout = self.ctx.settings.parse_timeout_seconds
        async with self.ctx.storage.scratch() as target:
            try:
                remarks = await self.ctx.pool.run(write_display_copy, path, target, timeout_seconds=timeout)
            except ApplicationError as error:
                return replace(candidate, inspection=_unread("parser_crash", f"No copy to show can be made: {error}"))
            copy = await asyncio.to_thread(target.read_bytes)
        suffix = DISPLAY_SUFFIX.get(file_type(copy[:HEAD_BYTES]), ".png")
        key = f"{self.upload.organization_id}/display/{candidate.sha256}{suffix}"
        await self.ctx.storage.put(key, copy)
        return replace(with_warnings(candidate, remarks), display_key=key)

    async def with_frames(self, candidate: Candidate) -> Candidate:
        """Make the frames of a volume, by which viewers see it, and give it its identity."""
        if candidate.inspection is None or candidate.key is None:
            return candidate
        path = await self.ctx.storage.local_path(candidate.key)
        timeout = self.ctx.settings.parse_timeout_seconds
        async with self.ctx.storage.scratch() as target:
            try:
                facts, remarks = await self.ctx.pool.run(
                    write_volume_frames, path, candidate.path, target, timeout_seconds=timeout
                )
            except BrokenVolume as error:
                return broken(candidate, error)
            except ApplicationError as error:
                return replace(candidate, inspection=_unread("parser_crash", f"Its frames cannot be made: {error}"))
            received = await self.ctx.storage.receive(read_chunks(target), self.ctx.settings.max_upload_bytes)
        key = f"{self.upload.organization_id}/display/{candidate.sha256}.dcm"
        await self.ctx.storage.move(received.key, key)
        inspection = replace(candidate.inspection, dicom=with_plain_values(facts))
        return replace(with_warnings(replace(candidate, inspection=inspection), remarks), display_key=key)

    def _candidate(self, item: UploadItem, key: str | None, inspection: Inspection | None) -> Candidate:
        return Candidate(
            item_id=item.id,
            path=item.path,
            sha256=item.sha256,
            size_bytes=item.size_bytes,
            key=key or item.storage_key,
            inspection=inspection,
            is_member=item.path_sha256 != path_hash(item.path),
        )

    async def _inspections(
        self, items: Sequence[UploadItem], keys: Mapping[UUID, str | None]
    ) -> list[tuple[UploadItem, Inspection]]:
        """Look at a few files in one call; if it fails, at each alone, so that only the culprit suffers."""
        files = [(await self.ctx.storage.local_path(keys[item.id] or ""), item.path) for item in items]
        timeout = self.ctx.settings.parse_timeout_seconds
        try:
            answers = await self.ctx.pool.run(inspect_files, files, timeout_seconds=timeout)
        except Exception:  # noqa: BLE001 - whatever it was comes again, with the one file that it is about
            answers = [await self._inspection(path, name) for path, name in files]
        return list(zip(items, answers, strict=True))

    async def _inspection(self, path: Path, name: str) -> Inspection:
        timeout = self.ctx.settings.parse_timeout_seconds
        try:
            (answer,) = await self.ctx.pool.run(inspect_files, [(path, name)], timeout_seconds=timeout)
        except TookTooLong:
            return _unread("parser_timeout", f"Reading it took longer than {timeout:g} s and was ended.")
        except ProcessDied as error:
            return _unread("parser_crash", f"Reading it ended its process: {error}")
        except Exception as error:
            logger.exception("file.unreadable", extra={"upload_id": str(self.upload.id)})
            return _unread("parser_crash", f"Reading it failed: {type(error).__name__}.")
        return answer

    async def _keys(self, items: Sequence[UploadItem]) -> dict[UUID, str | None]:
        """Where the bytes are: where they were received, or where a try that was killed had moved them to."""
        there = await self.ctx.storage.existing([item.storage_key for item in items if item.storage_key])
        found: dict[UUID, str | None] = {item.id: item.storage_key for item in items if item.storage_key in there}
        moved = {item.id: self._moved(item) for item in items if item.id not in found}
        there = await self.ctx.storage.existing([key for keys in moved.values() for key in keys])
        return found | {item_id: next((key for key in keys if key in there), None) for item_id, keys in moved.items()}

    def _moved(self, item: UploadItem) -> tuple[str, str]:
        return content_key(self.upload.organization_id, item.sha256), quarantine_key(self.upload, item.id)


def quarantine_key(upload: UploadJob, item_id: UUID) -> str:
    return f"quarantine/{upload.organization_id}/{upload.id}/{item_id}"


def _unread(code: str, message: str) -> Inspection:
    return Inspection("unknown", "quarantined", (Remark(code, "file", message),), UNREADABLE)


def broken(candidate: Candidate, error: BrokenVolume) -> Candidate:
    """The candidate set aside for what came up when its voxels were read."""
    return set_aside(candidate, Remark(error.code, error.place, str(error)))


def set_aside(candidate: Candidate, remark: Remark) -> Candidate:
    media_type = candidate.inspection.media_type if candidate.inspection else UNREADABLE
    return replace(candidate, inspection=Inspection("unknown", "quarantined", (remark,), media_type))


def refused(candidate: Candidate, remark: Remark) -> Candidate:
    """The candidate with an answer that settles it, whatever its inspection said."""
    media_type = candidate.inspection.media_type if candidate.inspection else UNREADABLE
    return replace(candidate, inspection=Inspection("unknown", "refused", (remark,), media_type))
