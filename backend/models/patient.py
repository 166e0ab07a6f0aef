"""A patient of a centre, as DICOM names patients (PS3.3 C.7.1.1)."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed


class Patient(Keyed, Timed, Base):
    __tablename__ = "patients"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("organization_id", "identity_key"),
        UniqueConstraint("organization_id", "pseudonym"),
        {"comment": "Patients, unique per centre."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    identity_key: Mapped[str] = mapped_column(
        identifier(200), comment="issuer|patient ID; for a study without patient ID, study:UID."
    )
    medical_record_number: Mapped[str | None] = mapped_column(identifier(128), comment="Patient ID (0010,0020).")
    issuer: Mapped[str | None] = mapped_column(identifier(128), comment="Issuer of Patient ID (0010,0021).")
    name: Mapped[str | None] = mapped_column(String(400), comment="Patient's Name (0010,0010).")
    birth_date: Mapped[date | None] = mapped_column(comment="Patient's Birth Date (0010,0030).")
    sex: Mapped[str | None] = mapped_column(String(16), comment="Patient's Sex (0010,0040).")
    pseudonym: Mapped[str] = mapped_column(identifier(32), comment="What readers see where names are not shown.")
