"""A set says which images that belong together are read as one

Revision: 0006
After: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reading_sets",
        sa.Column(
            "sample_grouping",
            sa.String(32),
            nullable=False,
            server_default="none",
            comment="none, study_fusion or mammography: what becomes one sample.",
        ),
    )
    with op.batch_alter_table("reading_sets") as sets:  # the default was for the rows that were there
        sets.alter_column("sample_grouping", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reading_sets") as sets:
        sets.drop_column("sample_grouping")
