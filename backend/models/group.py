"""A team of readers."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText
from backend.models.columns import Keyed, Timed


class Group(Keyed, Timed, Base):
    __tablename__ = "reading_groups"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        {"comment": "Teams of readers."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), index=True, comment="The centre it belongs to."
    )
    name: Mapped[str] = mapped_column(String(200), comment="Name for people.")
    description: Mapped[str | None] = mapped_column(LongText, comment="What the team is for.")
    version: Mapped[int] = mapped_column(comment="Rises with every edit; a stale edit is refused.")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own
