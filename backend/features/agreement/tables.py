"""The values of a run as CSV: one line each, in full precision."""

from collections.abc import Iterator

from backend.core.csv_lines import line, number, text
from backend.features.agreement.schemas import AgreementResults

HEAD = (
    "formula",
    "label",
    "measure",
    "round",
    "first",
    "second",
    "value",
    "low_95",
    "high_95",
    "cases",
    "unit",
    "reason",
    "interval_reason",
)


def table(results: AgreementResults) -> Iterator[str]:
    labels = {label.id: label.name for label in results.labels}
    raters = {
        rater.key: f"{rater.name or rater.kind.value} (round {rater.round}{', again' if rater.is_repeat else ''})"
        for rater in results.raters
    }
    yield line(HEAD)
    for of in results.values:
        yield line(
            (
                of.formula.value,
                text(labels.get(of.label or "")),
                text(of.measure),
                "" if of.round is None else str(of.round),
                text(raters.get(of.first or "")),
                text(raters.get(of.second or "")),
                *(number(value) for value in (of.value, of.low, of.high)),
                str(of.case_count),
                of.unit or "",
                of.reason or "",
                of.interval_reason or "",
            )
        )
