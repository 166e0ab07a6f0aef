"""A photograph that a release states: its bytes stay as long as the release does."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base


class ReleaseFile(Base):
    __tablename__ = "release_files"
    __table_args__ = ({"comment": "Photographs that releases keep."},)

    release_id: Mapped[UUID] = mapped_column(
        ForeignKey("releases.id", ondelete="CASCADE"), primary_key=True, comment="The release."
    )
    file_id: Mapped[UUID] = mapped_column(
        ForeignKey("stored_files.id", ondelete="RESTRICT"), primary_key=True, index=True, comment="The photograph."
    )
