"""Questions about releases: which one may know of, which photographs they keep, what was withdrawn."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, select
from sqlalchemy.orm import selectinload

from backend.core.database import LONG, Base
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.release import Release
from backend.models.release_file import ReleaseFile
from backend.models.release_withdrawal import ReleaseWithdrawal
from backend.models.stored_file import StoredFile
from backend.repositories.base import Repository

HASHES_AT_ONCE = 500


class ReleaseRepository(Repository[Release]):
    model = Release

    def _visible_to(self, caller: Caller) -> Select[Release]:
        loaded = self.select().options(selectinload(Release.job), selectinload(Release.made_by))
        return loaded.where(Release.group_id.in_(caller.groups_where(Action.SEE_RELEASES)))

    async def get_visible(self, release_id: UUID, caller: Caller) -> Release | None:
        return await self.one_or_none(self._visible_to(caller).where(Release.id == release_id))

    async def of_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[Release]:
        statement = self._visible_to(caller).where(Release.set_id == set_id)
        return await self.listing(statement.order_by(Release.number.desc()), page)

    async def of_group(self, group_id: UUID, unseen: Collection[UUID], caller: Caller, page: Page) -> Listing[Release]:
        """Of a group, also of sets that are deleted; not of those sets."""
        statement = self._visible_to(caller).where(Release.group_id == group_id)
        statement = statement.where(Release.source_id.not_in(unseen)) if unseen else statement
        return await self.listing(statement.order_by(Release.created_at.desc(), Release.id.desc()), page)

    async def sets_of_group(self, group_id: UUID) -> list[UUID]:
        """The sets that are there still, of which the group has releases."""
        statement = select(Release.set_id).where(Release.group_id == group_id, Release.set_id.is_not(None))
        return [set_id for set_id in await self.db.scalars(statement.distinct()) if set_id is not None]

    async def of_source(self, source_id: UUID) -> list[Release]:
        """The frozen releases of one set, which need not be there any more."""
        return await self.all(self.select().where(Release.source_id == source_id, Release.manifest_key.is_not(None)))

    async def ids_of_group(self, group_id: UUID) -> list[UUID]:
        return list(await self.db.scalars(select(Release.id).where(Release.group_id == group_id)))

    async def manifest_keys(self, release_ids: Sequence[UUID]) -> list[str]:
        rows = await self.db.scalars(select(Release.manifest_key).where(Release.id.in_(release_ids)))
        return [key for key in rows if key]

    async def last_number(self, source_id: UUID) -> int:
        return await self.db.scalar(select(func.max(Release.number)).where(Release.source_id == source_id)) or 0

    async def held(self, release_id: UUID) -> Release | None:
        """A release, held until the end of the unit of work."""
        return await self.one_or_none(
            self.select().where(Release.id == release_id).with_for_update().execution_options(populate_existing=True)
        )

    async def forget(self, release_ids: Sequence[UUID]) -> None:
        """The database takes along what hangs on them."""
        await self.db.execute(delete(Release).where(Release.id.in_(release_ids)).execution_options(**LONG))

    async def keep_photographs(self, release: Release, hashes: Sequence[str]) -> None:
        """From now on these stay as long as the release does; what is not there cannot."""
        for start in range(0, len(hashes), HASHES_AT_ONCE):
            some = hashes[start : start + HASHES_AT_ONCE]
            found = await self.db.scalars(
                select(StoredFile.id).where(
                    StoredFile.organization_id == release.organization_id, StoredFile.sha256.in_(some)
                )
            )
            if rows := [{"release_id": release.id, "file_id": file_id} for file_id in found]:
                await self.db.execute(insert(Base.metadata.tables[ReleaseFile.__tablename__]), rows)

    async def let_go(self, release_id: UUID, hashes: Sequence[str]) -> None:
        """Photographs that the release states no more."""
        for start in range(0, len(hashes), HASHES_AT_ONCE):
            files = select(StoredFile.id).where(StoredFile.sha256.in_(hashes[start : start + HASHES_AT_ONCE]))
            await self.db.execute(
                delete(ReleaseFile)
                .where(ReleaseFile.release_id == release_id, ReleaseFile.file_id.in_(files))
                .execution_options(**LONG)
            )


class WithdrawalRepository(Repository[ReleaseWithdrawal]):
    model = ReleaseWithdrawal

    async def of_release(self, release_id: UUID, page: Page) -> Listing[ReleaseWithdrawal]:
        statement = self.select().where(ReleaseWithdrawal.release_id == release_id)
        statement = statement.options(selectinload(ReleaseWithdrawal.withdrawn_by))
        return await self.listing(statement.order_by(ReleaseWithdrawal.position, ReleaseWithdrawal.id), page)

    async def counts(self, release_ids: Sequence[UUID]) -> dict[UUID, int]:
        rows = await self.db.execute(
            select(ReleaseWithdrawal.release_id, func.count())
            .where(ReleaseWithdrawal.release_id.in_(release_ids))
            .group_by(ReleaseWithdrawal.release_id)
        )
        return dict(rows.all())


def kept_by_a_release(*, but_not: Sequence[UUID] = ()) -> ColumnElement[bool]:
    """Whether a stored file is stated by a release; `but_not`: by another than these."""
    keeping = select(ReleaseFile.file_id).where(ReleaseFile.file_id == StoredFile.id)
    keeping = keeping.where(ReleaseFile.release_id.not_in(but_not)) if but_not else keeping
    return exists(keeping.correlate(StoredFile))
