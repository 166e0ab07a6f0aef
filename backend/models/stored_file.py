"""Bytes that were accepted, as they came; kept once per centre."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed


class StoredFile(Keyed, Timed, Base):
    __tablename__ = "stored_files"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("organization_id", "sha256"),
        {"comment": "Accepted files, kept once per centre and never altered."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    sha256: Mapped[str] = mapped_column(identifier(64), comment="Of the bytes, hexadecimal.")
    size_bytes: Mapped[int] = mapped_column(BigInteger, comment="Length in bytes.")
    media_type: Mapped[str] = mapped_column(String(100), comment="By content, not by name.")
    storage_key: Mapped[str] = mapped_column(identifier(200), comment="Where the bytes are: organization/sha256.")
    file_name: Mapped[str] = mapped_column(String(400), comment="Its name when it first came.")
    uploaded_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True, comment="Who brought it first."
    )
    pixel_width: Mapped[int | None] = mapped_column(comment="Of a photograph, upright.")
    pixel_height: Mapped[int | None] = mapped_column(comment="Of a photograph, upright.")
    display_key: Mapped[str | None] = mapped_column(
        identifier(200), comment="Upright copy without metadata, where the photograph needs one."
    )
