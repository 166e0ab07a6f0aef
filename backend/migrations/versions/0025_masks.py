"""Masks that readers paint

Revision: 0025
After: 0024
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Blob, Id, identifier

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "masks",
        sa.Column("examination_id", Id, nullable=False, comment="The reading."),
        sa.Column("annotation_id", Id, nullable=False, comment="The object."),
        sa.Column(
            "sop_instance_uid", identifier(64), nullable=False, comment="The slice of its image; '' for a photograph."
        ),
        sa.Column("frame", sa.Integer(), autoincrement=False, nullable=False, comment="Frame of the instance, from 1."),
        sa.Column("row_count", sa.Integer(), nullable=False, comment="Of the picture."),
        sa.Column("column_count", sa.Integer(), nullable=False, comment="Of the picture."),
        sa.Column("voxel_count", sa.BigInteger(), nullable=False, comment="Marked pixels."),
        sa.Column("box_x", sa.Integer(), nullable=False, comment="Smallest box around them: left."),
        sa.Column("box_y", sa.Integer(), nullable=False, comment="Smallest box around them: top."),
        sa.Column("box_width", sa.Integer(), nullable=False, comment="Smallest box around them: columns."),
        sa.Column("box_height", sa.Integer(), nullable=False, comment="Smallest box around them: rows."),
        sa.Column("content_hash", identifier(64), nullable=False, comment="SHA-256 of the runs."),
        sa.Column(
            "runs",
            Blob,
            nullable=False,
            comment="zlib of LEB128 run lengths row by row, unmarked pixels first, none after the last marked one.",
        ),
        sa.ForeignKeyConstraint(
            ["examination_id", "annotation_id"],
            ["annotations.examination_id", "annotations.id"],
            name=op.f("fk_masks_examination_id_annotation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("examination_id", "annotation_id", "sop_instance_uid", "frame", name=op.f("pk_masks")),
        comment="The voxels of objects that are masks: one row for each picture on which some are marked.",
    )


def downgrade() -> None:
    op.drop_table("masks")
