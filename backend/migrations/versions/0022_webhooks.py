"""Webhooks and what is on its way to them

Revision: 0022
After: 0021
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime, identifier

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre of the group."),
        sa.Column("group_id", Id, nullable=False, comment="The group whose events it hears."),
        sa.Column("owner_id", Id, nullable=False, comment="Who set it as it is: it hears no more than they may know."),
        sa.Column("url", sa.String(length=500), nullable=False, comment="Where events are sent."),
        sa.Column("events", sa.JSON(), nullable=False, comment="Names of the events that it hears."),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="Events are sent."),
        sa.Column("looked_at", UtcDateTime(), nullable=False, comment="Up to when events were looked at (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["group_id", "organization_id"],
            ["reading_groups.id", "reading_groups.organization_id"],
            name=op.f("fk_webhooks_group_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_webhooks_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        comment="Addresses that are told of events; what they are signed with is derived from the server's key.",
    )
    op.create_index(op.f("ix_webhooks_group_id"), "webhooks", ["group_id"], unique=False)
    op.create_index(op.f("ix_webhooks_owner_id"), "webhooks", ["owner_id"], unique=False)
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("webhook_id", Id, nullable=False, comment="Where to."),
        sa.Column("audit_entry_id", Id, nullable=True, comment="What happened; empty for a ping."),
        sa.Column("set_id", Id, nullable=True, comment="The set that it happened in."),
        sa.Column(
            "tells_readings", sa.Boolean(), nullable=False, comment="Whoever is blind in the set must not learn of it."
        ),
        sa.Column("actor_id", Id, nullable=True, comment="Who did it."),
        sa.Column("event", identifier(64), nullable=False, comment="Its name."),
        sa.Column("payload", sa.JSON(), nullable=False, comment="What is sent: names, ids and addresses."),
        sa.Column("state", sa.String(32), nullable=False, comment="pending, delivered or failed."),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="How often it was tried."),
        sa.Column("next_at", UtcDateTime(), nullable=False, comment="When it is tried next, while pending (UTC)."),
        sa.Column("status", sa.Integer(), nullable=True, comment="HTTP status of the last answer."),
        sa.Column("error", sa.String(length=200), nullable=True, comment="Why the last try failed."),
        sa.Column("delivered_at", UtcDateTime(), nullable=True, comment="When it arrived (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["audit_entry_id"],
            ["audit_entries.id"],
            name=op.f("fk_webhook_deliveries_audit_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_webhook_deliveries_set_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint(
            "webhook_id", "audit_entry_id", name=op.f("uq_webhook_deliveries_webhook_id_audit_entry_id")
        ),
        comment="Events on their way, with how often they were tried and what was answered.",
    )
    op.create_index(
        op.f("ix_webhook_deliveries_audit_entry_id"), "webhook_deliveries", ["audit_entry_id"], unique=False
    )
    op.create_index(op.f("ix_webhook_deliveries_set_id"), "webhook_deliveries", ["set_id"], unique=False)
    op.create_index(
        op.f("ix_webhook_deliveries_state_next_at"), "webhook_deliveries", ["state", "next_at"], unique=False
    )


def downgrade() -> None:
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
