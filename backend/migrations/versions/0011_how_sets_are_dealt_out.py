"""When packages are due, and how sets are dealt out

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("packages") as packages:
        packages.add_column(
            sa.Column("due_on", sa.Date(), nullable=True, comment="The day by which it should be read.")
        )
        packages.add_column(
            sa.Column(
                "priority",
                sa.Integer(),
                nullable=False,
                server_default="0",
                comment="1 is read first, 0 in its turn, -1 last.",
            )
        )
    with op.batch_alter_table("packages") as packages:
        packages.alter_column("priority", server_default=None)
        packages.create_check_constraint("priority", "priority >= -1 AND priority <= 1")
    _create_distributions()
    _create_overlap_decisions()


def _create_distributions() -> None:
    op.create_table(
        "distributions",
        sa.Column("set_id", Id, nullable=False, comment="The set."),
        sa.Column("split", sa.String(32), nullable=False, comment="upload_order, random, by_reader or by_patient."),
        sa.Column("seed", sa.BigInteger(), nullable=False, comment="What every random choice follows from."),
        sa.Column(
            "repeat_share",
            sa.Double(),
            nullable=False,
            comment="Of the samples somebody has read, how many they read once more: 0 to 1.",
        ),
        sa.Column("repeat_after_days", sa.Integer(), nullable=False, comment="Not before so many days."),
        sa.Column(
            "control_share",
            sa.Double(),
            nullable=False,
            comment="Of the samples of a new package, how many have a known answer: 0 to 1.",
        ),
        sa.Column(
            "extra_readers",
            sa.Integer(),
            nullable=False,
            comment="How many more read a sample, at most, where its readers disagree.",
        ),
        sa.Column(
            "alike_from",
            sa.Double(),
            nullable=False,
            comment="Readings that are at least so much alike agree: 0 to 1.",
        ),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every edit; a stale edit is refused."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.CheckConstraint("repeat_share >= 0 AND repeat_share <= 1", name=op.f("ck_distributions_repeat_share")),
        sa.CheckConstraint("control_share >= 0 AND control_share <= 1", name=op.f("ck_distributions_control_share")),
        sa.CheckConstraint("extra_readers >= 0", name=op.f("ck_distributions_extra_readers")),
        sa.CheckConstraint("alike_from >= 0 AND alike_from <= 1", name=op.f("ck_distributions_alike_from")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_distributions_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("set_id", name=op.f("pk_distributions")),
        comment="How sets are dealt out; a set without a row is dealt out in the order of upload.",
    )


def _create_overlap_decisions() -> None:
    op.create_table(
        "overlap_decisions",
        sa.Column("sample_id", Id, nullable=False, comment="The sample."),
        sa.Column("round", sa.Integer(), nullable=False, comment="The set's round at the time."),
        sa.Column("readers", sa.Integer(), nullable=False, comment="How many had read it."),
        sa.Column("set_id", Id, nullable=False, comment="The set of the sample."),
        sa.Column(
            "likeness",
            sa.Double(),
            nullable=True,
            comment="How alike they were, on average of the pairs: 0 to 1.",
        ),
        sa.Column("alike_from", sa.Double(), nullable=False, comment="What was asked of them."),
        sa.Column("is_extended", sa.Boolean(), nullable=False, comment="Whether one more reader was asked."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["sample_id", "set_id"],
            ["samples.id", "samples.set_id"],
            name=op.f("fk_overlap_decisions_sample_id_set_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_overlap_decisions_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sample_id", "round", "readers", name=op.f("pk_overlap_decisions")),
        comment="Where readers disagreed and one more was asked; what was decided stays as it was decided.",
    )
    op.create_index(op.f("ix_overlap_decisions_set_id"), "overlap_decisions", ["set_id"])
    op.create_index(op.f("ix_overlap_decisions_sample_id_set_id"), "overlap_decisions", ["sample_id", "set_id"])


def downgrade() -> None:
    op.drop_table("overlap_decisions")
    op.drop_table("distributions")
    with op.batch_alter_table("packages") as packages:
        packages.drop_constraint("priority", type_="check")
        packages.drop_column("priority")
        packages.drop_column("due_on")
