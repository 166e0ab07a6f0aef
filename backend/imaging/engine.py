"""Whether features can be computed on this machine, and with which versions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EngineStatus:
    available: bool
    reason: str  # empty when available
    versions: dict[str, str]


def engine_status() -> EngineStatus:
    raise NotImplementedError
