"""A stretch of a file that is sent in pieces, kept until the file is whole."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed


class UploadPart(Keyed, Timed, Base):
    __tablename__ = "upload_parts"
    __table_args__ = (
        UniqueConstraint("upload_id", "path_sha256", "start_byte"),
        {"comment": "Pieces of files that have not arrived whole; gone once they have."},
    )

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload_jobs.id", ondelete="CASCADE"), comment="The delivery.")
    path_sha256: Mapped[str] = mapped_column(identifier(64), comment="Of the path of the file.")
    start_byte: Mapped[int] = mapped_column(BigInteger, comment="Where in the file it begins.")
    size_bytes: Mapped[int] = mapped_column(BigInteger, comment="Length in bytes.")
    total_bytes: Mapped[int] = mapped_column(BigInteger, comment="Length of the whole file, as announced.")
    sha256: Mapped[str] = mapped_column(identifier(64), comment="Of the bytes of this piece.")
    storage_key: Mapped[str] = mapped_column(identifier(200), comment="Where the bytes wait.")
