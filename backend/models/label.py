"""A word of a set's vocabulary."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText, identifier
from backend.models.columns import Keyed, Timed


class Label(Keyed, Timed, Base):
    __tablename__ = "labels"
    __table_args__ = (
        UniqueConstraint("id", "set_id"),
        UniqueConstraint("set_id", "name"),
        UniqueConstraint("set_id", "shortcut"),
        {"comment": "The vocabulary of a set."},
    )

    set_id: Mapped[UUID] = mapped_column(ForeignKey("reading_sets.id", ondelete="CASCADE"), comment="The set.")
    name: Mapped[str] = mapped_column(identifier(200), comment="Name for people; unique in the set.")
    color: Mapped[str] = mapped_column(String(7), comment="#RRGGBB, as drawn.")
    description: Mapped[str | None] = mapped_column(LongText, comment="When to use it.")
    position: Mapped[int] = mapped_column(comment="Order in the palette, from 1; also its digit key.")
    concept: Mapped[dict[str, Any] | None] = mapped_column(comment="Coded concept: scheme, code, meaning.")
    shortcut: Mapped[str | None] = mapped_column(
        identifier(1), comment="The key that chooses it while reading; empty: a digit by its place."
    )
    attributes: Mapped[list[Any] | None] = mapped_column(comment="Attributes that a reader may set on its objects.")
    version: Mapped[int] = mapped_column(comment="Rises with every edit; a stale edit is refused.")
    archived_at: Mapped[datetime | None] = mapped_column(comment="Since when it is not offered for new objects (UTC).")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own
