"""The areas of the schema, for those who read it: which tables belong together, and what they are for.

A table of the models that stands in no area, or an area's table that is not in the models, is an error.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Table

import backend.models
from backend.core.database import Base

assert backend.models  # the metadata is whole only once the models are imported


@dataclass(frozen=True)
class Area:
    name: str
    about: str
    tables: tuple[str, ...]
    color: str


AREAS = (
    Area(
        "Tenancy",
        "Centres, people and teams. What belongs to a centre carries its `organization_id`, and a reference "
        "between two such rows carries it too: it cannot lead into another centre.",
        (
            "organizations",
            "users",
            "user_preferences",
            "organization_memberships",
            "reading_groups",
            "memberships",
            "invitations",
            "join_requests",
            "refresh_tokens",
            "api_tokens",
        ),
        "#0b7285",
    ),
    Area(
        "Images",
        "DICOM's patient, study, series and instance, and the stored bytes behind them. Originals are never altered; a "
        "stored file is named by its SHA-256.",
        ("patients", "studies", "series", "series_uploaders", "instances", "stored_files"),
        "#5f3dc4",
    ),
    Area(
        "Reading",
        "A set is what a group reads: its labels, its samples, and the packages that share them out. An examination is "
        "one reader's reading of one sample; its annotations are a projection of its journal, "
        "`annotation_operations`, which only ever grows; `masks` holds the voxels of those that are painted.",
        (
            "reading_sets",
            "guideline_images",
            "labels",
            "samples",
            "sample_images",
            "packages",
            "package_items",
            "distributions",
            "agreement_runs",
            "disagreements",
            "adjudications",
            "adjudication_parents",
            "comment_threads",
            "thread_comments",
            "overlap_decisions",
            "trainings",
            "training_answers",
            "training_results",
            "blinding_lifts",
            "examinations",
            "annotations",
            "annotation_operations",
            "masks",
        ),
        "#2b8a3e",
    ),
    Area(
        "Running",
        "Long work and its traces: jobs with their steps (the rows are the truth, the queue only a trigger), uploads "
        "with the outcome of each file, and the audit.",
        (
            "jobs",
            "job_steps",
            "upload_jobs",
            "upload_parts",
            "upload_items",
            "exports",
            "releases",
            "release_files",
            "release_withdrawals",
            "annotation_imports",
            "audit_entries",
            "webhooks",
            "webhook_deliveries",
        ),
        "#495057",
    ),
    Area(
        "Radiomics",
        "Regions drawn on series, and the features extracted from them: a run takes a preset and makes a task for each "
        "series and region; values are float64 in the order that the task's feature schema names.",
        ("regions", "extraction_presets", "extraction_runs", "extraction_tasks", "feature_schemas"),
        "#a61e4d",
    ),
)


def tables_of(area: Area) -> list[Table]:
    return [Base.metadata.tables[name] for name in area.tables if name in Base.metadata.tables]


def complaints() -> Iterator[str]:
    """What is wrong with the areas, in words."""
    named = [name for area in AREAS for name in area.tables]
    for name in sorted(set(Base.metadata.tables) - set(named)):
        yield f"the table {name} stands in no area of scripts/schema_areas.py"
    for name in sorted(set(named) - set(Base.metadata.tables)):
        yield f"scripts/schema_areas.py names a table that is not in the models: {name}"


def in_creation_order() -> list[tuple[Area, Table]]:
    """Every table after those that it refers to; otherwise as the areas list them."""
    waiting = [(area, table) for area in AREAS for table in tables_of(area)]
    ordered: list[tuple[Area, Table]] = []
    made: set[str] = set()
    while waiting:
        ready = next(item for item in waiting if referred_to_by(item[1]) <= made)
        waiting.remove(ready)
        ordered.append(ready)
        made.add(ready[1].name)
    return ordered


def referred_to_by(table: Table) -> set[str]:
    return {key.referred_table.name for key in table.foreign_key_constraints} - {table.name}
