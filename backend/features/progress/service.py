"""How far the readers of a set or a group are. Who is blind in a set learns of themselves alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from statistics import median
from uuid import UUID

from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.groups.errors import GroupNotFound
from backend.features.packages.schemas import AssigneeRead
from backend.features.packages.service import PackageService
from backend.features.progress.activity import active_seconds, median_seconds
from backend.features.progress.remembering import REMEMBERED
from backend.features.progress.schemas import (
    GroupProgress,
    GroupReader,
    GroupSet,
    PackageProgress,
    ReaderProgress,
    SetProgress,
)
from backend.features.sets.service import SetService
from backend.models.sample_set import SampleSet
from backend.repositories.groups import GroupRepository
from backend.repositories.package_search import PackageFilter
from backend.repositories.progress import DoneReading, Held, Key, ProgressRepository, Read
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.users import UserRepository

LATEST = 100


class ProgressService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.progress = ProgressRepository(work.db)
        self.blinding = BlindingService(work)

    async def of_set(self, set_id: UUID, caller: Caller) -> SetProgress:
        sample_set = await SetService(self.work).visible(set_id, caller)
        is_blind = await self.blinding.is_blind(sample_set, caller)
        if not is_blind and (counted := REMEMBERED.get(set_id, sample_set.round)):
            return counted
        own_in = [set_id] if is_blind else []
        held = await self.progress.held([set_id], own_in, caller.user_id)
        read = await self.progress.read([set_id], own_in, caller.user_id)
        overdue = await self.progress.overdue(sample_set, caller.user_id if is_blind else None)
        readers = await self._readers(sample_set, held, read, overdue)
        free = held.get((set_id, None), Held())
        times = [seconds for _, own_times in readers for seconds in own_times]
        progress = SetProgress(
            **_sums(held.values(), read.values()),
            set_id=set_id,
            set_name=sample_set.name,
            round=sample_set.round,
            is_own_only=is_blind,
            packages=sum(tray.packages for tray in held.values()),
            free_packages=None if is_blind else free.packages,
            free_samples=None if is_blind else free.samples,
            median_seconds=median(times) if times else None,
            readers=[row for row, _ in readers],
        )
        REMEMBERED.keep(progress)
        return progress

    async def of_packages(
        self, set_id: UUID, wanted: PackageFilter, caller: Caller, page: Page
    ) -> Listing[PackageProgress]:
        listing = await PackageService(self.work).listing(set_id, wanted, caller, page)
        seen = [package.id for package in listing.items if package.done_count]
        done = await self.progress.done_in_packages(seen)
        moments = await self.progress.moments([reading.id for readings in done.values() for reading in readings])
        items = [
            PackageProgress(
                package=package,
                median_seconds=median_seconds(_moments(reading, moments) for reading in done.get(package.id, ())),
            )
            for package in listing.items
        ]
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def of_group(self, group_id: UUID, caller: Caller) -> GroupProgress:
        if await GroupRepository(self.work.db).get_visible(group_id, caller) is None:
            raise GroupNotFound
        sets = await SampleSetRepository(self.work.db).all_of_group(group_id)
        ids = [sample_set.id for sample_set in sets]
        blind = await self.blinding.blind_in(ids, caller)
        held = await self.progress.held(ids, blind, caller.user_id)
        read = await self.progress.read(ids, blind, caller.user_id)
        names = await UserRepository(self.work.db).names(_readers(held, read))
        return GroupProgress(
            **_sums(held.values(), read.values()),
            group_id=group_id,
            sets=[_of_set(sample_set, held, read, blind) for sample_set in sets],
            readers=_over_sets(names, held, read),
        )

    async def _readers(
        self, sample_set: SampleSet, held: Mapping[Key, Held], read: Mapping[Key, Read], overdue: Mapping[UUID, int]
    ) -> list[tuple[ReaderProgress, list[float]]]:
        """A row for each reader, by name, with how long the last samples took them."""
        names = await UserRepository(self.work.db).names(_readers(held, read))
        rows = []
        for reader_id, name in sorted(names.items(), key=lambda item: (item[1], str(item[0]))):
            key = (sample_set.id, reader_id)
            latest = await self.progress.latest_done(sample_set, reader_id, LATEST)
            times = await self._seconds(latest)
            row = ReaderProgress(
                **_sums([held.get(key, Held())], [read.get(key, Read())]),
                reader=AssigneeRead(id=reader_id, name=name),
                packages=held.get(key, Held()).packages,
                overdue_packages=overdue.get(reader_id, 0),
                median_seconds=median(times) if times else None,
                last_done_at=latest[0].done_at if latest else None,
            )
            rows.append((row, times))
        return rows

    async def _seconds(self, readings: Sequence[DoneReading]) -> list[float]:
        moments = await self.progress.moments([reading.id for reading in readings])
        return [active_seconds(_moments(reading, moments)) for reading in readings]


def _moments(reading: DoneReading, operations: Mapping[UUID, list[datetime]]) -> list[datetime]:
    """From the reading's beginning on."""
    return [reading.begun_at, *operations.get(reading.id, ())]


def _readers(held: Mapping[Key, Held], read: Mapping[Key, Read]) -> set[UUID]:
    return {reader_id for _, reader_id in (*held, *read) if reader_id is not None}


def _sums(held: Iterable[Held], read: Iterable[Read]) -> dict[str, int]:
    readings = list(read)
    totals = {name: sum(asdict(row)[name] for row in readings) for name in asdict(Read())}
    return {"samples": sum(tray.samples for tray in held), **totals}


def _of_set(
    sample_set: SampleSet, held: Mapping[Key, Held], read: Mapping[Key, Read], blind: Collection[UUID]
) -> GroupSet:
    return GroupSet(
        **_sums(
            [tray for (set_id, _), tray in held.items() if set_id == sample_set.id],
            [reading for (set_id, _), reading in read.items() if set_id == sample_set.id],
        ),
        set_id=sample_set.id,
        set_name=sample_set.name,
        is_archived=sample_set.archived_at is not None,
        is_own_only=sample_set.id in blind,
        round=sample_set.round,
    )


def _over_sets(names: Mapping[UUID, str], held: Mapping[Key, Held], read: Mapping[Key, Read]) -> list[GroupReader]:
    rows = []
    for reader_id, name in sorted(names.items(), key=lambda item: (item[1], str(item[0]))):
        trays = [tray for (_, holder), tray in held.items() if holder == reader_id]
        readings = [reading for (_, reader), reading in read.items() if reader == reader_id]
        rows.append(
            GroupReader(
                **_sums(trays, readings),
                reader=AssigneeRead(id=reader_id, name=name),
                packages=sum(tray.packages for tray in trays),
            )
        )
    return rows
