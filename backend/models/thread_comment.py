"""One comment of a thread."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, LongText
from backend.models.columns import Keyed, Timed


class ThreadComment(Keyed, Timed, Base):
    __tablename__ = "thread_comments"
    __table_args__ = ({"comment": "Comments of threads, in the order in which they were written."},)

    thread_id: Mapped[UUID] = mapped_column(
        ForeignKey("comment_threads.id", ondelete="CASCADE"), index=True, comment="The thread."
    )
    author_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), index=True, comment="Who wrote it."
    )
    content: Mapped[str] = mapped_column(LongText, comment="What it says.")
    edited_at: Mapped[datetime | None] = mapped_column(comment="When its author last changed it (UTC).")
    deleted_at: Mapped[datetime | None] = mapped_column(comment="When its author deleted it (UTC).")
