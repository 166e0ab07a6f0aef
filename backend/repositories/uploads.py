"""Questions about deliveries of files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, and_, bindparam, cast, delete, exists, func, select, update
from sqlalchemy.orm import selectinload

from backend.core.database import Base
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.models.instance import Instance
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.models.upload_item import Outcome, UploadItem
from backend.models.upload_job import UploadJob
from backend.models.upload_part import UploadPart
from backend.repositories.base import Repository

ACCEPTED = (Outcome.STORED, Outcome.STORED_WITH_WARNING, Outcome.ALREADY_STORED)
NEW = (Outcome.STORED, Outcome.STORED_WITH_WARNING)
INCOMING = "incoming/"
VOLUMES = ("application/x-nifti", "application/x-nrrd")


@dataclass(frozen=True)
class ItemFilter:
    """Which files of a delivery are wanted; all of them, if nothing is said."""

    outcome: Outcome | None = None
    code: str | None = None
    search: str | None = None


@dataclass(frozen=True)
class UploadedVolume:
    """An image of one file (NIfTI, NRRD) that a delivery brought, or brought again."""

    path: str
    storage_key: str
    study_instance_uid: str
    series_instance_uid: str


class UploadRepository(Repository[UploadJob]):
    model = UploadJob

    def visible_to(self, caller: Caller) -> Select[UploadJob]:
        return self.select().where(UploadJob.owner_id == caller.user_id).options(selectinload(UploadJob.job))

    async def get_visible(self, upload_id: UUID, caller: Caller) -> UploadJob | None:
        return await self.one_or_none(self.visible_to(caller).where(UploadJob.id == upload_id))

    async def recent(self, caller: Caller, page: Page) -> Listing[UploadJob]:
        return await self.listing(
            self.visible_to(caller).order_by(UploadJob.created_at.desc(), UploadJob.id.desc()), page
        )

    async def locked(self, upload_id: UUID) -> UploadJob | None:
        """The delivery, held until the end of the unit of work: no file slips in while it is being finished."""
        statement = self.select().where(UploadJob.id == upload_id).with_for_update()
        return await self.one_or_none(statement.execution_options(populate_existing=True))

    async def drop_unfinished(self, set_id: UUID) -> list[str]:
        """Forget the deliveries to a set that are still being sent; gives the keys of what has arrived."""
        unfinished = select(UploadJob.id).where(UploadJob.set_id == set_id, UploadJob.job_id.is_(None))
        ids = list(await self.db.scalars(unfinished.with_for_update()))
        return await self.drop(ids)

    async def drop(self, upload_ids: Sequence[UUID]) -> list[str]:
        """Forget deliveries; gives the keys of what has arrived of them."""
        items = await self.db.scalars(select(UploadItem.storage_key).where(UploadItem.upload_id.in_(upload_ids)))
        parts = await self.db.scalars(select(UploadPart.storage_key).where(UploadPart.upload_id.in_(upload_ids)))
        received = [key for key in (*items, *parts) if key]
        await self.db.execute(
            delete(UploadJob).where(UploadJob.id.in_(upload_ids)).execution_options(synchronize_session=False)
        )
        return received

    async def abandoned(self, before: datetime, limit: int) -> list[UploadJob]:
        """Deliveries that are still being sent, but to which nothing came since; held until the unit of work ends."""
        items = select(UploadItem.id).where(UploadItem.upload_id == UploadJob.id, UploadItem.created_at >= before)
        parts = select(UploadPart.id).where(UploadPart.upload_id == UploadJob.id, UploadPart.created_at >= before)
        return await self.all(
            self.select()
            .where(
                UploadJob.job_id.is_(None),
                UploadJob.created_at < before,
                ~exists(items.correlate(UploadJob)),
                ~exists(parts.correlate(UploadJob)),
            )
            .order_by(UploadJob.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )

    async def known_keys(self, keys: Sequence[str]) -> set[str]:
        """Those of the keys that a file of a delivery, or a piece of one, lies at."""
        items = await self.db.scalars(select(UploadItem.storage_key).where(UploadItem.storage_key.in_(keys)))
        parts = await self.db.scalars(select(UploadPart.storage_key).where(UploadPart.storage_key.in_(keys)))
        return {key for key in (*items, *parts) if key}

    async def counts(self, upload_ids: Sequence[UUID]) -> dict[UUID, dict[Outcome | None, int]]:
        """How many files of each delivery came to which outcome, in one query."""
        rows = await self.db.execute(
            select(UploadItem.upload_id, UploadItem.outcome, func.count())
            .where(UploadItem.upload_id.in_(upload_ids))
            .group_by(UploadItem.upload_id, UploadItem.outcome)
        )
        found: dict[UUID, dict[Outcome | None, int]] = {upload_id: {} for upload_id in upload_ids}
        for upload_id, outcome, count in rows:
            found[upload_id][outcome] = count
        return found


class UploadItemRepository(Repository[UploadItem]):
    model = UploadItem

    async def of_upload(self, upload_id: UUID, wanted: ItemFilter, page: Page) -> Listing[UploadItem]:
        statement = self.select().where(UploadItem.upload_id == upload_id)
        if wanted.outcome is not None:
            statement = statement.where(UploadItem.outcome == wanted.outcome)
        if wanted.code is not None:
            remarks = cast(UploadItem.remarks, Text)
            statement = statement.where(remarks.contains(f'"{wanted.code}"', autoescape=True))
        if wanted.search:
            statement = statement.where(UploadItem.path.icontains(wanted.search, autoescape=True))
        return await self.listing(statement.order_by(UploadItem.id), page)

    async def after(self, upload_id: UUID, last: UUID | None, limit: int) -> list[UploadItem]:
        """The next files of a delivery, in the order in which they came."""
        statement = self.select().where(UploadItem.upload_id == upload_id).order_by(UploadItem.id).limit(limit)
        return await self.all(statement if last is None else statement.where(UploadItem.id > last))

    async def at_paths(self, upload_id: UUID, path_hashes: Sequence[str]) -> dict[str, UploadItem]:
        found = await self.all(
            self.select().where(UploadItem.upload_id == upload_id, UploadItem.path_sha256.in_(path_hashes))
        )
        return {item.path_sha256: item for item in found}

    async def known_paths(self, upload_id: UUID, path_hashes: Sequence[str]) -> set[str]:
        rows = await self.db.scalars(
            select(UploadItem.path_sha256).where(
                UploadItem.upload_id == upload_id, UploadItem.path_sha256.in_(path_hashes)
            )
        )
        return set(rows)

    async def pending(self, upload_id: UUID, limit: int, besides: Sequence[UUID] = ()) -> list[UploadItem]:
        """Files without an outcome, in the order in which they came."""
        return await self.all(
            self.select()
            .where(UploadItem.upload_id == upload_id, UploadItem.outcome.is_(None), UploadItem.id.not_in(besides))
            .order_by(UploadItem.id)
            .limit(limit)
        )

    async def write_outcomes(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write outcome, remarks, storage_key and media_type of many items (item_id), past the session."""
        table = Base.metadata.tables[UploadItem.__tablename__]
        if rows:
            await self.db.execute(
                update(table)
                .where(table.c.id == bindparam("item_id"))
                .values({name: bindparam(name) for name in ("outcome", "remarks", "storage_key", "media_type")}),
                list(rows),
            )

    async def with_hashes(self, upload_id: UUID, hashes: Sequence[str]) -> list[UploadItem]:
        """The files of a delivery that were newly stored and have these bytes."""
        return await self.all(
            self.select()
            .where(UploadItem.upload_id == upload_id, UploadItem.sha256.in_(hashes), UploadItem.outcome.in_(NEW))
            .order_by(UploadItem.id)
        )

    async def totals(self, upload_id: UUID) -> tuple[int, int]:
        """How many files have an outcome, and how many there are."""
        rows = await self.db.execute(
            select(func.count(UploadItem.outcome), func.count()).where(UploadItem.upload_id == upload_id)
        )
        done, total = rows.one()
        return done, total

    async def volumes(self, upload_id: UUID) -> list[UploadedVolume]:
        rows = await self.db.execute(
            select(UploadItem.path, StoredFile.storage_key, Study.study_instance_uid, Series.series_instance_uid)
            .join(UploadJob, UploadJob.id == UploadItem.upload_id)
            .join(
                StoredFile,
                and_(StoredFile.sha256 == UploadItem.sha256, StoredFile.organization_id == UploadJob.organization_id),
            )
            .join(Instance, Instance.file_id == StoredFile.id)
            .join(Series, Series.id == Instance.series_id)
            .join(Study, Study.id == Series.study_id)
            .where(
                UploadItem.upload_id == upload_id,
                UploadItem.outcome.in_(ACCEPTED),
                StoredFile.media_type.in_(VOLUMES),
                Instance.is_image.is_(True),
            )
            .order_by(UploadItem.id)
        )
        return [UploadedVolume(*row) for row in rows]

    async def outcomes(self, upload_id: UUID) -> list[tuple[str, Outcome | None]]:
        rows = await self.db.execute(
            select(UploadItem.path, UploadItem.outcome).where(UploadItem.upload_id == upload_id)
        )
        return list(rows)

    async def left_behind(self, upload_id: UUID) -> list[str]:
        """Keys of received bytes that nobody needs any more, their files having come to an outcome."""
        rows = await self.db.scalars(
            select(UploadItem.storage_key).where(
                UploadItem.upload_id == upload_id,
                UploadItem.outcome.is_not(None),
                UploadItem.storage_key.startswith(INCOMING),
            )
        )
        return [key for key in rows if key is not None]

    async def forget_left_behind(self, upload_id: UUID) -> None:
        await self.db.execute(
            update(UploadItem)
            .where(
                UploadItem.upload_id == upload_id,
                UploadItem.outcome.is_not(None),
                UploadItem.storage_key.startswith(INCOMING),
            )
            .values(storage_key=None)
            .execution_options(synchronize_session=False)
        )
