"""Guidelines show pictures

Revision: 0019
After: 0018
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime, identifier

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guideline_images",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre of the set."),
        sa.Column("set_id", Id, nullable=False, comment="The set whose guideline it belongs to."),
        sa.Column("name", sa.String(length=200), nullable=False, comment="What it is called, as it was sent."),
        sa.Column("media_type", sa.String(length=100), nullable=False, comment="image/png or image/jpeg, by content."),
        sa.Column("size_bytes", sa.Integer(), nullable=False, comment="Of the copy that is kept."),
        sa.Column("storage_key", identifier(200), nullable=False, comment="Where the bytes are."),
        sa.Column("created_by_id", Id, nullable=True, comment="Who sent it."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_guideline_images_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["set_id", "organization_id"],
            ["reading_sets.id", "reading_sets.organization_id"],
            name=op.f("fk_guideline_images_set_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_images")),
        comment="Pictures that guidelines show; each is a copy without metadata of what was sent.",
    )
    op.create_index(op.f("ix_guideline_images_created_by_id"), "guideline_images", ["created_by_id"], unique=False)
    op.create_index(op.f("ix_guideline_images_set_id"), "guideline_images", ["set_id"], unique=False)


def downgrade() -> None:
    op.drop_table("guideline_images")
