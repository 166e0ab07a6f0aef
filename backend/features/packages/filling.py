"""Lays samples into packages as they come, in the way that their set is dealt out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.features.distribution.controls import Controls
from backend.features.distribution.dealing import Card, by_patient, shuffled
from backend.models.distribution import Distribution, Split
from backend.models.sample_set import SampleSet
from backend.repositories.dealing import DealingRepository, Tray
from backend.repositories.packages import PackageRepository


class PackageFiller:
    """Works under the lock of the set, which its caller holds."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.packages = PackageRepository(work.db)
        self.dealing = DealingRepository(work.db)

    async def fill(self, sample_set: SampleSet, sample_ids: Sequence[UUID]) -> None:
        """Every sample goes into one package per reader. A package that somebody has is left alone, but where patients
        are kept together: what comes of a patient goes where the others of this patient are.
        """
        dealt = (await self.dealing.of_sets([sample_set.id])).get(sample_set.id)
        cards = [Card(*known) for known in await self.dealing.cards(sample_ids)]
        for slot in range(1, sample_set.readers_per_sample + 1):
            await self._fill_slot(sample_set, dealt, slot, cards)
        await self.work.flush()

    async def lay_more(self, sample_set: SampleSet, slot: int, cards: Sequence[Card]) -> None:
        """Lay samples into packages of one slot more, as they come."""
        await self._fill_slot(sample_set, None, slot, cards)
        await self.work.flush()

    async def _fill_slot(
        self, sample_set: SampleSet, dealt: Distribution | None, slot: int, cards: Sequence[Card]
    ) -> None:
        split = dealt.split if dealt else Split.UPLOAD_ORDER
        laying = Laying(sample_set, slot, await self.packages.last_position(sample_set.id))
        laying.open = await self._open_tray(sample_set.id, slot)
        controls = await Controls.of(self.work, sample_set, dealt)
        if split is Split.BY_PATIENT:
            patients = {card.patient_id for card in cards if card.patient_id}
            there = await self.dealing.trays_of_patients(sample_set.id, slot, patients)
            for unit in by_patient(cards):
                into = there.get(unit[0].patient_id) if unit[0].patient_id else None
                laying.lay(controls.mixed_into(unit, slot), into)
        else:
            in_order = shuffled(cards, dealt.seed, slot) if dealt and split is Split.RANDOM else cards
            for card in controls.mixed_into(in_order, slot):
                laying.lay([card])
        await controls.make(self.work, sample_set)
        await self.dealing.add_packages(laying.packages)
        await self.dealing.lay(laying.items)

    async def _open_tray(self, set_id: UUID, slot: int) -> Tray | None:
        found = await self.packages.open_tray(set_id, slot)
        return Tray(found[0].id, found[1], found[2]) if found else None


class Laying:
    """Samples laid into packages of one slot: rows still to be written."""

    def __init__(self, sample_set: SampleSet, slot: int, last_position: int) -> None:
        self.sample_set = sample_set
        self.slot = slot
        self.position = last_position
        self.open: Tray | None = None
        self.packages: list[dict[str, Any]] = []
        self.items: list[dict[str, Any]] = []

    def lay(self, cards: Sequence[Card], into: Tray | None = None) -> None:
        """Lay cards into one package together: the one given, the open one if they fit, or else a new one."""
        tray = into
        if tray is None:
            if self.open is None or (self.open.used and self.open.used + len(cards) > self.sample_set.package_size):
                self.open = self.begin()
            tray = self.open
        for card in cards:
            tray.used, tray.last = tray.used + 1, tray.last + 1
            self.items.append(
                {
                    "package_id": tray.package_id,
                    "sample_id": card.sample_id,
                    "set_id": self.sample_set.id,
                    "slot": self.slot,
                    "position": tray.last,
                }
            )

    def begin(self) -> Tray:
        """A new package, after those that are there."""
        self.position += 1
        key = new_id()
        self.packages.append(
            {"id": key, "set_id": self.sample_set.id, "slot": self.slot, "position": self.position, "priority": 0}
        )
        return Tray(key)
