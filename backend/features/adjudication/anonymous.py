"""Readings without their readers: by letters that mean somebody else in each sample."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from backend.models.examination import Examination

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def by_alias(readings: Iterable[Examination]) -> dict[str, Examination]:
    """Always the same for one sample, in an order that says nothing of anybody."""
    ordered = sorted(readings, key=lambda reading: _shuffled(reading.sample_id, reading.reader_id))
    return {alias(number): reading for number, reading in enumerate(ordered)}


def alias(number: int) -> str:
    """A, B to Z, then A2, B2 and so on."""
    turn, letter = divmod(number, len(LETTERS))
    return LETTERS[letter] + (str(turn + 1) if turn else "")


def _shuffled(sample_id: UUID, reader_id: UUID) -> bytes:
    return hashlib.sha256(sample_id.bytes + reader_id.bytes).digest()
