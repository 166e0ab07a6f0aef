"""One thing to read: a series, a projection, a photograph; or several images read as one."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed, choice, within_organization, within_set
from backend.models.sample_image import SampleImage


class SamplePurpose(StrEnum):
    """Why it is read. To its reader all look alike."""

    READING = "reading"
    REPEAT = "repeat"
    CONTROL = "control"


class Sample(Keyed, Timed, Base):
    __tablename__ = "samples"
    __table_args__ = (
        UniqueConstraint("id", "set_id"),
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("set_id", "content_key"),
        UniqueConstraint("set_id", "position"),
        within_organization("set_id", "reading_sets", "CASCADE"),
        within_organization("patient_id", "patients", "RESTRICT"),
        within_set("original_id", "samples", "CASCADE"),
        Index(None, "original_id", "set_id"),
        {"comment": "Display sets to be read."},
    )

    organization_id: Mapped[UUID] = mapped_column(comment="The centre it belongs to.")
    set_id: Mapped[UUID] = mapped_column(comment="The set.")
    patient_id: Mapped[UUID | None] = mapped_column(comment="Whose images; empty for photographs.")
    position: Mapped[int] = mapped_column(comment="Order in the set, from 1.")
    title: Mapped[str] = mapped_column(String(200), comment="Modality and number; says nothing of the patient.")
    modality: Mapped[str] = mapped_column(String(16), comment="Of the main image; XC for photographs.")
    content_key: Mapped[str] = mapped_column(identifier(100), comment="What it shows; the same never twice in a set.")
    purpose: Mapped[SamplePurpose] = mapped_column(
        choice(SamplePurpose), default=SamplePurpose.READING, comment="reading, repeat or control; hidden from readers."
    )
    original_id: Mapped[UUID | None] = mapped_column(comment="The sample that it shows once more.")

    images: Mapped[list[SampleImage]] = relationship(lazy="raise", order_by=SampleImage.position, viewonly=True)
