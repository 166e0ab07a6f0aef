"""Trainings: sets with known answers that readers are marked by

Revision: 0020
After: 0019
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trainings",
        sa.Column("set_id", Id, nullable=False, comment="The set."),
        sa.Column(
            "pass_mark",
            sa.Double(),
            nullable=False,
            comment="The mean likeness to the known answers to pass: 0 to 1.",
        ),
        _made_at(),
        sa.CheckConstraint("pass_mark >= 0 AND pass_mark <= 1", name=op.f("ck_trainings_pass_mark")),
        sa.ForeignKeyConstraint(["set_id"], ["reading_sets.id"], name=op.f("fk_trainings_set_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("set_id", name=op.f("pk_trainings")),
        comment="Sets by which readers are trained.",
    )
    _create_answers()
    _create_results()
    with op.batch_alter_table("distributions") as distributions:
        distributions.add_column(
            sa.Column(
                "training_set_id", Id, nullable=True, comment="The training that must be passed before reading here."
            )
        )
        distributions.create_index("ix_distributions_training_set_id", ["training_set_id"])
        distributions.create_foreign_key(
            "fk_distributions_training_set_id", "reading_sets", ["training_set_id"], ["id"], ondelete="SET NULL"
        )


def _create_answers() -> None:
    op.create_table(
        "training_answers",
        sa.Column("examination_id", Id, nullable=False, comment="The reading."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Its version at the time."),
        sa.Column("known_id", Id, nullable=True, comment="The known answer that it was held to."),
        sa.Column("known_version", sa.Integer(), nullable=False, comment="The known answer's version at the time."),
        sa.Column("likeness", sa.Double(), nullable=True, comment="0 to 1; empty: it cannot be said."),
        _made_at(),
        sa.ForeignKeyConstraint(
            ["examination_id"],
            ["examinations.id"],
            name=op.f("fk_training_answers_examination_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["known_id"], ["examinations.id"], name=op.f("fk_training_answers_known_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("examination_id", name=op.f("pk_training_answers")),
        comment="Readings of training cases as they were marked; marked once, whatever comes after.",
    )
    op.create_index(op.f("ix_training_answers_known_id"), "training_answers", ["known_id"])


def _create_results() -> None:
    op.create_table(
        "training_results",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("set_id", Id, nullable=False, comment="The training set."),
        sa.Column("user_id", Id, nullable=False, comment="Who."),
        sa.Column("attempt", sa.Integer(), nullable=False, comment="Which attempt of theirs, from 1."),
        sa.Column("cases", sa.Integer(), nullable=False, comment="How many cases it held."),
        sa.Column("score", sa.Double(), nullable=False, comment="The mean likeness to the known answers: 0 to 1."),
        sa.Column("pass_mark", sa.Double(), nullable=False, comment="What was asked at the time."),
        sa.Column("is_passed", sa.Boolean(), nullable=False, comment="Whether the score reached the mark."),
        _made_at(),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_training_results_set_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_training_results_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_results")),
        sa.UniqueConstraint("set_id", "user_id", "attempt", name=op.f("uq_training_results_set_id_user_id_attempt")),
        comment="Attempts at trainings that came to their end, passed or not.",
    )
    op.create_index(op.f("ix_training_results_user_id"), "training_results", ["user_id"])


def _made_at() -> sa.Column[object]:
    return sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC).")


def downgrade() -> None:
    with op.batch_alter_table("distributions") as distributions:
        distributions.drop_constraint("fk_distributions_training_set_id", type_="foreignkey")
        distributions.drop_index("ix_distributions_training_set_id")
        distributions.drop_column("training_set_id")
    for name in ("training_results", "training_answers", "trainings"):
        op.drop_table(name)
