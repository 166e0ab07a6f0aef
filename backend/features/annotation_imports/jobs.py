"""Bringing a file of annotations into a set: each object of each file by itself."""

from typing import Any
from uuid import UUID

from backend.core.errors import ApplicationError
from backend.core.jobs import JobContext, StepKind, nothing_to_tidy
from backend.core.permissions import Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.annotation_imports.filing import Filing, Placed
from backend.features.annotation_imports.places import Places, places_of
from backend.features.annotation_imports.reading import FileReader, IncomingFile
from backend.features.annotation_imports.schemas import ImportReport, ImportRequest
from backend.features.annotation_imports.service import AnnotationImportService
from backend.features.annotation_imports.words import Words
from backend.imaging.exchange.incoming import IncomingObject, Refusal
from backend.models.sample_set import SampleSet
from backend.repositories.exchange import ExchangeRepository

SAMPLES_AT_ONCE = 20
Key = tuple[UUID, str | None]


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
    reader = FileReader(context, places, sample_set, request)
    files = await reader.read_all(found.file_key, found.file_name)
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


async def _file_all(
    context: JobContext, import_id: UUID, sample_set: SampleSet, files: list[IncomingFile], places: Places, words: Words
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


def _grouped(files: list[IncomingFile], places: Places, words: Words) -> dict[Key, list[Placed]]:
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


def _count(
    placed: list[Placed], refused: list[tuple[IncomingObject, Refusal]], of_file: dict[int, IncomingFile]
) -> None:
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
