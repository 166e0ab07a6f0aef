"""What checks find in a file, and what that makes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.imaging.facts import Outcome, Remark

_SEVERITY: tuple[Outcome, ...] = ("stored", "stored_with_warning", "quarantined", "refused")


@dataclass(frozen=True)
class Finding:
    outcome: Outcome
    remark: Remark


def warning(code: str, place: str, message: str) -> Finding:
    return Finding("stored_with_warning", Remark(code, place, message))


def quarantine(code: str, place: str, message: str) -> Finding:
    return Finding("quarantined", Remark(code, place, message))


def refusal(code: str, place: str, message: str) -> Finding:
    return Finding("refused", Remark(code, place, message))


def worst(findings: Iterable[Finding]) -> Outcome:
    return max((finding.outcome for finding in findings), key=_SEVERITY.index, default="stored")


def remarks(findings: Iterable[Finding]) -> tuple[Remark, ...]:
    """Give the remarks, the gravest first and each once."""
    ordered = sorted(findings, key=lambda finding: -_SEVERITY.index(finding.outcome))
    return tuple(dict.fromkeys(finding.remark for finding in ordered))
