"""Who may know of a release: who may see all readings of its set, and is not blind in it."""

from uuid import UUID

from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.releases.errors import ReleaseNotFound
from backend.models.release import Release
from backend.repositories.releases import ReleaseRepository


class ReleaseSight:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.releases = ReleaseRepository(work.db)

    async def visible(self, release_id: UUID, caller: Caller, action: Action = Action.SEE_RELEASES) -> Release:
        """A release that the caller may see, or do something to.

        Raises:
            ReleaseNotFound: It is of no group of theirs, or of a set in which they are blind.
        """
        release = await self.releases.get_visible(release_id, caller)
        if release is None:
            raise ReleaseNotFound
        # Nobody is blind any more in a set that is gone.
        if release.set_id and await BlindingService(self.work).blind_in([release.set_id], caller):
            raise ReleaseNotFound
        caller.require(action, in_=release.group_id)
        return release
