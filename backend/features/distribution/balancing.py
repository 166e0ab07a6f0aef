"""Who gets which package, so that all have about as much to read and nobody a sample twice: plain functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Pile:
    """A package to be given away."""

    package_id: UUID
    samples: frozenset[UUID]


@dataclass
class Hand:
    """What a reader has, and what they must not get once more."""

    reader_id: UUID
    load: int
    known: set[UUID]
    given: list[Pile] = field(default_factory=list)

    def may_take(self, pile: Pile) -> bool:
        return self.known.isdisjoint(pile.samples)

    def take(self, pile: Pile) -> None:
        self.given.append(pile)
        self.known |= pile.samples
        self.load += len(pile.samples)

    def give_back(self, pile: Pile) -> None:
        self.given.remove(pile)
        self.known -= pile.samples
        self.load -= len(pile.samples)


def balance(piles: Sequence[Pile], readers: Mapping[UUID, tuple[int, set[UUID]]]) -> dict[UUID, UUID]:
    """A reader for each package that somebody can take. Readers come with their load and the samples they know."""
    hands = [Hand(reader_id, load, set(known)) for reader_id, (load, known) in readers.items()]
    for pile in piles:
        able = [hand for hand in hands if hand.may_take(pile)]
        if able:
            min(able, key=lambda hand: hand.load).take(pile)
    while _even_out(hands):
        pass
    return {pile.package_id: hand.reader_id for hand in hands for pile in hand.given}


def _even_out(hands: Sequence[Hand]) -> bool:
    """Make two hands more alike by moving a package from who has more to who has less, or by exchanging two."""
    by_load = sorted(hands, key=lambda hand: hand.load)
    for rich in reversed(by_load):
        for poor in by_load:
            if rich.load - poor.load < 2:  # noqa: PLR2004 - one sample more is as even as it gets
                break
            if _move(rich, poor) or _exchange(rich, poor):
                return True
    return False


def _move(rich: Hand, poor: Hand) -> bool:
    difference = rich.load - poor.load
    for pile in rich.given:
        if len(pile.samples) < difference and poor.may_take(pile):
            rich.give_back(pile)
            poor.take(pile)
            return True
    return False


def _exchange(rich: Hand, poor: Hand) -> bool:
    """Packages of the same size are all alike here: only larger ones for smaller ones help."""
    difference = rich.load - poor.load
    for large in rich.given:
        if not poor.may_take(large):
            continue
        for small in poor.given:
            if 0 < len(large.samples) - len(small.samples) < difference and rich.may_take(small):
                rich.give_back(large)
                poor.give_back(small)
                rich.take(small)
                poor.take(large)
                return True
    return False
