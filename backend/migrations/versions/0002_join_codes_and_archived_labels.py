"""Join codes; labels can be archived; groups and labels count their edits

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime, identifier

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre of the group."),
        sa.Column("group_id", Id, nullable=False, comment="The group that it opens."),
        sa.Column("code_sha256", identifier(64), nullable=False, comment="Of the code, to find it by."),
        sa.Column("role", sa.String(32), nullable=False, comment="What those who join become."),
        sa.Column("note", sa.String(length=200), nullable=True, comment="Whom it is for, as its maker noted."),
        sa.Column("created_by_id", Id, nullable=False, comment="Who made it."),
        sa.Column("expires_at", UtcDateTime(), nullable=False, comment="Until when it opens (UTC)."),
        sa.Column(
            "max_uses", sa.Integer(), nullable=True, comment="How many people may join by it; empty: any number."
        ),
        sa.Column("use_count", sa.Integer(), nullable=False, comment="How many have joined by it."),
        sa.Column("revoked_at", UtcDateTime(), nullable=True, comment="When it was revoked (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.CheckConstraint("max_uses >= 1", name=op.f("ck_invitations_max_uses")),
        sa.CheckConstraint("max_uses IS NULL OR use_count <= max_uses", name=op.f("ck_invitations_use_count")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_invitations_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "organization_id"],
            ["reading_groups.id", "reading_groups.organization_id"],
            name=op.f("fk_invitations_group_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_invitations_code_sha256")),
        comment="Join codes of groups; the code itself is derived from the id and the server's key.",
    )
    op.create_index(op.f("ix_invitations_group_id"), "invitations", ["group_id"])
    for table in ("reading_groups", "labels"):
        op.add_column(
            table,
            sa.Column(
                "version",
                sa.Integer(),
                nullable=False,
                server_default="1",
                comment="Rises with every edit; a stale edit is refused.",
            ),
        )
        with op.batch_alter_table(table) as rows:  # the default was for the rows that were there
            rows.alter_column("version", server_default=None)
    op.add_column(
        "labels",
        sa.Column(
            "archived_at", UtcDateTime(), nullable=True, comment="Since when it is not offered for new objects (UTC)."
        ),
    )


def downgrade() -> None:
    with op.batch_alter_table("labels") as labels:
        labels.drop_column("archived_at")
        labels.drop_column("version")
    with op.batch_alter_table("reading_groups") as groups:
        groups.drop_column("version")
    op.drop_table("invitations")
