"""Cases with a known answer, mixed unnoticed among those to be read."""

from collections.abc import Collection, Sequence
from uuid import UUID

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.features.distribution.dealing import Card, share, shuffled
from backend.features.samples.copies import Copy, SampleCopying
from backend.models.distribution import Distribution
from backend.models.sample import SamplePurpose
from backend.models.sample_set import SampleSet
from backend.repositories.known_answers import KnownAnswerRepository


class Controls:
    """Chooses control cases by the seed of the set, and makes samples of those that were chosen."""

    def __init__(self, rate: float, seed: int, known: Sequence[UUID]) -> None:
        self.after_each = rate / (1 - rate) if known else 0.0
        self.seed = seed
        self.known = [Card(sample_id) for sample_id in known]
        self.chosen: list[Copy] = []

    @classmethod
    async def of(cls, work: UnitOfWork, sample_set: SampleSet, distribution: Distribution | None) -> "Controls":
        if distribution is None or distribution.control_share == 0:
            return cls(0.0, 0, [])
        known = await KnownAnswerRepository(work.db).of_set(sample_set.id)
        return cls(distribution.control_share, distribution.seed, list(known))

    def mixed_into(self, cards: Sequence[Card], slot: int) -> list[Card]:
        """Cards with controls between them: never one that lies there as itself, none twice while there are others."""
        avoid = {card.sample_id for card in cards}
        mixed = []
        for card in cards:
            mixed.append(card)
            if share(card.sample_id, self.seed, slot, "control") < self.after_each:
                mixed += self._one(card, slot, avoid)
        return mixed

    def _one(self, card: Card, slot: int, avoid: Collection[UUID]) -> list[Card]:
        times = {known.sample_id: 0 for known in self.known if known.sample_id not in avoid}
        if not times:
            return []
        for copy in self.chosen:
            if copy.original_id in times:
                times[copy.original_id] += 1
        fewest = min(times.values())
        rested = [known for known in self.known if times.get(known.sample_id) == fewest]
        original = shuffled(rested, self.seed, slot, card.sample_id.hex)[0].sample_id
        key = new_id()
        self.chosen.append(Copy(key, original, SamplePurpose.CONTROL, f"control:{original.hex}:{key.hex}"))
        return [Card(key, card.patient_id, card.modality)]

    async def make(self, work: UnitOfWork, sample_set: SampleSet) -> None:
        """Make the samples that were chosen: before they are laid into packages."""
        if self.chosen:
            await SampleCopying(work).make(sample_set, self.chosen)
