"""Who has lifted their blinding in a set

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, LongText, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blinding_lifts",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("set_id", Id, nullable=False, comment="The set."),
        sa.Column("user_id", Id, nullable=False, comment="Who."),
        sa.Column(
            "round",
            sa.Integer(),
            nullable=False,
            comment="The set's round at the time: in a later one they are blind again.",
        ),
        sa.Column("reason", LongText, nullable=False, comment="Why, in their words."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_blinding_lifts_set_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_blinding_lifts_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blinding_lifts")),
        sa.UniqueConstraint("set_id", "user_id", "round", name=op.f("uq_blinding_lifts_set_id_user_id_round")),
        comment="Who gave up reading in a round of a set to see the readings of others.",
    )
    op.create_index(op.f("ix_blinding_lifts_user_id"), "blinding_lifts", ["user_id"])


def downgrade() -> None:
    op.drop_table("blinding_lifts")
