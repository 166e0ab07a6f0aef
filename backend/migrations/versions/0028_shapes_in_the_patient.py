"""Shapes on planes through a volume keep their plane

Revision: 0028
After: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PIXELS = "Pixels from the outer top-left corner of the first pixel; by kind."
BOTH = "Pixels from the outer top-left corner of the first pixel, or mm in the patient; by kind."


def upgrade() -> None:
    op.add_column(
        "annotations",
        sa.Column(
            "plane",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="In the patient: frame of reference, origin and two directions of its plane.",
        ),
    )
    _say_where(BOTH)


def downgrade() -> None:
    """Without their plane, millimetres would be taken for pixels: such shapes go."""
    op.execute("DELETE FROM annotations WHERE space = 'patient'")
    _say_where(PIXELS)
    with op.batch_alter_table("annotations") as annotations:
        annotations.drop_column("plane")


def _say_where(comment: str) -> None:
    """SQLite keeps no comments: there is nothing to change there."""
    if op.get_context().dialect.name != "sqlite":
        op.alter_column("annotations", "geometry", comment=comment, existing_type=sa.JSON(), existing_nullable=False)
