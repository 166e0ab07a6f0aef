"""Comments that were edited or deleted

Revision: 0023
After: 0022
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("thread_comments") as table:
        table.add_column(
            sa.Column("edited_at", UtcDateTime(), nullable=True, comment="When its author last changed it (UTC).")
        )
        table.add_column(
            sa.Column("deleted_at", UtcDateTime(), nullable=True, comment="When its author deleted it (UTC).")
        )


def downgrade() -> None:
    with op.batch_alter_table("thread_comments") as table:
        table.drop_column("deleted_at")
        table.drop_column("edited_at")
