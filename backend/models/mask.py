"""What a mask marks on one picture now; what it was before is in the journal."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Blob, identifier

NO_SLICE = ""


class Mask(Base):
    __tablename__ = "masks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["examination_id", "annotation_id"],
            ["annotations.examination_id", "annotations.id"],
            ondelete="CASCADE",
        ),
        {"comment": "The voxels of objects that are masks: one row for each picture on which some are marked."},
    )

    examination_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The reading.")
    annotation_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The object.")
    sop_instance_uid: Mapped[str] = mapped_column(
        identifier(64), primary_key=True, comment="The slice of its image; '' for a photograph."
    )
    frame: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="Frame of the instance, from 1.")
    row_count: Mapped[int] = mapped_column(comment="Of the picture.")
    column_count: Mapped[int] = mapped_column(comment="Of the picture.")
    voxel_count: Mapped[int] = mapped_column(BigInteger, comment="Marked pixels.")
    box_x: Mapped[int] = mapped_column(comment="Smallest box around them: left.")
    box_y: Mapped[int] = mapped_column(comment="Smallest box around them: top.")
    box_width: Mapped[int] = mapped_column(comment="Smallest box around them: columns.")
    box_height: Mapped[int] = mapped_column(comment="Smallest box around them: rows.")
    content_hash: Mapped[str] = mapped_column(identifier(64), comment="SHA-256 of the runs.")
    runs: Mapped[bytes] = mapped_column(
        Blob,
        deferred=True,
        comment="zlib of LEB128 run lengths row by row, unmarked pixels first, none after the last marked one.",
    )
