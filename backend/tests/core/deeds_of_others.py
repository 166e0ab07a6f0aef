"""What others do with their readings of a set, beside reading: each a row, or a few, as the product writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from backend.core.database import new_id, now
from backend.core.work import UnitOfWork
from backend.features.webhooks.events import TELL_READINGS
from backend.features.webhooks.heralding import Heralding
from backend.models.adjudication import Adjudication, DecisionWay
from backend.models.adjudication_parent import AdjudicationParent
from backend.models.annotation_import import AnnotationImport
from backend.models.audit_entry import AuditEntry
from backend.models.comment_thread import CommentThread
from backend.models.disagreement import Disagreement
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.export import Export
from backend.models.job import Job, JobKind, JobState
from backend.models.overlap_decision import OverlapDecision
from backend.models.release_withdrawal import ReleaseWithdrawal
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_image import ImageRole, SampleImage
from backend.models.sample_set import SampleSet
from backend.models.thread_comment import ThreadComment
from backend.models.training_answer import TrainingAnswer
from backend.models.training_result import TrainingResult
from backend.models.user import User
from backend.models.webhook_delivery import DeliveryState, WebhookDelivery
from backend.tests.core.world import Ids
from backend.tests.core.world_agreement import agreement_of
from backend.tests.core.world_releases import release_of
from backend.tests.factories.packages import create_package

REPORT = {
    "readings": 1,
    "objects": 3,
    "labels_created": [],
    "files": [{"name": "coco.json", "kind": "coco", "objects": 3, "refused_count": 0, "refused": []}],
}


@dataclass(frozen=True)
class Deeds:
    """In a set whose samples a reader has read, by that reader and by a lead who sees all of it.

    What can be named gets its id from `ids`: it is asked for in both worlds.
    """

    work: UnitOfWork
    sample_set: SampleSet
    reader: User
    lead: User
    readings: Sequence[Examination]
    ids: Ids

    async def all(self, *, own_sample_id: UUID) -> None:
        await self.decide()
        await self.compare()
        await self.talk(own_sample_id)
        await self.measure_agreement()
        await self.release()
        await self.export()
        await self.train()
        await self.read_once_more()
        await self.tell_webhooks()

    async def decide(self) -> None:
        """Decisions over all readings; the first can be named, the last is undone."""
        for number, reading in enumerate(self.readings):
            decision = await self._reading(reading.sample_id, self.lead, ExaminationKind.ADJUDICATION)
            is_undone = number == len(self.readings) - 1
            key = self._named("adjudication_id") if number == 0 else new_id()
            await self._add(
                Adjudication(
                    id=key,
                    set_id=self.sample_set.id,
                    sample_id=reading.sample_id,
                    examination_id=decision.id,
                    adjudicator_id=self.lead.id,
                    round=1,
                    way=DecisionWay.CHOOSE,
                    stands=None if is_undone else True,
                    undone_at=now() if is_undone else None,
                    undone_by_id=self.lead.id if is_undone else None,
                )
            )
            await self._add(AdjudicationParent(adjudication_id=key, examination_id=reading.id, version=1))

    async def compare(self) -> None:
        """How far the readings differ, and that one more reader was asked."""
        for reading in self.readings:
            place = {"sample_id": reading.sample_id, "round": 1, "set_id": self.sample_set.id, "likeness": 0.25}
            await self._add(
                Disagreement(**place, reading_count=2, version_sum=2),
                OverlapDecision(**place, readers=2, alike_from=0.7, is_extended=True),
            )

    async def talk(self, own_sample_id: UUID) -> None:
        """Of the reader's readings with answers, settled; and of an image, also of what the blind person reads.

        Nobody but who sees the reading of the blind person speaks of that: they are meant to hear it.
        """
        first, *_ = self.readings
        key = self._named("thread_id")
        await self._thread(key, first.sample_id, examination_id=first.id, resolved_by_id=self.lead.id)
        for author in (self.lead, self.reader, self.lead):
            await self._add(ThreadComment(thread_id=key, author_id=author.id, content="There is one more."))
        taken_back = {"id": self._named("comment_id"), "content": "", "edited_at": now(), "deleted_at": now()}
        await self._add(ThreadComment(thread_id=key, author_id=self.lead.id, **taken_back))
        for sample_id in (first.sample_id, own_sample_id):
            thread_id = new_id()
            await self._thread(thread_id, sample_id)
            await self._add(ThreadComment(thread_id=thread_id, author_id=self.reader.id, content="Is it one?"))

    async def measure_agreement(self) -> None:
        job = await self._job(JobKind.AGREEMENT)
        await agreement_of(self.work, self.sample_set, self.lead, job, key=self._named("agreement_run_id"))
        await self._job(JobKind.COMPARISON, JobState.RUNNING)

    async def release(self) -> None:
        stated = await release_of(self.work.db, self.sample_set, self.lead, key=self._named("release_id"))
        await self._add(
            ReleaseWithdrawal(
                release_id=stated.release_id,
                sample_id=uuid4(),
                position=2,
                reason="Consent withdrawn",
                withdrawn_by_id=self.lead.id,
            )
        )

    async def export(self) -> None:
        """Files of the set and of its release, written and being written."""
        of_set, of_release = {"set_id": self.sample_set.id}, {"release_id": self._named("release_id")}
        for number, source in enumerate((of_set, of_release)):
            job = await self._job(JobKind.EXPORT, JobState.RUNNING if number else JobState.DONE)
            await self._add(
                Export(
                    id=self._named("export_id") if number == 0 else new_id(),
                    organization_id=self.sample_set.organization_id,
                    owner_id=self.lead.id,
                    job_id=job.id,
                    format="json",
                    request={"format": "json", "whose": "all"},
                    expires_at=now() + timedelta(days=1),
                    **source,
                )
            )

    async def bring_in(self) -> None:
        """A file of annotations, and the reading that came of it; where the rule keeps that from the blind."""
        job = await self._job(JobKind.ANNOTATION_IMPORT)
        first, *_ = self.readings
        await self._reading(first.sample_id, self.lead, ExaminationKind.IMPORTED)
        await self._add(
            AnnotationImport(
                id=self._named("import_id"),
                organization_id=self.sample_set.organization_id,
                owner_id=self.lead.id,
                set_id=self.sample_set.id,
                job_id=job.id,
                file_name="coco.json",
                request={},
                report=REPORT,
            )
        )

    async def train(self) -> None:
        """The reader has passed at the second attempt."""
        for attempt, score in ((1, 0.5), (2, 0.9)):
            await self._add(
                TrainingResult(
                    set_id=self.sample_set.id,
                    user_id=self.reader.id,
                    attempt=attempt,
                    cases=1,
                    score=score,
                    pass_mark=0.8,
                    is_passed=score > 0.8,
                )
            )
        first, *_ = self.readings
        await self._add(TrainingAnswer(examination_id=first.id, version=1, known_version=1, likeness=0.9))

    async def know_answers(self) -> None:
        """What the reader has read is the answer from now on."""
        for reading in self.readings:
            await self._reading(reading.sample_id, self.lead, ExaminationKind.REFERENCE)

    async def read_once_more(self) -> None:
        """What the reader is done with lies before them again, and is read: their drift shows."""
        first, *_ = self.readings
        original = await self.work.db.get_one(Sample, first.sample_id)
        copy = Sample(
            id=self._named("repeat_sample_id"),
            organization_id=original.organization_id,
            set_id=original.set_id,
            patient_id=original.patient_id,
            position=original.position + 100,
            title="CT 200",
            modality=original.modality,
            content_key=f"repeat:{self.reader.id.hex}:{original.id.hex}:1",
            purpose=SamplePurpose.REPEAT,
            original_id=original.id,
        )
        await self._add(copy)
        shown = await self._image(original.id)
        await self._add(
            SampleImage(
                id=self._named("repeat_image_id"),
                organization_id=original.organization_id,
                sample_id=copy.id,
                role=ImageRole.MAIN,
                position=1,
                series_id=shown.series_id,
            )
        )
        key = self._named("repeat_package_id")
        await create_package(self.work, self.sample_set, copy, assignee=self.reader, key=key)
        await self._reading(copy.id, self.reader, ExaminationKind.READING)

    async def tell_webhooks(self) -> None:
        """All that tells of readings is on record; one of each was sent before, another is looked at now."""
        for number, event in enumerate(sorted(TELL_READINGS)):
            sent, waiting = self._entry(event), self._entry(event)
            await self._add(sent, waiting)
            await self._add(
                WebhookDelivery(
                    id=self._named("delivery_id") if number == 0 else new_id(),
                    webhook_id=self._named("webhook_id"),
                    audit_entry_id=sent.id,
                    set_id=self.sample_set.id,
                    tells_readings=True,
                    actor_id=sent.actor_id,
                    event=event,
                    payload={"event": event},
                    state=DeliveryState.FAILED,
                    next_at=now(),
                )
            )
        await Heralding(self.work).put_on_their_way()

    def _entry(self, event: str) -> AuditEntry:
        return AuditEntry(
            organization_id=self.sample_set.organization_id,
            actor_id=self.reader.id,
            action=event,
            object_type=event.split(".", maxsplit=1)[0],
            object_id=self.readings[0].id,
            details={"set_id": str(self.sample_set.id)},
        )

    async def _reading(self, sample_id: UUID, by: User, kind: ExaminationKind) -> Examination:
        """Something that is said of a sample, and done."""
        reading = Examination(
            set_id=self.sample_set.id,
            sample_id=sample_id,
            reader_id=by.id,
            round=1,
            version=1,
            kind=kind,
            state=ExaminationState.DONE,
            done_at=now(),
        )
        await self._add(reading)
        return reading

    async def _thread(self, key: UUID, sample_id: UUID, **fields: Any) -> None:
        image = await self._image(sample_id)
        settled = {"resolved_at": now()} if fields.get("resolved_by_id") else {}
        await self._add(
            CommentThread(
                id=key,
                set_id=self.sample_set.id,
                sample_id=sample_id,
                sample_image_id=image.id,
                x=1,
                y=1,
                author_id=self.reader.id,
                **settled,
                **fields,
            )
        )

    async def _job(self, kind: JobKind, state: JobState = JobState.DONE) -> Job:
        job = Job(
            organization_id=self.sample_set.organization_id,
            owner_id=self.lead.id,
            kind=kind,
            state=state,
            title="Of the readings",
            params={},
        )
        await self._add(job)
        return job

    async def _image(self, sample_id: UUID) -> SampleImage:
        images = await self.work.db.scalars(select(SampleImage).where(SampleImage.sample_id == sample_id).limit(1))
        return images.one()

    def _named(self, name: str) -> UUID:
        return UUID(self.ids[name])

    async def _add(self, *records: Any) -> None:
        self.work.db.add_all(records)
        await self.work.flush()
