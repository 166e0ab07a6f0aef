"""Questions about files of readings that people asked for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from backend.core.database import LONG, now
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.models.export import Export
from backend.repositories.base import Repository


class ExportRepository(Repository[Export]):
    model = Export

    async def own(self, export_id: UUID, caller: Caller) -> Export | None:
        """An export with its job, if the caller asked for it."""
        return await self.one_or_none(
            self.select()
            .where(Export.id == export_id, Export.owner_id == caller.user_id)
            .options(selectinload(Export.job))
        )

    async def own_of_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[Export]:
        return await self.listing(
            self.select()
            .where(Export.set_id == set_id, Export.owner_id == caller.user_id)
            .options(selectinload(Export.job))
            .order_by(Export.created_at.desc(), Export.id.desc()),
            page,
        )

    async def own_of_release(self, release_id: UUID, caller: Caller, page: Page) -> Listing[Export]:
        return await self.listing(
            self.select()
            .where(Export.release_id == release_id, Export.owner_id == caller.user_id)
            .options(selectinload(Export.job))
            .order_by(Export.created_at.desc(), Export.id.desc()),
            page,
        )

    async def keys_of_releases(self, release_ids: Sequence[UUID]) -> list[str]:
        """Where the files of exports of these releases are."""
        rows = await self.db.scalars(select(Export.file_key).where(Export.release_id.in_(release_ids)))
        return [key for key in rows if key]

    async def take_back(self, release_id: UUID) -> list[str]:
        """Let the files of exports of a release expire at once; tells where they are."""
        keys = await self.keys_of_releases([release_id])
        await self.db.execute(
            update(Export)
            .where(Export.release_id == release_id)
            .values(file_key=None, expires_at=now())
            .execution_options(**LONG)
        )
        return keys

    async def keys_of_set(self, set_id: UUID) -> list[str]:
        """Where the files of a set's exports are."""
        rows = await self.db.scalars(select(Export.file_key).where(Export.set_id == set_id))
        return [key for key in rows if key]

    async def expired(self, before: datetime, at_most: int) -> list[Export]:
        """Those whose files are not kept any longer."""
        statement = self.select().where(Export.expires_at < before, Export.file_key.is_not(None))
        return await self.all(statement.order_by(Export.expires_at).limit(at_most).with_for_update())
