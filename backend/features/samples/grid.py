"""The samples of a set as a grid: found by what is known of them, each with how far it is read."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.schemas import Characters
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.samples.reading import read_samples
from backend.features.samples.schemas import ReaderRead, SampleInGrid, SampleTray
from backend.features.sets.service import SetService
from backend.models.sample_set import SampleSet
from backend.repositories.sample_grid import SampleFilter, SampleGridRepository, SampleSort, SampleState, Tray
from backend.repositories.samples import SampleRepository

Words = Annotated[str, Characters]


def filter_of_query(
    search: Annotated[
        Words | None, Query(max_length=200, description="Words of the title, or of what the set shows of patients.")
    ] = None,
    modality: Annotated[Words | None, Query(max_length=16)] = None,
    state: Annotated[
        SampleState | None, Query(description="Of the reader named; else of the readings that the caller may see.")
    ] = None,
    reader: Annotated[UUID | None, Query(description="Samples in packages of this person.")] = None,
    package_id: Annotated[UUID | None, Query()] = None,
    sort: Annotated[SampleSort, Query()] = SampleSort.POSITION,
) -> SampleFilter:
    return SampleFilter(search, modality, state, reader, package_id, sort)


Filters = Annotated[SampleFilter, Depends(filter_of_query)]


class SampleGrid:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.samples = SampleRepository(work.db)
        self.grid = SampleGridRepository(work.db)

    async def listing(self, set_id: UUID, wanted: SampleFilter, caller: Caller, page: Page) -> Listing[SampleInGrid]:
        """One page of the samples that fit, in a fixed number of queries."""
        sample_set = await SetService(self.work).visible(set_id, caller)
        only = None if await self._sees_all(sample_set, caller) else caller.user_id
        ids, total = await self.grid.matching(sample_set, wanted, only, page)
        found = await self.samples.by_ids(ids)
        read = await read_samples(self.samples, [found[sample_id] for sample_id in ids], sample_set)
        states = await self.grid.states(ids, sample_set, wanted.reader, only)
        trays: dict[UUID, list[SampleTray]] = {}
        for tray in await self.grid.trays(ids, sample_set, only):
            trays.setdefault(tray.sample_id, []).append(_tray(tray))
        items = [
            SampleInGrid(**dict(sample), state=states[sample_id], packages=trays.get(sample_id, []))
            for sample_id, sample in zip(ids, read, strict=True)
        ]
        return Listing(items, total, page.page, page.page_size)

    async def _sees_all(self, sample_set: SampleSet, caller: Caller) -> bool:
        """Whether somebody sees everyone's packages and readings here, or only their own."""
        if not caller.may(Action.SEE_ALL_PACKAGES, in_=sample_set.group_id):
            return False
        return not await BlindingService(self.work).is_blind(sample_set, caller)


def _tray(tray: Tray) -> SampleTray:
    reader = ReaderRead(id=tray.reader_id, name=tray.reader_name or "") if tray.reader_id else None
    return SampleTray(package_id=tray.package_id, position=tray.position, reader=reader, state=tray.state)
