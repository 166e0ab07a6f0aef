"""Reading a file of annotations into a set: each file of an archive, each object of a file, by itself."""

import asyncio
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.core.errors import ApplicationError, Unprocessable
from backend.core.jobs import JobContext, StepKind, nothing_to_tidy
from backend.core.permissions import Caller
from backend.core.queue import Lane
from backend.core.storage import content_key
from backend.core.work import UnitOfWork
from backend.features.annotation_imports.errors import SeriesUnknown
from backend.features.annotation_imports.filing import Filing, Placed
from backend.features.annotation_imports.places import Places, places_of
from backend.features.annotation_imports.schemas import FileReport, ImportReport, ImportRequest, RefusedRead
from backend.features.annotation_imports.service import AnnotationImportService
from backend.features.annotation_imports.words import Words
from backend.imaging.archive import extract_member, list_archive
from backend.imaging.exchange.incoming import Incoming, IncomingObject, Refusal
from backend.imaging.exchange.reading_files import ON_SERIES, FileFacts, look_at, read_file
from backend.models.sample_set import SampleSet
from backend.repositories.exchange import ExchangeRepository

MOST_TOLD = 200  # of what is refused of a file; all are counted
SAMPLES_AT_ONCE = 20
ZIP = b"PK\x03\x04"
Key = tuple[UUID, str | None]


@dataclass
class _File:
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


async def _authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
    service = AnnotationImportService(work)
    found, _ = await service.visible(UUID(params["import_id"]), caller)
    await service.require_rights(found.set_id, caller)


async def read_annotations(context: JobContext) -> None:
    """Bring a file in. May be begun twice: what an earlier attempt has brought is left as it is."""
    import_id = UUID(context.params["import_id"])
    async with context.begin_reading() as work:
        service = AnnotationImportService(work)
        found, sample_set = await service.visible(import_id, context.caller)
        places, words = (
            await places_of(work, sample_set.id),
            Words(list(await ExchangeRepository(work.db).labels(sample_set.id))),
        )
        request = ImportRequest.model_validate(found.request)
    if found.file_key is None:  # it was read, and only the end of the job is missing
        return
    files = await _read_all(context, found.file_key, found.file_name, places, sample_set, request)
    if request.create_labels:
        async with context.begin() as work:
            objects = [drawn for file in files for drawn in file.incoming.objects]
            await words.create_missing(work, sample_set.id, objects, context.caller)
    readings = await _file_all(context, import_id, sample_set, files, places, words)
    report = ImportReport(
        readings=readings,
        objects=sum(file.brought for file in files),
        labels_created=words.created,
        files=[file.report() for file in files],
    )
    async with context.begin() as work:
        key = await AnnotationImportService(work).finish(import_id, report, context.caller)
    if key is not None:
        await context.storage.delete(key)


async def _read_all(
    context: JobContext, key: str, name: str, places: Places, sample_set: SampleSet, request: ImportRequest
) -> list[_File]:
    path = await context.storage.local_path(key)
    with path.open("rb") as opened:
        is_archive = opened.read(len(ZIP)) == ZIP
    if not is_archive:
        return [await _read_one(context, _File(name), path, places, sample_set, request)]
    listing = await context.pool.run(list_archive, path, timeout_seconds=context.settings.parse_timeout_seconds)
    if listing.outcome == "refused":
        raise Unprocessable(listing.remarks[0].message if listing.remarks else "The archive cannot be read.")
    files = []
    with tempfile.TemporaryDirectory() as folder:
        for number, member in enumerate(listing.members, start=1):
            await context.progress(number, len(listing.members), f"Reading {member.path}")
            target, file = Path(folder) / "member", _File(member.path)
            try:
                await asyncio.to_thread(extract_member, path, member, target)
                files.append(await _read_one(context, file, target, places, sample_set, request))
            except ApplicationError as error:
                file.incoming.refuse(member.path, error)
                files.append(file)
            target.unlink(missing_ok=True)
    return files


async def _read_one(
    context: JobContext, file: _File, path: Path, places: Places, sample_set: SampleSet, request: ImportRequest
) -> _File:
    try:
        file.facts = await context.pool.run(look_at, path, timeout_seconds=context.settings.parse_timeout_seconds)
        images: list[Path] = []
        if file.facts.kind in ON_SERIES:
            image = places.drawn_on(file.facts)
            if image is None:
                raise SeriesUnknown
            keys = [content_key(sample_set.organization_id, one.sha256) for one in image.slices]
            images = list(await asyncio.gather(*map(context.storage.local_path, keys)))
        limit = context.settings.region_timeout_seconds
        file.incoming = await context.pool.run(
            read_file, path, file.facts.kind, images, request.edge, timeout_seconds=limit
        )
    except ApplicationError as error:
        file.incoming.refuse(file.name, error)
    return file


async def _file_all(
    context: JobContext, import_id: UUID, sample_set: SampleSet, files: list[_File], places: Places, words: Words
) -> int:
    """Make the readings, one for each sample and author; tells how many there are."""
    of_file = {id(drawn): file for file in files for drawn in file.incoming.objects}
    groups = _grouped(files, places, words)
    keys, readings = list(groups), 0
    for start in range(0, len(keys), SAMPLES_AT_ONCE):
        async with context.begin() as work:
            filing = Filing(work, sample_set, import_id, context.caller)
            some = keys[start : start + SAMPLES_AT_ONCE]
            there = await filing.imports.readings_there([filing.reading_id(*key) for key in some])
            for key in some:
                if filing.reading_id(*key) in there:
                    refused: list[tuple[IncomingObject, Refusal]] = []
                    written = len(groups[key])
                else:
                    written, refused = await filing.file(*key, groups[key])
                readings += written > 0
                _count(groups[key], refused, of_file)
        await context.progress(min(start + SAMPLES_AT_ONCE, len(keys)), len(keys), "Filing readings")
    return readings


def _grouped(files: list[_File], places: Places, words: Words) -> dict[Key, list[Placed]]:
    groups: dict[Key, list[Placed]] = {}
    for file in files:
        for drawn in file.incoming.objects:
            try:
                image, label = places.of(drawn), words.of(drawn)
            except ApplicationError as error:
                file.incoming.refuse(drawn.item, error)
                continue
            groups.setdefault((image.sample_id, drawn.author), []).append((drawn, image, label))
    return groups


def _count(placed: list[Placed], refused: list[tuple[IncomingObject, Refusal]], of_file: dict[int, _File]) -> None:
    for drawn, refusal in refused:
        of_file[id(drawn)].incoming.refused.append(refusal)
        of_file[id(drawn)].brought -= 1
    for drawn, _, _ in placed:
        of_file[id(drawn)].brought += 1


ANNOTATION_IMPORT = StepKind(
    lane=Lane.FAST,
    authorise=_authorise,
    run=read_annotations,
    give_up=nothing_to_tidy,
    cancel=nothing_to_tidy,
    reopen=nothing_to_tidy,
)
