"""Writing an export: gather what its owner may have, write it, keep the file."""

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
from backend.imaging.exchange.document import Document
from backend.imaging.exchange.formats import FORMATS
from backend.models.export import Export


async def _authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
    service = ExportService(work)
    await service.require_rights(await service.own(UUID(params["export_id"]), caller), caller)


async def write_export(context: JobContext) -> None:
    """Write the file of an export. May be begun twice: the same key is written again."""
    export, document = await _gathered(context)
    target = FORMATS[export.format]
    summary = summary_of(document, target)
    async with context.storage.scratch() as path:
        summary.problems = await write_file(context, document, target, path, export.organization_id)
        key = f"{export.organization_id}/exports/{export.id}"
        received = await keep_file(context.storage, path, key)
    async with context.begin() as work:
        service = ExportService(work)
        found = await service.exports.get(export.id)
        if found is not None:  # its set may be gone meanwhile
            await service.finish(found, received, key, summary, context.caller)
            return
    await context.storage.delete(key)


async def _gathered(context: JobContext) -> tuple[Export, Document]:
    async with context.begin_reading() as work:
        service = ExportService(work)
        export = await service.exports.get(UUID(context.params["export_id"]))
        if export is None:
            raise ExportNotFound
        sample_set = await service.require_rights(export, context.caller)
        return export, await gather(work, sample_set, request_of(export).choice(context.caller))


EXPORT = StepKind(
    lane=Lane.HEAVY,
    authorise=_authorise,
    run=write_export,
    give_up=nothing_to_tidy,
    cancel=nothing_to_tidy,
    reopen=nothing_to_tidy,
)
