"""A picture in the guideline of a set."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed, within_organization


class GuidelineImage(Keyed, Timed, Base):
    __tablename__ = "guideline_images"
    __table_args__ = (
        within_organization("set_id", "reading_sets", "CASCADE"),
        {"comment": "Pictures that guidelines show; each is a copy without metadata of what was sent."},
    )

    organization_id: Mapped[UUID] = mapped_column(comment="The centre of the set.")
    set_id: Mapped[UUID] = mapped_column(index=True, comment="The set whose guideline it belongs to.")
    name: Mapped[str] = mapped_column(String(200), comment="What it is called, as it was sent.")
    media_type: Mapped[str] = mapped_column(String(100), comment="image/png or image/jpeg, by content.")
    size_bytes: Mapped[int] = mapped_column(comment="Of the copy that is kept.")
    storage_key: Mapped[str] = mapped_column(identifier(200), comment="Where the bytes are.")
    created_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True, comment="Who sent it."
    )
