"""One request to measure how far the readers of a set agree, and what came of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, LongText, identifier
from backend.models.columns import Keyed, Timed, within_organization
from backend.models.job import Job


class AgreementRun(Keyed, Timed, Base):
    __tablename__ = "agreement_runs"
    __table_args__ = (
        within_organization("job_id", "jobs", "RESTRICT"),
        UniqueConstraint("job_id"),
        {"comment": "Agreement of the readers of a set, measured once and kept."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who asked for it."
    )
    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), index=True, comment="The set that was read."
    )
    job_id: Mapped[UUID] = mapped_column(comment="The job that people see.")
    request: Mapped[dict[str, Any]] = mapped_column(JSON, comment="What was asked for.")
    seed: Mapped[int] = mapped_column(BigInteger, comment="Of the resampling of cases: the same gives the same.")
    engine: Mapped[str] = mapped_column(String(64), comment="Version of the formulas.")
    inputs_hash: Mapped[str | None] = mapped_column(
        identifier(64), comment="SHA-256 of the request, the readings and their versions; empty until computed."
    )
    results: Mapped[str | None] = mapped_column(
        LongText, deferred=True, comment="The values as JSON; empty until computed."
    )

    job: Mapped[Job] = relationship(lazy="raise", viewonly=True)
