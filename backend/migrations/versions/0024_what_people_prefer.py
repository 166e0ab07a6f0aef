"""What people prefer: language, keys, when the screen is locked

Revision: 0024
After: 0023
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_preferences",
        sa.Column("user_id", Id, nullable=False, comment="Whose."),
        sa.Column("language", sa.String(8), nullable=True, comment="Of the pages; empty: the one of the browser."),
        sa.Column(
            "idle_minutes",
            sa.Integer(),
            nullable=True,
            comment="After how many minutes without a touch the screen is locked; empty: never.",
        ),
        sa.Column("has_single_keys", sa.Boolean(), nullable=False, comment="Whether keys act without Ctrl or Alt."),
        sa.Column("bindings", sa.JSON(), nullable=False, comment="Keys by command, where they are not the usual ones."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_preferences_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_preferences")),
        comment="How people want the product to look and answer.",
    )


def downgrade() -> None:
    op.drop_table("user_preferences")
