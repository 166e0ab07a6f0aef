"""The columns that models share, and how an enumeration is kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import new_id, now


class Keyed:
    """A UUIDv7 key: made by us, in order of creation, telling nobody how many there are."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, comment="UUIDv7.", sort_order=-20)


class Timed:
    created_at: Mapped[datetime] = mapped_column(default=now, comment="When the row was made (UTC).", sort_order=90)


def choice(enumeration: type[StrEnum]) -> Enum:
    """An enumeration kept as its values in a plain string column: readable in SQL, extended without a migration."""
    return Enum(
        enumeration,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def within_organization(column: str, table: str, ondelete: str, **options: Any) -> ForeignKeyConstraint:
    """A reference that cannot leave its organisation: (column, organization_id) → table(id, organization_id)."""
    return ForeignKeyConstraint(
        [column, "organization_id"], [f"{table}.id", f"{table}.organization_id"], ondelete=ondelete, **options
    )


def within_set(column: str, table: str, ondelete: str) -> ForeignKeyConstraint:
    """A reference that cannot leave its set: (column, set_id) → table(id, set_id)."""
    return ForeignKeyConstraint([column, "set_id"], [f"{table}.id", f"{table}.set_id"], ondelete=ondelete)
