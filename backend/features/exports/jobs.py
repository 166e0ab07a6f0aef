"""Writing an export: gather what its owner may have, write it, keep the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.core.jobs import JobContext, StepKind, nothing_to_tidy
from backend.core.permissions import Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.exports.errors import ExportNotFound
from backend.features.exports.files import keep_file, write_file
from backend.features.exports.gathering import gather
from backend.features.exports.service import ExportService, request_of, summary_of
from backend.features.releases.errors import ReleaseNotFrozen
from backend.features.releases.stating import stated_document, told
from backend.imaging.exchange.document import Document
from backend.imaging.exchange.formats import FORMATS
from backend.models.export import Export
from backend.models.sample_set import SampleSet


async def _authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
    service = ExportService(work)
    await service.require_rights(await service.own(UUID(params["export_id"]), caller), caller)


@dataclass(frozen=True)
class Gathered:
    """What an export is written from; of a release, where that was read and what is withdrawn from it."""

    export: Export
    document: Document
    manifest_key: str | None = None
    withdrawn: Sequence[str] = ()


async def write_export(context: JobContext) -> None:
    """Write the file of an export. May be begun twice: the same key is written again."""
    while not await _write_once(context):
        pass  # something was withdrawn from the release meanwhile


async def _write_once(context: JobContext) -> bool:
    gathered = await _gathered(context)
    export, document = gathered.export, gathered.document
    target = FORMATS[export.format]
    summary = summary_of(document, target)
    async with context.storage.scratch() as path:
        summary.problems = await write_file(context, document, target, path, export.organization_id)
        summary.withdrawn = list(gathered.withdrawn)
        key = f"{export.organization_id}/exports/{export.id}"
        received = await keep_file(context.storage, path, key)
    async with context.begin() as work:
        service = ExportService(work)
        found = await service.exports.get(export.id)
        if found is not None:  # its set may be gone meanwhile
            is_current = await service.states(found, gathered.manifest_key)
            if is_current:
                await service.finish(found, received, key, summary, context.caller)
            return is_current
    await context.storage.delete(key)
    return True


async def _gathered(context: JobContext) -> Gathered:
    async with context.begin_reading() as work:
        service = ExportService(work)
        export = await service.exports.get(UUID(context.params["export_id"]))
        if export is None:
            raise ExportNotFound
        source = await service.require_rights(export, context.caller)
        if isinstance(source, SampleSet):
            return Gathered(export, await gather(work, source, request_of(export).choice(context.caller)))
        manifest_key = source.manifest_key
    if manifest_key is None:
        raise ReleaseNotFrozen
    document, manifest = await stated_document(context.storage, manifest_key)
    return Gathered(export, document, manifest_key, told(manifest))


EXPORT = StepKind(
    lane=Lane.HEAVY,
    authorise=_authorise,
    run=write_export,
    give_up=nothing_to_tidy,
    cancel=nothing_to_tidy,
    reopen=nothing_to_tidy,
)
