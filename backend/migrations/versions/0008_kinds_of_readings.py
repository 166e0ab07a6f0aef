"""Kinds of readings, samples that are read once more, and who sees whose readings

Revision: 0008
After: 0007
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OLD_KEY, NEW_KEY = ["sample_id", "reader_id", "round"], ["sample_id", "reader_id", "round", "kind", "turn"]


def upgrade() -> None:
    op.add_column("examinations", _kind("reading, adjudication, reference or imported.", "reading"))
    op.add_column(
        "examinations",
        sa.Column(
            "turn",
            sa.Integer(),
            nullable=False,
            server_default="1",
            comment="Counts what one person makes anew of the same, from 1.",
        ),
    )
    with op.batch_alter_table("examinations") as examinations:
        examinations.add_column(
            sa.Column("author", sa.String(200), nullable=True, comment="Who read it, as the file it came from says.")
        )
        for name in ("kind", "turn"):  # the defaults were for the rows that were there
            examinations.alter_column(name, server_default=None)
        # What is new comes first: MySQL keeps an index as long as a foreign key has no other.
        examinations.create_unique_constraint("uq_examinations_" + "_".join(NEW_KEY), NEW_KEY)
        examinations.drop_constraint("uq_examinations_" + "_".join(OLD_KEY), type_="unique")
    op.add_column(
        "annotations",
        sa.Column("attributes", sa.JSON(), nullable=True, comment="What its label asks of it: values by name."),
    )
    op.add_column(
        "regions",
        sa.Column("reason_code", sa.String(64), nullable=True, comment="That reason's stable name, where it has one."),
    )
    _upgrade_samples()
    _upgrade_sets()


def _upgrade_samples() -> None:
    op.add_column("samples", _kind("reading, repeat or control; hidden from readers.", "reading", name="purpose"))
    with op.batch_alter_table("samples") as samples:
        samples.alter_column("purpose", server_default=None)
        samples.add_column(sa.Column("original_id", Id, nullable=True, comment="The sample that it shows once more."))
        samples.create_index("ix_samples_original_id_set_id", ["original_id", "set_id"])
        samples.create_foreign_key(
            "fk_samples_original_id_set_id", "samples", ["original_id", "set_id"], ["id", "set_id"], ondelete="CASCADE"
        )


def _upgrade_sets() -> None:
    whose = "Whose readings a reader sees: never, after_own, after_round or always others' too."
    op.add_column("reading_sets", _kind(whose, "never", name="readers_see_readings"))
    said = "From when a reader sees what files and models say, likewise."
    op.add_column("reading_sets", _kind(said, "always", name="readers_see_imported"))
    op.execute("UPDATE reading_sets SET readers_see_readings = 'always' WHERE NOT is_blind")
    with op.batch_alter_table("reading_sets") as sets:
        for name in ("readers_see_readings", "readers_see_imported"):
            sets.alter_column(name, server_default=None)
        sets.drop_column("is_blind")


def _kind(comment: str, default: str, name: str = "kind") -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=False, server_default=default, comment=comment)


def downgrade() -> None:
    """What is no reading of a reader's own goes, and samples that are read once more."""
    op.execute("DELETE FROM examinations WHERE kind <> 'reading' OR turn <> 1")
    op.execute("DELETE FROM samples WHERE purpose <> 'reading'")
    op.add_column(
        "reading_sets",
        sa.Column(
            "is_blind",
            sa.Boolean(),
            nullable=False,
            server_default=sa.true(),
            comment="Readers do not see each other's readings.",
        ),
    )
    op.execute("UPDATE reading_sets SET is_blind = (readers_see_readings <> 'always')")
    with op.batch_alter_table("reading_sets") as sets:
        sets.alter_column("is_blind", server_default=None)
        sets.drop_column("readers_see_imported")
        sets.drop_column("readers_see_readings")
    with op.batch_alter_table("samples") as samples:
        samples.drop_constraint("fk_samples_original_id_set_id", type_="foreignkey")
        samples.drop_index("ix_samples_original_id_set_id")
        samples.drop_column("original_id")
        samples.drop_column("purpose")
    op.drop_column("regions", "reason_code")
    op.drop_column("annotations", "attributes")
    with op.batch_alter_table("examinations") as examinations:
        examinations.create_unique_constraint("uq_examinations_" + "_".join(OLD_KEY), OLD_KEY)
        examinations.drop_constraint("uq_examinations_" + "_".join(NEW_KEY), type_="unique")
        for name in ("author", "turn", "kind"):
            examinations.drop_column(name)
