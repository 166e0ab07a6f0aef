"""Who brought files of a series, and so sees it."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base


class SeriesUploader(Base):
    __tablename__ = "series_uploaders"
    __table_args__ = ({"comment": "Who brought which series: everyone whose upload completed a file of it."},)

    series_id: Mapped[UUID] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True, comment="The series."
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True, comment="The person."
    )
