"""Labels have keys of their own

Revision: 0009
After: 0008
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import identifier

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("labels") as labels:
        labels.add_column(
            sa.Column(
                "shortcut",
                identifier(1),
                nullable=True,
                comment="The key that chooses it while reading; empty: a digit by its place.",
            )
        )
        labels.create_unique_constraint("uq_labels_set_id_shortcut", ["set_id", "shortcut"])


def downgrade() -> None:
    with op.batch_alter_table("labels") as labels:
        # MySQL keeps an index for the foreign key of the set: that of the name serves.
        labels.drop_constraint("uq_labels_set_id_shortcut", type_="unique")
        labels.drop_column("shortcut")
