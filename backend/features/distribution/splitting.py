"""Dealing out anew what nobody has begun."""

import secrets
from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.distribution.controls import Controls
from backend.features.distribution.dealing import Card, piles
from backend.features.distribution.errors import ReadersMissing, SlotsBegun
from backend.features.distribution.schemas import MAX_SEED, PackagesSplit, SplitRead
from backend.features.distribution.service import DistributionService
from backend.features.packages.assigning import PackageAssigning
from backend.features.packages.filling import Laying
from backend.features.sets.service import SetService, require_open
from backend.models.distribution import Distribution, Split
from backend.models.sample_set import SampleSet
from backend.repositories.dealing import DealingRepository
from backend.repositories.packages import PackageRepository


class SplittingService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SetService(work)
        self.packages = PackageRepository(work.db)
        self.dealing = DealingRepository(work.db)
        self.settings = DistributionService(work)

    async def split(self, set_id: UUID, body: PackagesSplit, caller: Caller) -> SplitRead:
        """Deal out anew what nobody has begun; what somebody reads, or has read, stays where it lies."""
        sample_set = await self.sets.held_for(Action.ASSIGN_PACKAGE, set_id, caller)
        require_open(sample_set)
        if body.with_assigned:  # which of them are begun is what a blind lead must not learn
            await BlindingService(self.work).require_sight(sample_set, caller)
        distribution = await self.settings.of(sample_set)
        if (body.split or distribution.split) is Split.BY_READER and not body.reader_ids:
            raise ReadersMissing
        await self._set_aside(sample_set, body)
        await self._change_settings(sample_set, distribution, body)
        slots = range(1, sample_set.readers_per_sample + 1)
        dealt = [await self._deal(sample_set, distribution, slot, len(body.reader_ids)) for slot in slots]
        made = [key for packages, _ in dealt for key in packages]
        assigned = 0
        if body.reader_ids and made:
            given = await PackageAssigning(self.work).share_out(sample_set, made, body.reader_ids, caller)
            assigned = given.total()
        result = SplitRead(
            split=distribution.split,
            seed=distribution.seed,
            packages=len(made),
            samples=sum(samples for _, samples in dealt),
            assigned=assigned,
        )
        audit.record(
            self.work,
            caller,
            "set.packages_split",
            set_id,
            organization_id=sample_set.organization_id,
            **result.model_dump(mode="json"),
        )
        await self.work.flush()
        return result

    async def _set_aside(self, sample_set: SampleSet, body: PackagesSplit) -> None:
        """Take apart what is dealt out anew. What disagreeing readers were given beyond their number stays."""
        found = await self.dealing.not_started(sample_set, with_assigned=body.with_assigned)
        going = [package.id for package in found if package.slot <= sample_set.readers_per_sample]
        await self.dealing.drop_packages(going)
        wanted = body.readers_per_sample or sample_set.readers_per_sample
        if wanted < sample_set.readers_per_sample and await self.dealing.highest_slot(sample_set.id) > wanted:
            raise SlotsBegun

    async def _change_settings(self, sample_set: SampleSet, distribution: Distribution, body: PackagesSplit) -> None:
        sample_set.package_size = body.package_size or sample_set.package_size
        sample_set.readers_per_sample = body.readers_per_sample or sample_set.readers_per_sample
        split, seed = body.split or distribution.split, body.seed
        if seed is None and split is Split.RANDOM:
            seed = secrets.randbelow(MAX_SEED + 1)
        await self.settings.change(distribution, split=split, seed=distribution.seed if seed is None else seed)

    async def _deal(
        self, sample_set: SampleSet, distribution: Distribution, slot: int, readers: int
    ) -> tuple[list[UUID], int]:
        """Deal out what lies in no package of a slot; tells the packages made and how many samples lie in them."""
        cards = [Card(*known) for known in await self.dealing.undealt(sample_set.id, slot)]
        laying = Laying(sample_set, slot, await self.packages.last_position(sample_set.id))
        if distribution.split is Split.BY_PATIENT:
            cards = await self._lay_beside_their_patients(laying, cards)
        controls = await Controls.of(self.work, sample_set, distribution)
        room_for_controls = int(sample_set.package_size * distribution.control_share) if controls.known else 0
        dealt = piles(
            cards,
            distribution.split,
            seed=distribution.seed,
            slot=slot,
            size=max(1, sample_set.package_size - room_for_controls),
            readers=readers,
        )
        for pile in dealt:
            laying.lay(controls.mixed_into(pile, slot), laying.begin())
        await controls.make(self.work, sample_set)
        await self.dealing.add_packages(laying.packages)
        await self.dealing.lay(laying.items)
        return [row["id"] for row in laying.packages], len(laying.items)

    async def _lay_beside_their_patients(self, laying: Laying, cards: list[Card]) -> list[Card]:
        """What is of a patient of whom somebody reads already goes there; tells what is left."""
        patients = {card.patient_id for card in cards if card.patient_id}
        there = await self.dealing.trays_of_patients(laying.sample_set.id, laying.slot, patients)
        left = []
        for card in cards:
            tray = there.get(card.patient_id) if card.patient_id else None
            if tray is None:
                left.append(card)
            else:
                laying.lay([card], tray)
        return left
