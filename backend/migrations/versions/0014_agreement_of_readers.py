"""Agreement of the readers of a set

Revision: 0014
After: 0013
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, LongText, UtcDateTime, identifier

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_runs",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("owner_id", Id, nullable=False, comment="Who asked for it."),
        sa.Column("set_id", Id, nullable=False, comment="The set that was read."),
        sa.Column("job_id", Id, nullable=False, comment="The job that people see."),
        sa.Column("request", sa.JSON(), nullable=False, comment="What was asked for."),
        sa.Column(
            "seed", sa.BigInteger(), nullable=False, comment="Of the resampling of cases: the same gives the same."
        ),
        sa.Column("engine", sa.String(64), nullable=False, comment="Version of the formulas."),
        sa.Column(
            "inputs_hash",
            identifier(64),
            nullable=True,
            comment="SHA-256 of the request, the readings and their versions; empty until computed.",
        ),
        sa.Column("results", LongText, nullable=True, comment="The values as JSON; empty until computed."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_agreement_runs_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_agreement_runs_owner_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_agreement_runs_set_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["job_id", "organization_id"],
            ["jobs.id", "jobs.organization_id"],
            name=op.f("fk_agreement_runs_job_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_runs")),
        sa.UniqueConstraint("job_id", name=op.f("uq_agreement_runs_job_id")),
        comment="Agreement of the readers of a set, measured once and kept.",
    )
    op.create_index(op.f("ix_agreement_runs_owner_id"), "agreement_runs", ["owner_id"])
    op.create_index(op.f("ix_agreement_runs_set_id"), "agreement_runs", ["set_id"])


def downgrade() -> None:
    op.drop_table("agreement_runs")
    op.execute("DELETE FROM jobs WHERE kind = 'agreement'")
