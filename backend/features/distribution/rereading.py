"""What happens by itself in a set: readers read samples once more, and one more is asked where readers disagree.

In passes that are short: each decides about so many samples, and the next goes on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id, now
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.distribution.comparing import ReadingComparison, of_all
from backend.features.distribution.dealing import Card, filled, share, shuffled
from backend.features.distribution.schemas import Passed
from backend.features.distribution.service import DistributionService
from backend.features.packages.filling import Laying, PackageFiller
from backend.features.samples.copies import Copy, SampleCopying
from backend.features.sets.service import SetService, require_open
from backend.models.distribution import Distribution
from backend.models.overlap_decision import OverlapDecision
from backend.models.sample import SamplePurpose
from backend.models.sample_set import SampleSet
from backend.repositories.dealing import DealingRepository, repeat_key
from backend.repositories.packages import PackageRepository
from backend.repositories.rereading import RereadingRepository
from backend.repositories.sample_sets import SampleSetRepository

AT_ONCE = 200


class RereadingService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.rows = RereadingRepository(work.db)
        self.packages = PackageRepository(work.db)
        self.dealing = DealingRepository(work.db)

    async def run(self, set_id: UUID, caller: Caller) -> Passed:
        """One pass, asked for by a lead."""
        sample_set = await SetService(self.work).held_for(Action.EDIT_SET, set_id, caller)
        require_open(sample_set)
        await BlindingService(self.work).require_sight(sample_set, caller)
        return await self._pass(sample_set, caller, now())

    async def look_after(self, set_id: UUID, at: datetime | None = None) -> Passed:
        """One pass by the schedule."""
        sample_set = await SampleSetRepository(self.work.db).locked(set_id)
        if sample_set is None or sample_set.archived_at is not None:
            return Passed(repeats=0, extra_readings=0)
        return await self._pass(sample_set, None, at or now())

    async def _pass(self, sample_set: SampleSet, caller: Caller | None, at: datetime) -> Passed:
        distribution = await DistributionService(self.work).of(sample_set)
        repeats = await self._repeat(sample_set, distribution, at) if distribution.repeat_share else 0
        extra = await self._extend(sample_set, distribution) if distribution.extra_readers else 0
        passed = Passed(repeats=repeats, extra_readings=extra)
        if repeats or extra:
            audit.record(
                self.work,
                caller,
                "set.reissued",
                sample_set.id,
                organization_id=sample_set.organization_id,
                **passed.model_dump(),
            )
        await self.work.flush()
        return passed

    async def _repeat(self, sample_set: SampleSet, distribution: Distribution, at: datetime) -> int:
        """Lay what is due once more into packages of the same readers, in another order."""
        before = at - timedelta(days=distribution.repeat_after_days)
        due: dict[UUID, list[UUID]] = {}
        for reader_id, sample_id in await self.rows.done_before(sample_set, before):
            if share(sample_id, distribution.seed, reader_id.hex, "repeat") < distribution.repeat_share:
                due.setdefault(reader_id, []).append(sample_id)
        made = 0
        for reader_id, sample_ids in due.items():
            made += await self._repeat_for(sample_set, distribution, reader_id, sample_ids)
        return made

    async def _repeat_for(
        self, sample_set: SampleSet, distribution: Distribution, reader_id: UUID, sample_ids: Sequence[UUID]
    ) -> int:
        """Whole packages only, as long as there is more to read: a small one would be known for what it is."""
        keys = {sample_id: repeated(reader_id, sample_id, sample_set.round) for sample_id in sample_ids}
        made = await self.rows.copies_with_keys(sample_set.id, repeat_key(reader_id))
        waiting = [Card(sample_id) for sample_id, key in keys.items() if key not in made]
        size = sample_set.package_size
        if await self.rows.has_more_to_read(sample_set, reader_id):
            waiting = waiting[: len(waiting) // size * size]
        in_order = shuffled(waiting, distribution.seed, reader_id.hex, "order")
        for pile in filled([[card] for card in in_order], size):
            originals = [card.sample_id for card in pile]
            await reissue(self.work, sample_set, reader_id, {key: keys[key] for key in originals})
        return len(in_order)

    async def _extend(self, sample_set: SampleSet, distribution: Distribution) -> int:
        """Ask one more reader where those who were asked are not alike enough."""
        most = sample_set.readers_per_sample + distribution.extra_readers
        found = await self.rows.fully_read(sample_set, most, AT_ONCE)
        readings = await self.rows.done_readings(sample_set, [sample_id for sample_id, _ in found])
        marks = await ReadingComparison(self.work).marks(readings)
        more: dict[int, list[Card]] = {}
        for sample_id, readers in found:
            said = [marks[reading.id] for reading in readings if reading.sample_id == sample_id]
            alike = of_all(sample_set.task, said)
            is_extended = alike is not None and alike < distribution.alike_from
            self.rows.add(
                OverlapDecision(
                    sample_id=sample_id,
                    round=sample_set.round,
                    readers=readers,
                    set_id=sample_set.id,
                    likeness=alike,
                    alike_from=distribution.alike_from,
                    is_extended=is_extended,
                )
            )
            if is_extended:
                more.setdefault(readers + 1, []).append(Card(sample_id))
        for slot, cards in more.items():
            await PackageFiller(self.work).lay_more(sample_set, slot, cards)
        return sum(len(cards) for cards in more.values())


def repeated(reader_id: UUID, sample_id: UUID, turn: int | str) -> str:
    """The content key of what somebody reads once more: once in a round, or once in an attempt."""
    return f"{repeat_key(reader_id)}{sample_id.hex}:{turn}"


async def reissue(work: UnitOfWork, sample_set: SampleSet, reader_id: UUID, keys: dict[UUID, str]) -> UUID:
    """Lay samples, by their keys, once more into a new package of a reader, under the lock of the set."""
    copies = [Copy(new_id(), original, SamplePurpose.REPEAT, key) for original, key in keys.items()]
    await SampleCopying(work).make(sample_set, copies)
    laying = Laying(sample_set, 1, await PackageRepository(work.db).last_position(sample_set.id))
    laying.lay([Card(copy.id) for copy in copies], laying.begin())
    dealing = DealingRepository(work.db)
    await dealing.add_packages(laying.packages)
    await dealing.lay(laying.items)
    package_id: UUID = laying.packages[0]["id"]
    await dealing.assign_all({package_id: reader_id})
    return package_id
