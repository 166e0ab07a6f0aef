"""Questions about what can be extracted from, by what people and files call it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.permissions import Caller
from backend.models.region import Region
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.regions import imported, region_is_seen
from backend.repositories.series import visible_series


class ExtractionTargetRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def studies(self, study_uid: str, caller: Caller) -> list[Study]:
        """Those of this UID that the caller sees; there is one at most in a centre."""
        seen = exists(select(Series.id).where(Series.study_id == Study.id, visible_series(caller)).correlate(Study))
        rows = await self.db.scalars(select(Study).where(Study.study_instance_uid == study_uid, seen))
        return list(rows)

    async def series_ids(self, series_uids: Sequence[str], organization_id: UUID, caller: Caller) -> dict[str, UUID]:
        rows = await self.db.execute(
            select(Series.series_instance_uid, Series.id).where(
                Series.series_instance_uid.in_(series_uids),
                Series.organization_id == organization_id,
                visible_series(caller),
            )
        )
        return {row.series_instance_uid: row.id for row in rows}

    async def region_ids(self, organization_id: UUID, caller: Caller, limit: int) -> list[UUID]:
        """All regions that came with files and lie on images that the caller sees."""
        rows = await self.db.scalars(
            select(Region.id)
            .join(Series, Series.id == Region.series_id)
            .where(Region.organization_id == organization_id, imported, region_is_seen(caller), visible_series(caller))
            .order_by(Region.id)
            .limit(limit)
        )
        return list(rows)
