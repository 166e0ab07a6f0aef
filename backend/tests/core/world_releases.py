"""A release of the world's set: one sample, read once, and the manifest that states it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import new_id
from backend.imaging.exchange.document import Document, DocumentReading, DocumentSample, DocumentSet
from backend.imaging.releases.manifest import Manifest, manifest_of
from backend.models.examination import ExaminationKind
from backend.models.job import Job, JobKind, JobState
from backend.models.release import Release
from backend.models.sample_set import SampleSet
from backend.models.user import User


@dataclass(frozen=True)
class Stated:
    release_id: UUID
    sample_id: UUID
    key: str
    manifest: bytes


def small_manifest(set_id: UUID, sample_id: UUID) -> Manifest:
    about = DocumentSet(id=str(set_id), name="Nodules", task="detection", round=1, identity="pseudonym")
    sample = DocumentSample(str(sample_id), 1, "XC 1", "XC", None, ())
    reading = DocumentReading(str(uuid4()), str(sample_id), "Reader 1", "reading", 1, "done", 1)
    return manifest_of(Document(about, (), (sample,), (reading,)))


async def release_of(db: AsyncSession, sample_set: SampleSet, owner: User, *, key: UUID | None = None) -> Stated:
    sample_id = uuid4()
    manifest = small_manifest(sample_set.id, sample_id)
    job = Job(
        organization_id=sample_set.organization_id,
        owner_id=owner.id,
        kind=JobKind.RELEASE,
        state=JobState.DONE,
        title="Release 1",
        params={},
    )
    db.add(job)
    await db.flush()
    release = Release(
        id=key or new_id(),
        organization_id=sample_set.organization_id,
        group_id=sample_set.group_id,
        set_id=sample_set.id,
        source_id=sample_set.id,
        set_name=sample_set.name,
        number=1,
        name="First",
        request={"kinds": [ExaminationKind.READING.value], "rounds": None, "only_done": True, "names": False},
        made_by_id=owner.id,
        job_id=job.id,
        content_hash=manifest.content_hash,
        manifest_key=f"{sample_set.organization_id}/releases/{uuid4()}",
    )
    db.add(release)
    await db.flush()
    return Stated(release.id, sample_id, release.manifest_key or "", manifest.write())
