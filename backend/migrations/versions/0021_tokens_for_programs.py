"""Tokens for programs

Revision: 0021
After: 0020
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime, identifier

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("user_id", Id, nullable=False, comment="Whose: it can do no more than they can."),
        sa.Column("group_id", Id, nullable=True, comment="The one group that it is good for."),
        sa.Column("name", sa.String(length=200), nullable=False, comment="What it is for."),
        sa.Column("token_sha256", identifier(64), nullable=False, comment="Of the key, to find it by."),
        sa.Column("hint", sa.String(length=16), nullable=False, comment="How the key begins, to tell it from others."),
        sa.Column("scope", sa.String(32), nullable=False, comment="read, annotate or manage."),
        sa.Column("expires_at", UtcDateTime(), nullable=False, comment="Until when it is good (UTC)."),
        sa.Column("last_used_at", UtcDateTime(), nullable=True, comment="When it was last used, to an hour (UTC)."),
        sa.Column("revoked_at", UtcDateTime(), nullable=True, comment="When it was revoked (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["group_id"], ["reading_groups.id"], name=op.f("fk_api_tokens_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_tokens_token_sha256")),
        comment="Keys of programs; of the key itself only a hash is kept.",
    )
    op.create_index(op.f("ix_api_tokens_group_id"), "api_tokens", ["group_id"], unique=False)
    op.create_index(op.f("ix_api_tokens_user_id"), "api_tokens", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("api_tokens")
