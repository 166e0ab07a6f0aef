"""A reading that a decision was made over, as it was then."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base


class AdjudicationParent(Base):
    __tablename__ = "adjudication_parents"
    __table_args__ = ({"comment": "What decisions were made over: readings and their versions."},)

    adjudication_id: Mapped[UUID] = mapped_column(
        ForeignKey("adjudications.id", ondelete="CASCADE"), primary_key=True, comment="The decision."
    )
    examination_id: Mapped[UUID] = mapped_column(
        ForeignKey("examinations.id", ondelete="CASCADE"), primary_key=True, index=True, comment="The reading."
    )
    version: Mapped[int] = mapped_column(comment="Its version when it was decided over.")
