"""Something said about a place on an image, and what was answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed, within_set


class CommentThread(Keyed, Timed, Base):
    __tablename__ = "comment_threads"
    __table_args__ = (
        within_set("sample_id", "samples", "CASCADE"),
        Index(None, "sample_id", "set_id"),
        {"comment": "Threads of comments, pinned to places on images."},
    )

    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="CASCADE"), index=True, comment="The set of the sample."
    )
    sample_id: Mapped[UUID] = mapped_column(comment="The sample.")
    sample_image_id: Mapped[UUID] = mapped_column(
        ForeignKey("sample_images.id", ondelete="CASCADE"), index=True, comment="The image it is pinned to."
    )
    sop_instance_uid: Mapped[str | None] = mapped_column(identifier(64), comment="The slice, for a series.")
    frame: Mapped[int] = mapped_column(default=1, comment="The frame of the instance, from 1.")
    x: Mapped[float] = mapped_column(Double, comment="Pixels from the left edge of the image.")
    y: Mapped[float] = mapped_column(Double, comment="Pixels from its upper edge.")
    examination_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("examinations.id", ondelete="CASCADE"),
        index=True,
        comment="The reading it is about; its reader sees it.",
    )
    author_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who began it."
    )
    resolved_at: Mapped[datetime | None] = mapped_column(comment="Since when it is settled (UTC).")
    resolved_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who settled it."
    )
