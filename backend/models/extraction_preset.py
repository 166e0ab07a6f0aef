"""How features are computed: `isocenter-preset/1`, versioned and never changed."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText, identifier
from backend.models.columns import Keyed, Timed


class ExtractionPreset(Keyed, Timed, Base):
    __tablename__ = "extraction_presets"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("organization_id", "name", "version"),
        {"comment": "Versioned settings of extraction."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    name: Mapped[str] = mapped_column(identifier(200), comment="Name for people.")
    version: Mapped[int] = mapped_column(comment="From 1; a change is a new version.")
    description: Mapped[str] = mapped_column(String(400), comment="What it does, in a sentence.")
    content: Mapped[str] = mapped_column(LongText, comment="JSON text: the order of keys is kept.")
    content_hash: Mapped[str] = mapped_column(identifier(64), comment="SHA-256 of content.")
    source: Mapped[str | None] = mapped_column(LongText, comment="The YAML as it was given.")
    created_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True, comment="Who made it; empty for what we ship."
    )
