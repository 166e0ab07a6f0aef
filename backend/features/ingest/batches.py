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
        keys = await self._move(planned)
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
        known = await StoredFileRepository(work.db).known_hashes(organization_id, [one.sha256 for one in listed])
        claims = Claims(self.ctx.caller.user_id, bytes_known=known)
        if facts:
            await self._claimed_uids(work, claims, facts)
        return claims

    async def _claimed_uids(self, work: UnitOfWork, claims: Claims, facts: Sequence[DicomFacts]) -> None:
        organization_id = self.upload.organization_id
        instances = await InstanceRepository(work.db).claims(
            organization_id, [one.instance.sop_instance_uid for one in facts]
        )
        claims.instances = {uid: Owner(sha256, name, owner_id) for uid, sha256, name, owner_id in instances}
        series = {one.series.series_instance_uid for one in facts}
        claims.study_of_series = dict(await SeriesRepository(work.db).studies_of(organization_id, sorted(series)))
        studies = {one.study.study_instance_uid for one in facts}
        for uid, patient_id, issuer in await StudyRepository(work.db).claims(organization_id, sorted(studies)):
            claims.patient_of_study[uid] = PatientKey(patient_id or "", issuer or "")

    async def _move(self, decisions: Sequence[Decision]) -> dict[UUID, str | None]:
        """Bring the bytes to where their outcomes want them; what is not kept is deleted later."""
        keys: dict[UUID, str | None] = {}
        moves: dict[str, str] = {}
        for decision in decisions:
            candidate = decision.candidate
            target = keys[candidate.item_id] = self._target(decision)
            if target is None or candidate.key is None or candidate.key == target:
                continue
            if candidate.key.startswith(INCOMING):
                moves[candidate.key] = target
            else:  # at a key that others may share: leave it there
                limit = self.ctx.settings.max_upload_bytes
                copy = await self.ctx.storage.receive(self.ctx.storage.stream(candidate.key), limit)
                moves[copy.key] = target
        await self.ctx.storage.move_all(list(moves.items()))
        return keys

    def _target(self, decision: Decision) -> str | None:
        if decision.is_new:
            return content_key(self.upload.organization_id, decision.candidate.sha256)
        if decision.outcome is Outcome.QUARANTINED:
            return quarantine_key(self.upload, decision.candidate.item_id)
        return decision.candidate.key

    async def _write_outcomes(
        self, work: UnitOfWork, decisions: Sequence[Decision], keys: dict[UUID, str | None]
    ) -> None:
        await UploadItemRepository(work.db).write_outcomes(
            [
                {
                    "item_id": decision.candidate.item_id,
                    "outcome": decision.outcome,
                    "remarks": [as_json(remark) for remark in decision.remarks],
                    "storage_key": keys[decision.candidate.item_id],
                    "media_type": inspection.media_type if (inspection := decision.candidate.inspection) else None,
                }
                for decision in decisions
            ]
        )


def as_json(remark: Remark) -> dict[str, str]:
    return {"code": remark.code, "place": showable(remark.place), "message": showable(remark.message)}
