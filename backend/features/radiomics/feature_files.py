"""The values of a run as CSV: a row per region, a row per value, or, as QuantImage has it, a row per patient."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

from backend.core.csv_lines import END, line, number, text
from backend.features.radiomics.feature_forms import FeatureNames, Layout
from backend.features.radiomics.feature_ids import FeatureId
from backend.features.radiomics.result_errors import ColumnsClash
from backend.features.radiomics.run_results import ResultRow, RunResults, Values

DESCRIBING = (
    "patient",
    "modality",
    "region",
    "series_instance_uid",
    "state",
    "error",
    "preset",
    "preset_hash",
    "image_hash",
    "region_hash",
    "pyradiomics_version",
    "simpleitk_version",
    "numpy_version",
    "computed_at",
    "seconds",
    "stale",
    "reused",
    "study_instance_uid",
)
NOT_COMPUTABLE = "not_computable"
VALUE_COLUMNS = ("feature", "value", NOT_COMPUTABLE)


def csv_lines(results: RunResults, layout: Layout, names: FeatureNames) -> AsyncIterator[str]:
    """The whole run, with full precision. Raises ColumnsClash at once where that form cannot tell regions apart."""
    if layout is Layout.LONG:
        return _long(results, names)
    if names is FeatureNames.QUANTIMAGE:
        return _per_patient(results, _studies(results))
    return _per_region(results)


async def _per_region(results: RunResults) -> AsyncIterator[str]:
    """A row per region in every state; an empty cell is not computable, which the column of that name explains."""
    columns = results.columns
    yield line([*DESCRIBING, NOT_COMPUTABLE, *columns])
    async for row, values in results.with_values(results.rows):
        reasons = "; ".join(f"{name}: {reason}" for name, reason in values.reasons.items())
        cells = (number(values.by_name.get(name)) for name in columns)
        yield line([*describe(results, row, values), text(reasons)], cells)


async def _long(results: RunResults, names: FeatureNames) -> AsyncIterator[str]:
    """A row per value; a region without any has one row, which says why."""
    yield line([*DESCRIBING, *VALUE_COLUMNS])
    named = feature_id if names is FeatureNames.QUANTIMAGE else _as_it_is
    async for row, values in results.with_values(results.rows):
        described = describe(results, row, values)
        if not values.by_name:
            yield line([*described, "", "", text(row.error)])
            continue
        whose = line(described).removesuffix(END)
        yield "".join(
            f"{whose},{line([text(named(results, row, name)), number(value), text(values.reasons.get(name))])}"
            for name, value in values.by_name.items()
        )


async def _per_patient(results: RunResults, studies: Sequence[Sequence[ResultRow]]) -> AsyncIterator[str]:
    """A row per patient and study with every modality and region in columns of its own."""
    columns = _ids(results)
    yield line(["PatientID", "StudyInstanceUID", *map(text, columns)])
    for rows in studies:
        cells: dict[str, str] = {}
        async for row, values in results.with_values(rows):
            cells |= {feature_id(results, row, name): number(value) for name, value in values.by_name.items()}
        known = [text(rows[0].patient_label), rows[0].of.study_uid]
        yield line(known, (cells.get(name, "") for name in columns))


def _studies(results: RunResults) -> list[list[ResultRow]]:
    """The regions of each study. Raises ColumnsClash where two of them have one name and modality."""
    studies: dict[str, list[ResultRow]] = {}
    for row in results.rows:
        studies.setdefault(row.of.study_uid, []).append(row)
    for rows in studies.values():
        counts = Counter((row.modality, results.rois[row.of.task_id]) for row in rows if row.is_done)
        (modality, roi), count = counts.most_common(1)[0] if counts else (("", ""), 0)
        if count > 1:
            raise ColumnsClash(
                f"A study has {count} regions {roi} on {modality}, which would share their columns. "
                "Take the long form, or extract again with keys that tell the series apart."
            )
    return list(studies.values())


def _ids(results: RunResults) -> list[str]:
    """Modality by modality and region by region, in the order in which they first come; then the run's features."""
    kinds: dict[tuple[str, str], set[str]] = {}
    for row in results.rows:
        if row.of.schema_hash is not None:
            kinds.setdefault((row.modality, results.rois[row.of.task_id]), set()).add(row.of.schema_hash)
    return [
        str(FeatureId(modality, roi, name))
        for (modality, roi), hashes in kinds.items()
        for name in results.columns_of(hashes)
    ]


def _as_it_is(_: RunResults, __: ResultRow, name: str) -> str:
    return name


def feature_id(results: RunResults, row: ResultRow, name: str) -> str:
    return str(FeatureId(row.modality, results.rois[row.of.task_id], name))


def describe(results: RunResults, row: ResultRow, values: Values) -> list[str]:
    task, run = row.of, results.run
    versions: dict[str, Any] = values.provenance.get("versions", {})
    return [
        text(row.patient_label),
        text(row.modality),
        text(row.region_name),
        task.series_uid,
        task.state.value,
        text(row.error),
        text(f"{run.preset.name} v{run.preset.version}"),
        run.preset.content_hash,
        values.provenance.get("image_hash", ""),
        task.region_hash or "",
        versions.get("pyradiomics", ""),
        versions.get("SimpleITK", ""),
        versions.get("numpy", ""),
        task.finished_at.isoformat() if task.finished_at else "",
        number(task.seconds),
        "yes" if row.is_stale else "no",
        "yes" if task.reused else "no",
        row.of.study_uid,
    ]
