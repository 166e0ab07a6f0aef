"""Files of annotations that are brought into sets

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime, identifier

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annotation_imports",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("owner_id", Id, nullable=False, comment="Who brought it."),
        sa.Column("set_id", Id, nullable=False, comment="The set that it is for."),
        sa.Column("job_id", Id, nullable=False, comment="The job that people see."),
        sa.Column("file_name", sa.String(400), nullable=False, comment="Its name as it came."),
        sa.Column("file_key", identifier(200), nullable=True, comment="Where the bytes wait; empty once read."),
        sa.Column("request", sa.JSON(), nullable=False, comment="How it shall be read."),
        sa.Column("report", sa.JSON(), nullable=True, comment="What became of each file and object in it."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_annotation_imports_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_annotation_imports_owner_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_annotation_imports_set_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["job_id", "organization_id"],
            ["jobs.id", "jobs.organization_id"],
            name=op.f("fk_annotation_imports_job_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation_imports")),
        sa.UniqueConstraint("job_id", name=op.f("uq_annotation_imports_job_id")),
        comment="Files of annotations that were brought into sets.",
    )
    op.create_index(op.f("ix_annotation_imports_owner_id"), "annotation_imports", ["owner_id"])
    op.create_index(op.f("ix_annotation_imports_set_id"), "annotation_imports", ["set_id"])


def downgrade() -> None:
    """Files that wait stay in the storage, until it is swept."""
    op.drop_table("annotation_imports")
    op.execute("DELETE FROM jobs WHERE kind = 'annotation_import'")
