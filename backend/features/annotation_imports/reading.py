"""Reading what was sent: each file of an archive by itself, with the images that it was drawn on."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from backend.core.errors import ApplicationError, Unprocessable
from backend.core.jobs import JobContext
from backend.core.storage import content_key
from backend.features.annotation_imports.errors import NoSeriesOnGrid, SeriesUnknown, SeveralSeriesOnGrid
from backend.features.annotation_imports.places import KnownImage, Places
from backend.features.annotation_imports.schemas import FileReport, ImportRequest, RefusedRead
from backend.imaging.archive import ArchiveMember, extract_member, list_archive
from backend.imaging.exchange.incoming import Incoming, in_outlines
from backend.imaging.exchange.mask_grid import grid_refusal
from backend.imaging.exchange.nifti_notes import FILE_NAME, LARGEST_BYTES, Notes
from backend.imaging.exchange.nifti_reading import read_masks
from backend.imaging.exchange.places import file_name
from backend.imaging.exchange.reading_files import ON_SERIES, FileFacts, look_at, read_file
from backend.imaging.volume_header import VolumeHeader
from backend.models.sample_set import SampleSet

MOST_TOLD = 200  # of what is refused of a file; all are counted
ZIP = b"PK\x03\x04"


@dataclass
class IncomingFile:
    """A file of annotations on its way into a set."""

    name: str
    facts: FileFacts | None = None
    incoming: Incoming = field(default_factory=Incoming)
    brought: int = 0

    def report(self) -> FileReport:
        refused = self.incoming.refused
        return FileReport(
            name=self.name,
            kind=self.facts.kind.value if self.facts else None,
            objects=self.brought,
            refused_count=len(refused),
            refused=[RefusedRead(item=one.item, error=one.error, message=one.message) for one in refused[:MOST_TOLD]],
        )


@dataclass
class FileReader:
    context: JobContext
    places: Places
    sample_set: SampleSet
    request: ImportRequest
    notes: Notes = field(default_factory=Notes)

    async def read_all(self, key: str, name: str) -> list[IncomingFile]:
        path = await self.context.storage.local_path(key)
        with path.open("rb") as opened:
            is_archive = opened.read(len(ZIP)) == ZIP
        if not is_archive:
            return [await self._read(IncomingFile(name), path)]
        limit = self.context.settings.parse_timeout_seconds
        listing = await self.context.pool.run(list_archive, path, timeout_seconds=limit)
        if listing.outcome == "refused":
            raise Unprocessable(listing.remarks[0].message if listing.remarks else "The archive cannot be read.")
        with tempfile.TemporaryDirectory() as folder:
            return await self._read_members(path, listing.members, Path(folder))

    async def _read_members(self, path: Path, members: Sequence[ArchiveMember], folder: Path) -> list[IncomingFile]:
        said = await asyncio.to_thread(self._take_notes, path, members, folder / FILE_NAME)
        left = [one for one in members if one.path not in said and not self.notes.is_image(one.path)]
        files = []
        for number, member in enumerate(left, start=1):
            await self.context.progress(number, len(left), f"Reading {member.path}")
            file, target = IncomingFile(member.path), folder / file_name(PurePosixPath(member.path).name)
            try:
                await asyncio.to_thread(extract_member, path, member, target)
                files.append(await self._read(file, target))
            except ApplicationError as error:
                file.incoming.refuse(member.path, error)
                files.append(file)
            await asyncio.to_thread(target.unlink, missing_ok=True)
        refused = self.notes.refused + self.notes.without_file([one.path for one in left])
        return files + [IncomingFile(one.item, incoming=Incoming(refused=[one])) for one in refused]

    def _take_notes(self, path: Path, members: Sequence[ArchiveMember], target: Path) -> set[str]:
        """Read what stands beside masks before the masks; tells which files said it."""
        said = set()
        for member in members:
            if member.path.lower().endswith(".json") and member.size_bytes <= LARGEST_BYTES:
                try:
                    extract_member(path, member, target)
                except ApplicationError:
                    continue  # told when it is read as what else it may be
                if self.notes.take(member.path, target.read_bytes()):
                    said.add(member.path)
                target.unlink(missing_ok=True)
        return said

    async def _read(self, file: IncomingFile, path: Path) -> IncomingFile:
        settings = self.context.settings
        try:
            limit = settings.parse_timeout_seconds
            facts = file.facts = await self.context.pool.run(look_at, path, timeout_seconds=limit)
            limit = settings.region_timeout_seconds
            if facts.grid is not None:
                file.incoming = await self._read_masks(file, path, facts.grid)
            else:
                image = self._drawn_on(facts)
                file.incoming = await self.context.pool.run(
                    partial(read_file, as_outlines=self.request.as_outlines),
                    path,
                    facts.kind,
                    await self._files(image),
                    self.request.edge,
                    timeout_seconds=limit,
                )
        except ApplicationError as error:
            file.incoming.refuse(file.name, error)
        return file

    async def _read_masks(self, file: IncomingFile, path: Path, grid: VolumeHeader) -> Incoming:
        notes = self.notes.of(file.name)
        if notes.series_instance_uid is not None:
            image = self.places.of_series(notes.series_instance_uid, grid)
        else:
            image = await self._on_grid(file.name, grid)
        files, names = await self._files(image), self.request.label_names
        limit = self.context.settings.region_timeout_seconds
        incoming = await self.context.pool.run(read_masks, path, file.name, files, notes, names, timeout_seconds=limit)
        return await asyncio.to_thread(in_outlines, incoming) if self.request.as_outlines else incoming

    async def _on_grid(self, name: str, grid: VolumeHeader) -> KnownImage:
        """The one series that a mask lies on; of several, the one that the file or a folder of it is called after."""
        images = self.places.on_grid(grid)
        if len(images) > 1:
            images = [image for image in images if image.is_meant_by(name)] or images
        if len(images) > 1:  # of frames that the set knows no place of, the files tell
            images = [image for image in images if image.positions_mm or await self._lies_on(grid, image)]
        if len(images) > 1:
            raise SeveralSeriesOnGrid
        if not images:
            raise NoSeriesOnGrid
        return images[0]

    async def _lies_on(self, grid: VolumeHeader, image: KnownImage) -> bool:
        limit = self.context.settings.parse_timeout_seconds
        refusal = await self.context.pool.run(grid_refusal, grid, await self._files(image), timeout_seconds=limit)
        return refusal is None

    def _drawn_on(self, facts: FileFacts) -> KnownImage | None:
        if facts.kind not in ON_SERIES:
            return None
        image = self.places.drawn_on(facts)
        if image is None:
            raise SeriesUnknown
        return image

    async def _files(self, image: KnownImage | None) -> list[Path]:
        keys = [content_key(self.sample_set.organization_id, one.sha256) for one in image.slices] if image else []
        return list(await asyncio.gather(*map(self.context.storage.local_path, keys)))
