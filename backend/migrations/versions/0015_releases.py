"""Releases: frozen states of sets

Revision: 0015
After: 0014
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, LongText, UtcDateTime, identifier

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_releases()
    op.create_table(
        "release_files",
        sa.Column("release_id", Id, nullable=False, comment="The release."),
        sa.Column("file_id", Id, nullable=False, comment="The photograph."),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_files_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_release_files_file_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("release_id", "file_id", name=op.f("pk_release_files")),
        comment="Photographs that releases keep.",
    )
    op.create_index(op.f("ix_release_files_file_id"), "release_files", ["file_id"])
    _create_withdrawals()
    with op.batch_alter_table("exports") as exports:
        exports.add_column(sa.Column("release_id", Id, nullable=True, comment="The release that it is of."))
        exports.create_foreign_key(
            op.f("fk_exports_release_id"), "releases", ["release_id"], ["id"], ondelete="CASCADE"
        )
        exports.create_index(op.f("ix_exports_release_id"), ["release_id"])


def _create_releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("group_id", Id, nullable=False, comment="The group that read the set; it goes with the group."),
        sa.Column("set_id", Id, nullable=True, comment="The set; empty once that is deleted."),
        sa.Column("source_id", Id, nullable=False, comment="The id of the set, also once it is deleted."),
        sa.Column("set_name", sa.String(200), nullable=False, comment="What the set was called."),
        sa.Column("number", sa.Integer(), nullable=False, comment="Counts the releases of a set, from 1."),
        sa.Column("name", sa.String(200), nullable=False, comment="Name for people."),
        sa.Column("notes", LongText, nullable=True, comment="What people should know of it."),
        sa.Column("request", sa.JSON(), nullable=False, comment="Which readings were wanted."),
        sa.Column("made_by_id", Id, nullable=False, comment="Who froze it."),
        sa.Column("job_id", Id, nullable=False, comment="The job that people see."),
        sa.Column("content_hash", identifier(64), nullable=True, comment="Of what it states, SHA-256, hexadecimal."),
        sa.Column("manifest_key", identifier(200), nullable=True, comment="Where the manifest is, once written."),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True, comment="Length of the manifest."),
        sa.Column(
            "summary", sa.JSON(), nullable=True, comment="How much it states: samples, readings, objects, labels."
        ),
        sa.Column("frozen_at", UtcDateTime(), nullable=True, comment="Since when it stands (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_releases_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "organization_id"],
            ["reading_groups.id", "reading_groups.organization_id"],
            name=op.f("fk_releases_group_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["set_id"], ["reading_sets.id"], name=op.f("fk_releases_set_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_releases_made_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["job_id", "organization_id"],
            ["jobs.id", "jobs.organization_id"],
            name=op.f("fk_releases_job_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("job_id", name=op.f("uq_releases_job_id")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_releases_source_id_number")),
        comment="Frozen states of sets; the manifest of each is in the storage.",
    )
    op.create_index(op.f("ix_releases_group_id_organization_id"), "releases", ["group_id", "organization_id"])
    op.create_index(op.f("ix_releases_set_id"), "releases", ["set_id"])


def _create_withdrawals() -> None:
    op.create_table(
        "release_withdrawals",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("release_id", Id, nullable=False, comment="The release."),
        sa.Column(
            "sample_id", Id, nullable=False, comment="The sample as the manifest names it; it need not exist any more."
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="Its place in the set when it was frozen."),
        sa.Column("reason", LongText, nullable=False, comment="Why; told with every export."),
        sa.Column("withdrawn_by_id", Id, nullable=False, comment="Who withdrew it."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_withdrawals_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["users.id"],
            name=op.f("fk_release_withdrawals_withdrawn_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_withdrawals")),
        sa.UniqueConstraint("release_id", "sample_id", name=op.f("uq_release_withdrawals_release_id_sample_id")),
        comment="Samples withdrawn from releases; the manifest keeps their hashes alone.",
    )


def downgrade() -> None:
    """Manifests that were written stay in the storage, until it is swept."""
    op.execute("DELETE FROM exports WHERE release_id IS NOT NULL")
    with op.batch_alter_table("exports") as exports:
        exports.drop_constraint(op.f("fk_exports_release_id"), type_="foreignkey")
        exports.drop_index(op.f("ix_exports_release_id"))
        exports.drop_column("release_id")
    op.drop_table("release_withdrawals")
    op.drop_table("release_files")
    op.drop_table("releases")
    op.execute("DELETE FROM jobs WHERE kind = 'release'")
