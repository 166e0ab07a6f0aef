"""Files of readings that people ask for

Revision: 0012
After: 0011
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime, identifier

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WAS, IS = "import or extraction.", "What is done, e.g. import, extraction or export."


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("owner_id", Id, nullable=False, comment="Who asked for it; nobody else gets it."),
        sa.Column("set_id", Id, nullable=True, comment="The set that it is of."),
        sa.Column("job_id", Id, nullable=False, comment="The job that people see."),
        sa.Column("format", sa.String(32), nullable=False, comment="Key of the format, e.g. coco."),
        sa.Column("request", sa.JSON(), nullable=False, comment="What was asked for."),
        sa.Column("summary", sa.JSON(), nullable=True, comment="What is in it, and what is not and why."),
        sa.Column("file_name", sa.String(255), nullable=True, comment="What the file is called when it is fetched."),
        sa.Column("file_key", identifier(200), nullable=True, comment="Where the file is, once it is written."),
        sa.Column("media_type", sa.String(100), nullable=True, comment="Of the file."),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True, comment="Length of the file."),
        sa.Column("sha256", identifier(64), nullable=True, comment="Of the file, hexadecimal."),
        sa.Column("expires_at", UtcDateTime(), nullable=False, comment="When the file is let go of (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_exports_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_exports_owner_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["set_id"], ["reading_sets.id"], name=op.f("fk_exports_set_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["job_id", "organization_id"],
            ["jobs.id", "jobs.organization_id"],
            name=op.f("fk_exports_job_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("job_id", name=op.f("uq_exports_job_id")),
        comment="Files of readings that people asked for; kept for a week.",
    )
    op.create_index(op.f("ix_exports_owner_id"), "exports", ["owner_id"])
    op.create_index(op.f("ix_exports_set_id"), "exports", ["set_id"])
    _comment(WAS, IS)


def downgrade() -> None:
    """Files that were written stay in the storage, until it is swept."""
    _comment(IS, WAS)
    op.drop_table("exports")
    op.execute("DELETE FROM jobs WHERE kind = 'export'")


def _comment(was: str, is_: str) -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column(
            "kind", existing_type=sa.String(32), existing_nullable=False, existing_comment=was, comment=is_
        )
