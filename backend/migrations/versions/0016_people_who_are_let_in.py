"""Invitations go to an address, and people may have to be let in

Revision: 0016
After: 0015
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime, identifier

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitations") as invitations:
        invitations.add_column(
            sa.Column("email", identifier(254), nullable=True, comment="Whom alone it lets in; empty: whoever has it.")
        )
        invitations.add_column(
            sa.Column(
                "requires_approval",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="An admin must say yes to each who comes.",
            )
        )
        invitations.add_column(
            sa.Column("mailed_at", UtcDateTime(), nullable=True, comment="When it was last sent to that address (UTC).")
        )
    with op.batch_alter_table("invitations") as invitations:  # the default was for the rows that were there
        invitations.alter_column("requires_approval", server_default=None)
    op.create_table(
        "join_requests",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre of the group."),
        sa.Column("group_id", Id, nullable=False, comment="The group."),
        sa.Column("user_id", Id, nullable=False, comment="Who."),
        sa.Column("invitation_id", Id, nullable=True, comment="The join code it was asked by."),
        sa.Column("role", sa.String(32), nullable=False, comment="What they would become, or were."),
        sa.Column(
            "state",
            sa.String(32),
            nullable=False,
            comment="pending, declined, or removed: was a member, and needs approval to be again.",
        ),
        sa.Column("was_removed", sa.Boolean(), nullable=False, comment="They were removed from the group once."),
        sa.Column("updated_at", UtcDateTime(), nullable=False, comment="When it came to be so (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["group_id", "organization_id"],
            ["reading_groups.id", "reading_groups.organization_id"],
            name=op.f("fk_join_requests_group_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_join_requests_invitation_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_join_requests_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
        sa.UniqueConstraint("group_id", "user_id", name=op.f("uq_join_requests_group_id_user_id")),
        comment="People who may join a group only if an admin of it says so; gone once they are members.",
    )
    op.create_index(op.f("ix_join_requests_invitation_id"), "join_requests", ["invitation_id"], unique=False)
    op.create_index(op.f("ix_join_requests_user_id"), "join_requests", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("join_requests")
    with op.batch_alter_table("invitations") as invitations:
        for name in ("mailed_at", "requires_approval", "email"):
            invitations.drop_column(name)
