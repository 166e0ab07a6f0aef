"""Questions about the journals of readings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.core.paging import Listing, Page
from backend.models.annotation_operation import AnnotationOperation
from backend.models.user import User
from backend.repositories.readings import JournalEntry


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry with the name of who wrote it."""

    sequence_number: int
    actor_id: UUID
    actor_name: str
    payload: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ObjectHistory:
    """The first and the last entry about an object."""

    id: UUID
    made_by_id: UUID
    made_by_name: str
    made_at: datetime
    changed_by_id: UUID
    changed_by_name: str
    changed_at: datetime
    version: int
    operation_count: int
    is_there: bool


class JournalRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def until(self, examination_id: UUID, version: int) -> list[JournalEntry]:
        """The entries that led to a version, in order."""
        entry = AnnotationOperation
        rows = await self.db.execute(
            select(entry.id, entry.sequence_number, entry.actor_id, entry.kind, entry.payload, entry.created_at)
            .where(entry.examination_id == examination_id, entry.sequence_number <= version)
            .order_by(entry.sequence_number)
        )
        return [JournalEntry(*row) for row in rows]

    async def page(
        self, examination_id: UUID, page: Page, *, object_id: UUID | None, after: int
    ) -> Listing[WrittenEntry]:
        """Entries after a version, the last first; only those about one object, if one is named."""
        entry = AnnotationOperation
        statement = (
            select(entry.sequence_number, entry.actor_id, User.name, entry.payload, entry.created_at)
            .join(User, User.id == entry.actor_id)
            .where(entry.examination_id == examination_id, entry.sequence_number > after)
        )
        if object_id is not None:
            statement = statement.where(_object_of(entry) == str(object_id))
        rows = await self.db.execute(_paged(statement.order_by(entry.sequence_number.desc()), page))
        return Listing([WrittenEntry(*row) for row in rows], await self._count(statement), page.page, page.page_size)

    async def objects(self, examination_id: UUID, page: Page) -> Listing[ObjectHistory]:
        """The objects of a reading, those that are there and those that were, the last changed first."""
        entry, first, last = AnnotationOperation, aliased(AnnotationOperation), aliased(AnnotationOperation)
        maker, changer = aliased(User), aliased(User)
        key = _object_of(entry).label("object_id")
        ends = (
            select(
                key,
                func.min(entry.sequence_number).label("first"),
                func.max(entry.sequence_number).label("last"),
                func.count().label("operations"),
            )
            .where(entry.examination_id == examination_id, _object_of(entry).is_not(None))
            .group_by(key)
            .subquery()
        )
        statement = (
            select(
                ends.c.object_id,
                first.actor_id,
                maker.name,
                first.created_at,
                last.actor_id,
                changer.name,
                last.created_at,
                last.sequence_number,
                ends.c.operations,
                last.kind,
            )
            .join(first, (first.examination_id == examination_id) & (first.sequence_number == ends.c.first))
            .join(last, (last.examination_id == examination_id) & (last.sequence_number == ends.c.last))
            .join(maker, maker.id == first.actor_id)
            .join(changer, changer.id == last.actor_id)
        )
        rows = await self.db.execute(_paged(statement.order_by(last.sequence_number.desc()), page))
        found = [_object(*row) for row in rows]
        return Listing(found, await self._count(select(ends.c.object_id)), page.page, page.page_size)

    async def _count(self, statement: Select[Any]) -> int:
        counted = select(func.count()).select_from(statement.order_by(None).subquery())
        return (await self.db.execute(counted)).scalar_one()


def _object(key: str, *told: Any) -> ObjectHistory:
    fields = [UUID(key), *told[:-1], told[-1] == "put_annotation"]
    return ObjectHistory(*fields)


def _object_of(entry: type[AnnotationOperation]) -> ColumnElement[str]:
    """The object that an entry is about, as its payload names it; nothing for flags and states."""
    return func.coalesce(entry.payload["annotation"]["id"].as_string(), entry.payload["annotation_id"].as_string())


def _paged(statement: Select[Any], page: Page) -> Select[Any]:
    return statement.limit(page.page_size).offset(page.offset)
