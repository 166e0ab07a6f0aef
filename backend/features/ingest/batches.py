"""A batch of files on its way: weighed, moved to its place, filed. Computing and moving happen outside of transactions.

Every part can be repeated: bytes go to keys that follow from their content, rows are written in the same transaction
as the outcome that speaks of them, and what has an outcome is not touched again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.jobs import JobContext
from backend.core.storage import content_key
from backend.core.work import UnitOfWork
from backend.features.ingest.claims import Candidate, Claims, Decision, Owner
from backend.features.ingest.filing import Filing
from backend.features.ingest.inspecting import quarantine_key
from backend.features.ingest.paths import showable
from backend.features.ingest.patient_keys import PatientKey
from backend.imaging.facts import DicomFacts, Remark
from backend.models.upload_item import Outcome
from backend.models.upload_job import UploadJob
from backend.repositories.instances import InstanceRepository
from backend.repositories.patients import PatientRepository
from backend.repositories.series import SeriesRepository
from backend.repositories.stored_files import StoredFileRepository
from backend.repositories.studies import StudyRepository
from backend.repositories.uploads import ACCEPTED, INCOMING, UploadItemRepository


@dataclass(frozen=True)
class Batches:
    ctx: JobContext
    upload: UploadJob

    async def settle(self, candidates: Sequence[Candidate]) -> None:
        """Give each file its outcome. One that somebody else's import overtook stays open for the next round."""
        async with self.ctx.begin_reading() as work:
            planned = [*map((await self._claims(work, candidates)).decide, candidates)]
        keys = {decision.candidate.item_id: await self._move(decision) for decision in planned}
        async with self.ctx.begin() as work:
            await StoredFileRepository(work.db).hold_intake(self.upload.organization_id)
            decided = [*map((await self._claims(work, candidates)).decide, candidates)]
            settled = [now for then, now in zip(planned, decided, strict=True) if now.outcome is then.outcome]
            await Filing(work, self.upload.organization_id, self.ctx.caller).file(settled)
            sent = [one.candidate.sha256 for one in settled if one.outcome in ACCEPTED]
            await SeriesRepository(work.db).note_uploader(self.upload.organization_id, sent, self.upload.owner_id)
            await self._write_outcomes(work, settled, keys)
            await work.flush()

    async def _claims(self, work: UnitOfWork, candidates: Iterable[Candidate]) -> Claims:
        listed = list(candidates)
        facts = [one.inspection.dicom for one in listed if one.inspection and one.inspection.dicom]
        organization_id = self.upload.organization_id
        known = await StoredFileRepository(work.db).by_hashes(organization_id, [one.sha256 for one in listed])
        claims = Claims(self.ctx.caller.user_id, bytes_known=set(known))
        if facts:
            await self._claimed_uids(work, claims, facts)
        return claims

    async def _claimed_uids(self, work: UnitOfWork, claims: Claims, facts: Sequence[DicomFacts]) -> None:
        organization_id = self.upload.organization_id
        taken = await InstanceRepository(work.db).by_uids(
            organization_id, [one.instance.sop_instance_uid for one in facts]
        )
        claims.instances = {uid: Owner(file.sha256, file.file_name, file.uploaded_by_id) for uid, file in taken}
        series = await SeriesRepository(work.db).by_uids(
            organization_id, [one.series.series_instance_uid for one in facts]
        )
        studies = StudyRepository(work.db)
        parents = await studies.by_ids([one.study_id for one in series.values()])
        claims.study_of_series = {uid: parents[one.study_id].study_instance_uid for uid, one in series.items()}
        known = await studies.by_uids(organization_id, [one.study.study_instance_uid for one in facts])
        patients = await PatientRepository(work.db).by_ids([study.patient_id for study in known.values()])
        for uid, study in known.items():
            patient = patients[study.patient_id]
            claims.patient_of_study[uid] = PatientKey(patient.medical_record_number or "", patient.issuer or "")

    async def _move(self, decision: Decision) -> str | None:
        """Bring the bytes to where their outcome wants them; what is not kept is deleted later."""
        candidate = decision.candidate
        if decision.is_new:
            target = content_key(self.upload.organization_id, candidate.sha256)
        elif decision.outcome is Outcome.QUARANTINED:
            target = quarantine_key(self.upload, candidate.item_id)
        else:
            return candidate.key
        if candidate.key is None or candidate.key == target:
            return target
        if candidate.key.startswith(INCOMING):
            await self.ctx.storage.move(candidate.key, target)
        else:  # at a key that others may share: leave it there
            limit = self.ctx.settings.max_upload_bytes
            copy = await self.ctx.storage.receive(self.ctx.storage.stream(candidate.key), limit)
            await self.ctx.storage.move(copy.key, target)
        return target

    async def _write_outcomes(
        self, work: UnitOfWork, decisions: Sequence[Decision], keys: dict[UUID, str | None]
    ) -> None:
        items = await UploadItemRepository(work.db).by_ids([one.candidate.item_id for one in decisions])
        for decision in decisions:
            item = items[decision.candidate.item_id]
            item.outcome = decision.outcome
            item.remarks = [as_json(remark) for remark in decision.remarks]
            item.storage_key = keys[item.id]
            if decision.candidate.inspection is not None:
                item.media_type = decision.candidate.inspection.media_type


def as_json(remark: Remark) -> dict[str, str]:
    return {"code": remark.code, "place": showable(remark.place), "message": showable(remark.message)}
