"""Readers say something of single objects, and draw ellipses, freehand contours, points and lengths

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "annotations", sa.Column("remark", sa.String(2000), nullable=True, comment="What the reader says of it.")
    )
    _say_kinds("image_label, box, ellipse, polygon, freehand, point or length.")


def downgrade() -> None:
    _say_kinds("image_label, box or polygon.")
    with op.batch_alter_table("annotations") as annotations:
        annotations.drop_column("remark")


def _say_kinds(comment: str) -> None:
    """SQLite keeps no comments: there is nothing to change there."""
    if op.get_context().dialect.name != "sqlite":
        op.alter_column("annotations", "kind", comment=comment, existing_type=sa.String(32), existing_nullable=False)
