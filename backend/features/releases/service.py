"""Releases: what a set says at one moment, frozen by a job."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id, now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.exports.gathering import Choice, Whose
from backend.features.groups.errors import GroupNotFound
from backend.features.jobs.service import JobService
from backend.features.releases.schemas import MakerRead, ReleaseCreate, ReleaseRead, ReleaseRequest, ReleaseSummary
from backend.features.releases.sight import ReleaseSight
from backend.features.releases.stating import photographs
from backend.features.sets.service import SetService
from backend.imaging.releases.manifest import Manifest
from backend.models.job import JobKind
from backend.models.release import Release
from backend.repositories.groups import GroupRepository
from backend.repositories.releases import ReleaseRepository, WithdrawalRepository


class ReleaseService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.releases = ReleaseRepository(work.db)
        self.withdrawals = WithdrawalRepository(work.db)

    async def of_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[ReleaseRead]:
        sample_set = await SetService(self.work).visible(set_id, caller)
        caller.require(Action.SEE_RELEASES, in_=sample_set.group_id)
        await BlindingService(self.work).require_sight(sample_set, caller)
        return await self._read_all(await self.releases.of_set(set_id, caller, page))

    async def of_group(self, group_id: UUID, caller: Caller, page: Page) -> Listing[ReleaseRead]:
        """Also of sets that are deleted; not of those in which the caller is blind."""
        if await GroupRepository(self.work.db).get_visible(group_id, caller) is None:
            raise GroupNotFound
        caller.require(Action.SEE_RELEASES, in_=group_id)
        there = await self.releases.sets_of_group(group_id)
        unseen = await BlindingService(self.work).blind_in(there, caller)
        return await self._read_all(await self.releases.of_group(group_id, unseen, caller, page))

    async def get(self, release_id: UUID, caller: Caller) -> ReleaseRead:
        return await self.read(await ReleaseSight(self.work).visible(release_id, caller))

    async def create(self, set_id: UUID, body: ReleaseCreate, caller: Caller) -> ReleaseRead:
        """Begin to freeze a set. What is read meanwhile is in it or not; the manifest says which."""
        sample_set = await SetService(self.work).held_for(Action.MAKE_RELEASES, set_id, caller)
        await BlindingService(self.work).require_sight(sample_set, caller)
        release_id, number = new_id(), await self.releases.last_number(set_id) + 1
        job = await JobService(self.work).begin(
            JobKind.RELEASE,
            f"Release {number} of {sample_set.name}: {body.name}",
            [{"release_id": str(release_id)}],
            lane=Lane.HEAVY,
            caller=caller,
            organization_id=sample_set.organization_id,
            params={"release_id": str(release_id)},
            result_url=f"/releases/{release_id}",
        )
        self.releases.add(
            Release(
                id=release_id,
                organization_id=sample_set.organization_id,
                group_id=sample_set.group_id,
                set_id=set_id,
                source_id=set_id,
                set_name=sample_set.name,
                number=number,
                name=body.name,
                notes=body.notes,
                request=body.model_dump(mode="json", include=set(ReleaseRequest.model_fields)),
                made_by_id=caller.user_id,
                job_id=job.id,
            )
        )
        await self.work.flush()
        audit.record(
            self.work,
            caller,
            "release.created",
            release_id,
            organization_id=sample_set.organization_id,
            set_id=str(set_id),
            number=number,
        )
        await self.work.flush()
        return await self.get(release_id, caller)

    async def finish(self, release: Release, manifest: Manifest, key: str, size_bytes: int, caller: Caller) -> None:
        """Write down what was frozen, whose manifest is in the storage. From now on the photographs stay."""
        kept = photographs(manifest)
        await self.releases.keep_photographs(release, kept)
        release.manifest_key, release.size_bytes, release.frozen_at = key, size_bytes, now()
        release.content_hash = manifest.content_hash
        release.summary = _summary(manifest, len(kept)).model_dump(mode="json")
        audit.record(
            self.work,
            caller,
            "release.frozen",
            release.id,
            organization_id=release.organization_id,
            content_hash=release.content_hash,
            samples=len(manifest.parts),
        )
        await self.work.flush()

    async def read(self, release: Release) -> ReleaseRead:
        return (await self._read([release]))[0]

    async def _read_all(self, found: Listing[Release]) -> Listing[ReleaseRead]:
        return Listing(await self._read(found.items), found.total, found.page, found.page_size)

    async def _read(self, releases: Sequence[Release]) -> list[ReleaseRead]:
        withdrawn = await self.withdrawals.counts([release.id for release in releases])
        return [_read(release, withdrawn.get(release.id, 0)) for release in releases]


def choice_of(release: Release, caller: Caller) -> Choice:
    """Which readings a release states."""
    asked = ReleaseRequest.model_validate(release.request)
    return Choice(
        caller=caller,
        whose=Whose.ALL,
        kinds=frozenset(asked.kinds),
        rounds=frozenset(asked.rounds) if asked.rounds is not None else None,
        only_done=asked.only_done,
        names=asked.names,
    )


def _summary(manifest: Manifest, kept: int) -> ReleaseSummary:
    readings = [reading for part in manifest.parts for reading in part["readings"]]
    return ReleaseSummary(
        samples=len(manifest.parts),
        samples_unread=sum(not part["readings"] for part in manifest.parts),
        readings=len(readings),
        objects=sum(len(reading["objects"]) for reading in readings),
        labels=len(manifest.head["labels"]),
        photographs=kept,
    )


def _read(release: Release, withdrawn: int) -> ReleaseRead:
    job = release.job
    return ReleaseRead(
        id=release.id,
        group_id=release.group_id,
        set_id=release.set_id,
        source_id=release.source_id,
        set_name=release.set_name,
        number=release.number,
        name=release.name,
        notes=release.notes,
        request=ReleaseRequest.model_validate(release.request),
        summary=ReleaseSummary.model_validate(release.summary) if release.summary else None,
        content_hash=release.content_hash,
        size_bytes=release.size_bytes,
        withdrawn_count=withdrawn,
        made_by=MakerRead.model_validate(release.made_by),
        created_at=release.created_at,
        frozen_at=release.frozen_at,
        job_id=release.job_id,
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        error_code=job.error_code,
    )
