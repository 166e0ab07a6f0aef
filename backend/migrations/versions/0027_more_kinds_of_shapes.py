"""Readers draw splines, angles, pairs of axes and arrows

Revision: 0027
After: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _say_kinds("Its shape: box, spline, bidirectional …; image_label says something of the whole image.")


def downgrade() -> None:
    _say_kinds("image_label, box, ellipse, polygon, freehand, point or length.")


def _say_kinds(comment: str) -> None:
    """SQLite keeps no comments: there is nothing to change there."""
    if op.get_context().dialect.name != "sqlite":
        op.alter_column("annotations", "kind", comment=comment, existing_type=sa.String(32), existing_nullable=False)
