"""What a set said at one moment, frozen: it outlives the set."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, LongText, identifier
from backend.models.columns import Keyed, Timed, within_organization
from backend.models.job import Job
from backend.models.user import User


class Release(Keyed, Timed, Base):
    __tablename__ = "releases"
    __table_args__ = (
        within_organization("group_id", "reading_groups", "CASCADE"),
        within_organization("job_id", "jobs", "RESTRICT"),
        UniqueConstraint("job_id"),
        UniqueConstraint("source_id", "number"),
        Index(None, "group_id", "organization_id"),
        {"comment": "Frozen states of sets; the manifest of each is in the storage."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    group_id: Mapped[UUID] = mapped_column(comment="The group that read the set; it goes with the group.")
    set_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="SET NULL"), index=True, comment="The set; empty once that is deleted."
    )
    source_id: Mapped[UUID] = mapped_column(comment="The id of the set, also once it is deleted.")
    set_name: Mapped[str] = mapped_column(String(200), comment="What the set was called.")
    number: Mapped[int] = mapped_column(comment="Counts the releases of a set, from 1.")
    name: Mapped[str] = mapped_column(String(200), comment="Name for people.")
    notes: Mapped[str | None] = mapped_column(LongText, comment="What people should know of it.")
    request: Mapped[dict[str, Any]] = mapped_column(comment="Which readings were wanted.")
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), comment="Who froze it.")
    job_id: Mapped[UUID] = mapped_column(comment="The job that people see.")
    content_hash: Mapped[str | None] = mapped_column(identifier(64), comment="Of what it states, SHA-256, hexadecimal.")
    manifest_key: Mapped[str | None] = mapped_column(identifier(200), comment="Where the manifest is, once written.")
    size_bytes: Mapped[int | None] = mapped_column(BigInteger, comment="Length of the manifest.")
    summary: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="How much it states: samples, readings, objects, labels."
    )
    frozen_at: Mapped[datetime | None] = mapped_column(comment="Since when it stands (UTC).")

    job: Mapped[Job] = relationship(lazy="raise", viewonly=True)
    made_by: Mapped[User] = relationship(lazy="raise", viewonly=True)
