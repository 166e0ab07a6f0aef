"""Who may know of a release: who may see all readings of its set, and is not blind in it."""

from uuid import UUID

from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.releases.errors import ReleaseNotFound
from backend.models.release import Release
from backend.repositories.releases import ReleaseRepository
from backend.repositories.sample_sets import SampleSetRepository


class ReleaseSight:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.releases = ReleaseRepository(work.db)

    async def visible(self, release_id: UUID, caller: Caller, action: Action = Action.SEE_RELEASES) -> Release:
        """A release that the caller may see, or do something to.

        Raises:
            ReleaseNotFound: It is of no group of theirs.
            BlindInSet: They read in its set, and must not know what others have read.
        """
        release = await self.releases.get_visible(release_id, caller)
        if release is None:
            raise ReleaseNotFound
        caller.require(action, in_=release.group_id)
        sample_set = await SampleSetRepository(self.work.db).get(release.set_id) if release.set_id else None
        if sample_set is not None:  # nobody is blind any more in a set that is gone
            await BlindingService(self.work).require_sight(sample_set, caller)
        return release
