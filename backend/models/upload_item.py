"""One file of a delivery, with its outcome."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText, identifier
from backend.models.columns import Keyed, Timed, choice


class Outcome(StrEnum):
    STORED = "stored"
    STORED_WITH_WARNING = "stored_with_warning"
    ALREADY_STORED = "already_stored"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class UploadItem(Keyed, Timed, Base):
    __tablename__ = "upload_items"
    __table_args__ = (
        UniqueConstraint("upload_id", "path_sha256"),
        Index(None, "upload_id", "outcome"),
        {"comment": "Files of deliveries, with their outcome and the reasons for it."},
    )

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload_jobs.id", ondelete="CASCADE"), comment="The delivery.")
    path: Mapped[str] = mapped_column(LongText, comment="Path as sent; archive members after a '!'.")
    path_sha256: Mapped[str] = mapped_column(identifier(64), comment="Of the path: a file sent twice is one item.")
    size_bytes: Mapped[int] = mapped_column(BigInteger, comment="Length in bytes.")
    sha256: Mapped[str] = mapped_column(identifier(64), comment="Of the bytes.")
    storage_key: Mapped[str | None] = mapped_column(identifier(200), comment="Where the bytes wait, or are kept aside.")
    media_type: Mapped[str | None] = mapped_column(String(100), comment="By content.")
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome), comment="What became of it; empty: not yet read.")
    remarks: Mapped[list[Any]] = mapped_column(default=list, comment="[{code, place, message}].")
