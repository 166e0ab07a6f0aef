"""Which samples lie together in a package, in which order: plain functions, the same answer for the same seed."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.models.distribution import Split


@dataclass(frozen=True)
class Card:
    """A sample to be dealt out."""

    sample_id: UUID
    patient_id: UUID | None = None
    modality: str = ""


def shuffled(cards: Iterable[Card], *seeds: object) -> list[Card]:
    """An order that follows from the seeds alone, whatever order they came in."""
    return sorted(cards, key=lambda card: rank(card.sample_id, *seeds))


def rank(key: UUID, *seeds: object) -> bytes:
    """Where something stands in the order of some seeds: as good as random, on every machine the same."""
    return hashlib.sha256(":".join(str(part) for part in (*seeds, key.hex)).encode()).digest()


def share(key: UUID, *seeds: object) -> float:
    """A number from 0 to 1 that follows from the seeds: below p for p of all keys."""
    return int.from_bytes(rank(key, *seeds)[:8], "big") / 2**64


def piles(
    cards: Sequence[Card], split: Split, *, seed: int, slot: int, size: int, readers: int = 0
) -> list[list[Card]]:
    """The packages of one slot: each sample in one of them, in the order in which it is read.

    By reader, there are as many for one as for the other; in the same slots the same, so that nobody's two packages
    share a sample. By patient, one that does not fit into a package alone makes it larger.
    """
    if split is Split.BY_READER and readers:
        return _equal(cards, -(-len(cards) // (size * readers)) * readers)
    if split is Split.RANDOM:
        return filled([[card] for card in shuffled(cards, seed, slot)], size)
    if split is Split.BY_PATIENT:
        return filled(by_patient(cards), size)
    return filled([[card] for card in cards], size)


def by_patient(cards: Sequence[Card]) -> list[list[Card]]:
    """The samples of each patient together, where the first of them stood; photographs have no patient."""
    together: dict[UUID, list[Card]] = {}
    for card in cards:
        together.setdefault(card.patient_id or card.sample_id, []).append(card)
    return list(together.values())


def filled(units: Iterable[list[Card]], size: int) -> list[list[Card]]:
    """Units laid into packages one after the other; none is torn apart."""
    packages: list[list[Card]] = []
    for unit in units:
        if not packages or len(packages[-1]) + len(unit) > size:
            packages.append([])
        packages[-1].extend(unit)
    return packages


def _equal(cards: Sequence[Card], count: int) -> list[list[Card]]:
    """So many packages, none with more than one sample above another, of modality alike."""
    if not cards:
        return []
    order = {card.sample_id: place for place, card in enumerate(cards)}
    dealt = sorted(cards, key=lambda card: (card.modality, order[card.sample_id]))
    packages = [dealt[start::count] for start in range(min(count, len(cards)))]
    return [sorted(package, key=lambda card: order[card.sample_id]) for package in packages]
