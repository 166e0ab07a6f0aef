"""Which lesions are targets

Revision: 0029
After: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "annotations",
        sa.Column(
            "is_target",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="Its lesion is a target: its long axis counts in the sum of diameters.",
        ),
    )
    with op.batch_alter_table("annotations") as annotations:
        annotations.alter_column("is_target", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("annotations") as annotations:
        annotations.drop_column("is_target")
