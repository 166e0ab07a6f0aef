"""Dealing samples out and packages to readers: what holds whatever the samples are."""

import random
from collections import Counter
from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from backend.features.distribution.balancing import Pile, balance
from backend.features.distribution.dealing import Card, piles, share, shuffled
from backend.models.distribution import Split

pytestmark = pytest.mark.once


def cards(count: int, *, patients: int = 0, modalities: tuple[str, ...] = ("CT",)) -> list[Card]:
    people = [uuid4() for _ in range(patients)]
    return [
        Card(uuid4(), people[place % patients] if patients else None, modalities[place % len(modalities)])
        for place in range(count)
    ]


def deal(
    dealt: list[Card], split: Split, *, seed: int = 1, slot: int = 1, size: int = 4, readers: int = 0
) -> list[list[Card]]:
    return piles(dealt, split, seed=seed, slot=slot, size=size, readers=readers)


class TestPiles:
    @pytest.mark.parametrize("split", list(Split))
    def test_each_sample_lies_in_one_package(self, split: Split) -> None:
        given = cards(23, patients=7, modalities=("CT", "MR"))

        dealt = deal(given, split, readers=3)

        assert Counter(card for pile in dealt for card in pile) == Counter(given)

    def test_upload_order_is_kept(self) -> None:
        given = cards(6)

        assert deal(given, Split.UPLOAD_ORDER) == [given[:4], given[4:]]

    def test_random_follows_from_the_seed_alone(self) -> None:
        given = cards(40)
        another_order = random.Random(3).sample(given, 40)

        assert deal(given, Split.RANDOM) == deal(another_order, Split.RANDOM)
        assert deal(given, Split.RANDOM) != deal(given, Split.RANDOM, seed=2)
        assert deal(given, Split.RANDOM) != deal(given, Split.RANDOM, slot=2)

    def test_a_patient_never_spans_packages(self) -> None:
        given = cards(60, patients=17)

        dealt = deal(given, Split.BY_PATIENT, size=8)

        homes = [{card.patient_id for card in pile} for pile in dealt]
        assert sum(len(home) for home in homes) == 17
        assert all(len(pile) <= 8 for pile in dealt)

    def test_a_patient_with_more_than_a_package_makes_it_larger(self) -> None:
        given = cards(9, patients=1) + cards(2)

        assert [len(pile) for pile in deal(given, Split.BY_PATIENT, size=4)] == [9, 2]

    @pytest.mark.parametrize(("count", "readers", "size"), [(23, 3, 4), (5, 8, 2), (100, 7, 20), (1, 1, 1)])
    def test_by_reader_all_have_as_much_and_of_modalities_alike(self, count: int, readers: int, size: int) -> None:
        given = cards(count, modalities=("CT", "CT", "MR"))

        dealt = deal(given, Split.BY_READER, size=size, readers=readers)

        sizes = [len(pile) for pile in dealt]
        mixes = [sum(card.modality == "MR" for card in pile) for pile in dealt]
        assert max(sizes) <= size
        assert max(sizes) - min(sizes) <= 1
        assert max(mixes) - min(mixes) <= 1
        assert len(dealt) % readers == 0 or len(dealt) == count

    def test_nothing_makes_no_package(self) -> None:
        assert [deal([], split, readers=2) for split in Split] == [[]] * len(Split)


class TestChance:
    def test_a_share_is_about_what_it_says(self) -> None:
        drawn = [share(uuid4(), 5, "repeat") for _ in range(4000)]

        assert 0.17 < sum(value < 0.2 for value in drawn) / 4000 < 0.23

    def test_shuffles_differ_by_seed(self) -> None:
        given = cards(30)

        assert shuffled(given, 1) != shuffled(given, 2)


def overlapping(count: int, slots: int, size: int = 5) -> list[Pile]:
    """The same samples in packages of several slots."""
    samples = [frozenset(uuid4() for _ in range(size)) for _ in range(count)]
    return [Pile(uuid4(), pile) for _ in range(slots) for pile in samples]


class TestBalance:
    @pytest.mark.parametrize(("count", "slots", "readers"), [(3, 2, 3), (12, 2, 4), (10, 3, 3), (9, 1, 2)])
    def test_all_get_about_as_much_and_nothing_twice(self, count: int, slots: int, readers: int) -> None:
        given = overlapping(count, slots)
        people = [uuid4() for _ in range(readers)]

        chosen = balance(given, {reader: (0, set()) for reader in people})

        by_reader: dict[UUID, list[frozenset[UUID]]] = {reader: [] for reader in people}
        for pile in given:
            by_reader[chosen[pile.package_id]].append(pile.samples)
        loads = sorted(len(piles) for piles in by_reader.values())
        assert loads[-1] - loads[0] <= 1
        assert all(len(frozenset().union(*piles)) == 5 * len(piles) for piles in by_reader.values())

    def test_who_has_more_already_gets_less(self) -> None:
        busy, idle = uuid4(), uuid4()

        chosen = balance(overlapping(4, 1), {busy: (10, set()), idle: (0, set())})

        assert Counter(chosen.values()) == {idle: 3, busy: 1}

    def test_what_nobody_may_get_is_left(self) -> None:
        (pile,) = overlapping(1, 1)

        assert balance([pile], {uuid4(): (0, set(pile.samples))}) == {}

    def test_never_to_somebody_who_knows_a_sample_however_uneven(self) -> None:
        given = overlapping(6, 1)
        knowing, other = uuid4(), uuid4()
        known = set().union(*(pile.samples for pile in given[1:]))

        chosen = balance(given, {knowing: (0, known), other: (0, set())})

        assert [chosen[pile.package_id] for pile in given[1:]] == [other] * 5
        assert chosen[given[0].package_id] == knowing


def test_pairs_of_orders_are_not_alike() -> None:
    given = cards(50)
    orders = [shuffled(given, seed) for seed in range(5)]

    for one, other in pairwise(orders):
        assert sum(a == b for a, b in zip(one, other, strict=True)) < 15
