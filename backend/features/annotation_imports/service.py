"""Files of annotations: taken in, read by a job, and what became of them."""

from typing import Any
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.annotation_imports.errors import AnnotationImportNotFound
from backend.features.annotation_imports.schemas import AnnotationImportRead, ImportReport, ImportRequest
from backend.features.jobs.service import JobService
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import require_open
from backend.models.annotation_import import AnnotationImport
from backend.models.job import JobKind
from backend.models.sample_set import SampleSet
from backend.repositories.annotation_imports import AnnotationImportRepository
from backend.repositories.sample_sets import SampleSetRepository


class AnnotationImportService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.imports = AnnotationImportRepository(work.db)
        self.sets = SampleSetRepository(work.db)

    async def require_rights(self, set_id: UUID, caller: Caller) -> SampleSet:
        """The set, if the caller may bring annotations into it now."""
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        require_open(sample_set)
        return sample_set

    async def start(
        self, set_id: UUID, file_name: str, file_key: str, request: ImportRequest, caller: Caller
    ) -> AnnotationImportRead:
        """Have a file read that has been received already."""
        sample_set = await self.require_rights(set_id, caller)
        import_id = new_id()
        job = await JobService(self.work).begin(
            JobKind.ANNOTATION_IMPORT,
            f"Bring annotations into {sample_set.name}",
            [{"import_id": str(import_id)}],
            lane=Lane.FAST,
            caller=caller,
            organization_id=sample_set.organization_id,
            params={"import_id": str(import_id)},
            result_url=f"/sets/{set_id}/exports",
        )
        self.imports.add(
            AnnotationImport(
                id=import_id,
                organization_id=sample_set.organization_id,
                owner_id=caller.user_id,
                set_id=set_id,
                job_id=job.id,
                file_name=file_name,
                file_key=file_key,
                request=request.model_dump(mode="json"),
            )
        )
        audit.record(
            self.work,
            caller,
            "annotation_import.started",
            import_id,
            organization_id=sample_set.organization_id,
            set_id=str(set_id),
        )
        await self.work.flush()
        return await self.get(import_id, caller)

    async def of_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[AnnotationImportRead]:
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        found = await self.imports.of_set(set_id, caller, page)
        return Listing([_read(one) for one in found.items], found.total, found.page, found.page_size)

    async def get(self, import_id: UUID, caller: Caller) -> AnnotationImportRead:
        found, sample_set = await self.visible(import_id, caller)
        caller.require(Action.EDIT_SET, in_=sample_set.group_id)
        return _read(found)

    async def visible(self, import_id: UUID, caller: Caller) -> tuple[AnnotationImport, SampleSet]:
        found = await self.imports.get_visible(import_id, caller)
        if found is None:
            raise AnnotationImportNotFound
        return found

    async def finish(self, import_id: UUID, report: ImportReport, caller: Caller) -> str | None:
        """Write down what became of a file; tells where its bytes are, which nobody needs any more."""
        found, sample_set = await self.visible(import_id, caller)
        key, found.file_key = found.file_key, None
        found.report = report.model_dump(mode="json")
        audit.record(
            self.work,
            caller,
            "annotation_import.finished",
            import_id,
            organization_id=sample_set.organization_id,
            readings=report.readings,
            objects=report.objects,
        )
        await self.work.flush()
        return key


def _read(found: AnnotationImport) -> AnnotationImportRead:
    known: dict[str, Any] = {
        name: getattr(found, name) for name in ("id", "set_id", "job_id", "file_name", "created_at")
    }
    job = found.job
    return AnnotationImportRead(
        **known,
        request=ImportRequest.model_validate(found.request),
        report=ImportReport.model_validate(found.report) if found.report else None,
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        error_code=job.error_code,
    )
