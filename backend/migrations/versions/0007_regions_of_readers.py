"""Regions of readers, presets as they were given, and runs that can be asked for again

Revision: 0007
After: 0006
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, LongText, identifier

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Sources were called so before masks came in files of their own; readers draw regions too.
SOURCE = ("The RTSTRUCT or SEG it comes from.", "The RTSTRUCT, SEG or mask it comes from; empty for a reader's.")
ORIGIN = ("rtstruct or seg.", "rtstruct, seg, mask or reading.")
REGION_HASH = (
    "The mask's hash when it was planned.",
    "The mask's hash when it was planned; a reader's region: once it is drawn.",
)
MASK_KEY = ("The mask as it was planned, in the storage.", "That mask, in the storage.")


def upgrade() -> None:
    with op.batch_alter_table("extraction_presets") as presets:
        presets.add_column(sa.Column("source", LongText, nullable=True, comment="The YAML as it was given."))
        presets.add_column(
            sa.Column("created_by_id", Id, nullable=True, comment="Who made it; empty for what we ship.")
        )
        presets.create_index("ix_extraction_presets_created_by_id", ["created_by_id"])
        presets.create_foreign_key(
            "fk_extraction_presets_created_by_id", "users", ["created_by_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("extraction_runs") as runs:
        runs.add_column(sa.Column("study_id", Id, nullable=True, comment="The study it was asked from."))
        runs.add_column(
            sa.Column("request", sa.JSON(), nullable=True, comment="What was asked for, to ask for it again.")
        )
        runs.create_index("ix_extraction_runs_study_id", ["study_id"])
        runs.create_foreign_key("fk_extraction_runs_study_id", "studies", ["study_id"], ["id"], ondelete="SET NULL")
    _upgrade_regions()
    _upgrade_tasks()


def _upgrade_regions() -> None:
    with op.batch_alter_table("regions") as regions:
        regions.alter_column("source_instance_id", existing_type=Id, nullable=True, comment=SOURCE[1])
        regions.alter_column(
            "roi_number",
            existing_type=sa.Integer(),
            nullable=True,
            existing_comment="ROI Number or Segment Number in its source.",
        )
        regions.alter_column("origin", existing_type=sa.String(32), existing_nullable=False, comment=ORIGIN[1])
        for column in (
            sa.Column("examination_id", Id, nullable=True, comment="The reading that it was drawn in."),
            sa.Column("label_id", Id, nullable=True, comment="What a reader says it is."),
            sa.Column(
                "tracking_uid",
                identifier(64),
                nullable=True,
                comment="The lesion it is, in a reading; '' where its shapes have no tracking UID.",
            ),
            sa.Column(
                "shapes",
                sa.JSON(),
                nullable=True,
                comment="A reader's closed shapes, frozen when the mask was asked for.",
            ),
            sa.Column("shapes_hash", identifier(64), nullable=True, comment="SHA-256 of the shapes."),
            sa.Column("slice_count", sa.Integer(), nullable=True, comment="Slices that hold some of them."),
        ):
            regions.add_column(column)
        regions.create_index("ix_regions_label_id", ["label_id"])
        regions.create_unique_constraint(
            "uq_regions_examination_id_label_id_tracking_uid_series_id",
            ["examination_id", "label_id", "tracking_uid", "series_id"],
        )
        regions.create_foreign_key(
            "fk_regions_examination_id", "examinations", ["examination_id"], ["id"], ondelete="CASCADE"
        )
        regions.create_foreign_key("fk_regions_label_id", "labels", ["label_id"], ["id"], ondelete="SET NULL")


def _upgrade_tasks() -> None:
    for column in (
        sa.Column("shapes_hash", identifier(64), nullable=True, comment="Of a reader's shapes that were drawn."),
        sa.Column(
            "reading_version", sa.Integer(), nullable=True, comment="The reading's version when its shapes were taken."
        ),
        sa.Column(
            "modality_key",
            sa.String(32),
            nullable=False,
            server_default="",
            comment="Which section of the preset it is computed by.",
        ),
        sa.Column(
            "reuse_key",
            identifier(64),
            nullable=True,
            comment="SHA-256 of all that its values follow from: images, mask, section, versions.",
        ),
        sa.Column(
            "reused",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="Its values are those of an equal task before it.",
        ),
        sa.Column("warnings", sa.JSON(), nullable=True, comment="What to know of its values: [{code, message}]."),
    ):
        op.add_column("extraction_tasks", column)
    op.execute(
        "UPDATE extraction_tasks SET modality_key = "
        "(SELECT modality FROM series WHERE series.id = extraction_tasks.series_id)"
    )
    with op.batch_alter_table("extraction_tasks") as tasks:
        for name in ("modality_key", "reused"):  # the defaults were for the rows that were there
            tasks.alter_column(name, server_default=None)
        tasks.alter_column("region_hash", existing_type=identifier(64), nullable=True, comment=REGION_HASH[1])
        tasks.alter_column("mask_key", existing_type=identifier(200), nullable=True, comment=MASK_KEY[1])
        # What is new comes first: MySQL keeps an index as long as a foreign key has no other.
        tasks.create_unique_constraint(
            "uq_extraction_tasks_run_id_series_id_region_id", ["run_id", "series_id", "region_id"]
        )
        tasks.drop_constraint("uq_extraction_tasks_run_id_region_id", type_="unique")
        tasks.drop_index("ix_extraction_tasks_run_id_series_id")
        tasks.create_index("ix_extraction_tasks_reuse_key_organization_id", ["reuse_key", "organization_id"])


def downgrade() -> None:
    """Regions of readers go, and values of a region on images that it was not drawn on."""
    op.execute(
        "DELETE FROM extraction_tasks WHERE region_hash IS NULL OR mask_key IS NULL OR region_id IN "
        "(SELECT id FROM regions WHERE source_instance_id IS NULL OR roi_number IS NULL) OR NOT EXISTS "
        "(SELECT 1 FROM regions WHERE regions.id = extraction_tasks.region_id "
        "AND regions.series_id = extraction_tasks.series_id)"
    )
    op.execute("DELETE FROM regions WHERE source_instance_id IS NULL OR roi_number IS NULL")
    _downgrade_tasks()
    _downgrade_regions()
    with op.batch_alter_table("extraction_runs") as runs:
        runs.drop_constraint("fk_extraction_runs_study_id", type_="foreignkey")
        runs.drop_index("ix_extraction_runs_study_id")
        runs.drop_column("request")
        runs.drop_column("study_id")
    with op.batch_alter_table("extraction_presets") as presets:
        presets.drop_constraint("fk_extraction_presets_created_by_id", type_="foreignkey")
        presets.drop_index("ix_extraction_presets_created_by_id")
        presets.drop_column("created_by_id")
        presets.drop_column("source")


def _downgrade_tasks() -> None:
    with op.batch_alter_table("extraction_tasks") as tasks:
        tasks.create_unique_constraint("uq_extraction_tasks_run_id_region_id", ["run_id", "region_id"])
        tasks.create_index("ix_extraction_tasks_run_id_series_id", ["run_id", "series_id"])
        tasks.drop_constraint("uq_extraction_tasks_run_id_series_id_region_id", type_="unique")
        tasks.drop_index("ix_extraction_tasks_reuse_key_organization_id")
        tasks.alter_column("region_hash", existing_type=identifier(64), nullable=False, comment=REGION_HASH[0])
        tasks.alter_column("mask_key", existing_type=identifier(200), nullable=False, comment=MASK_KEY[0])
        for name in ("shapes_hash", "reading_version", "modality_key", "reuse_key", "reused", "warnings"):
            tasks.drop_column(name)


def _downgrade_regions() -> None:
    with op.batch_alter_table("regions") as regions:
        regions.drop_constraint("fk_regions_label_id", type_="foreignkey")
        regions.drop_constraint("fk_regions_examination_id", type_="foreignkey")
        regions.drop_constraint("uq_regions_examination_id_label_id_tracking_uid_series_id", type_="unique")
        regions.drop_index("ix_regions_label_id")
        for name in ("examination_id", "label_id", "tracking_uid", "shapes", "shapes_hash", "slice_count"):
            regions.drop_column(name)
        regions.alter_column("source_instance_id", existing_type=Id, nullable=False, comment=SOURCE[0])
        regions.alter_column(
            "roi_number",
            existing_type=sa.Integer(),
            nullable=False,
            existing_comment="ROI Number or Segment Number in its source.",
        )
        regions.alter_column("origin", existing_type=sa.String(32), existing_nullable=False, comment=ORIGIN[0])
