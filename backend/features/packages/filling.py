"""Lays samples into trays, in the order they came."""

from collections.abc import Sequence
from uuid import UUID

from backend.core.work import UnitOfWork
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample_set import SampleSet
from backend.repositories.packages import PackageRepository


class PackageFiller:
    """Works under the lock of the set, which its caller holds."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.packages = PackageRepository(work.db)

    async def fill(self, sample_set: SampleSet, sample_ids: Sequence[UUID]) -> None:
        """Every sample goes into one tray per reader. A tray that somebody has is left alone."""
        for slot in range(1, sample_set.readers_per_sample + 1):
            await self._fill_slot(sample_set, slot, sample_ids)
        await self.work.flush()

    async def _fill_slot(self, sample_set: SampleSet, slot: int, sample_ids: Sequence[UUID]) -> None:
        tray, used, last = await self.packages.open_tray(sample_set.id, slot) or (None, 0, 0)
        for sample_id in sample_ids:
            if tray is None or used >= sample_set.package_size:
                tray, used, last = await self._new_tray(sample_set, slot), 0, 0
            used, last = used + 1, last + 1
            self.work.db.add(
                PackageItem(package_id=tray.id, sample_id=sample_id, set_id=sample_set.id, slot=slot, position=last)
            )

    async def _new_tray(self, sample_set: SampleSet, slot: int) -> Package:
        position = await self.packages.last_position(sample_set.id) + 1
        tray = self.packages.add(Package(set_id=sample_set.id, slot=slot, position=position))
        await self.work.flush()
        return tray
