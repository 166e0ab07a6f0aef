"""Hanging rules of a set

Revision: 0026
After: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reading_sets") as table:
        table.add_column(
            sa.Column(
                "hanging",
                sa.JSON(none_as_null=True),
                nullable=True,
                comment="How images are laid out when a sample is opened; empty: as is usual.",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("reading_sets") as table:
        table.drop_column("hanging")
