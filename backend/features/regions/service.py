"""Regions of interest: found in structure files, tied to their images, and given their masks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.regions.reading import read_regions
from backend.features.regions.schemas import RegionRead
from backend.features.samples.errors import SampleNotFound
from backend.features.sets.service import SetService
from backend.imaging.region_info import RegionInfo
from backend.imaging.regions import RegionFailure, RegionMask
from backend.models.instance import Instance
from backend.models.region import Region, RegionOrigin, RegionState
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.repositories.instances import ImageFile, InstanceRepository
from backend.repositories.regions import RegionRepository
from backend.repositories.samples import SampleRepository
from backend.repositories.series import SeriesRepository

NAME_LENGTH = 400
Result = RegionMask | RegionFailure


@dataclass(frozen=True)
class Placement:
    """The series a region lies on; or why it lies on none yet, or (with a state of failed) never will."""

    series: Series | None
    reason: str | None = None
    state: RegionState = RegionState.PENDING


@dataclass(frozen=True)
class SeriesPlan:
    """The regions to rasterise on one series, and its images."""

    series_id: UUID
    numbers: tuple[int, ...]
    images: tuple[ImageFile, ...]


class RegionService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.instances = InstanceRepository(work.db)
        self.regions = RegionRepository(work.db)
        self.series = SeriesRepository(work.db)

    async def in_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[RegionRead]:
        sample_set = await SetService(self.work).visible(set_id, caller)
        return await self._read(await self.regions.in_set(set_id, caller, page), sample_set)

    async def on_sample(self, sample_id: UUID, caller: Caller, page: Page) -> Listing[RegionRead]:
        sample = await SampleRepository(self.work.db).get_visible(sample_id, caller)
        if sample is None:
            raise SampleNotFound
        sample_set = await SetService(self.work).visible(sample.set_id, caller)
        return await self._read(await self.regions.on_sample(sample_id, caller, page), sample_set)

    async def structures_to_read(self, upload_id: UUID) -> list[UUID]:
        """The structure files that a delivery brought, or whose images it brought or completed."""
        grown = await self.series.grown_by_upload(upload_id)
        touched = await self.series.image_series_of_upload(upload_id)
        brought = await self.instances.structures_of_upload(upload_id)
        found = {*brought, *await self.regions.sources_on(grown), *await self.regions.waiting_sources(touched)}
        return sorted(found)

    async def plan(self, source_id: UUID, infos: Sequence[RegionInfo]) -> list[SeriesPlan]:
        """Write down the regions of a structure file, and say which to rasterise on which series."""
        source = await self.instances.locked(source_id)
        if source is None:
            return []
        known = await self.regions.of_source(source_id)
        by_series: dict[UUID, list[int]] = {}
        for number, info in {info.number: info for info in reversed(infos)}.items():
            region = known.get(number) or self._new(source, info)
            placement = await self._placement(source, info)
            if placement.series is None:
                region.state, region.reason, region.reason_code = placement.state, placement.reason, None
                region.updated_at = now()
            else:
                region.series_id = placement.series.id
                by_series.setdefault(placement.series.id, []).append(number)
        await self.work.flush()
        return [
            SeriesPlan(series_id, tuple(sorted(numbers)), tuple(await self.instances.image_files(series_id)))
            for series_id, numbers in by_series.items()
        ]

    async def keep(
        self, source_id: UUID, results: Sequence[Result], mask_keys: Mapping[int, str], caller: Caller
    ) -> None:
        """Write down the masks of a structure file, whose bytes are in the storage, and what failed."""
        source = await self.instances.get(source_id)
        known = await self.regions.of_source(source_id)
        if source is None:
            return
        for result in results:
            region = known[result.number]
            region.updated_at = now()
            if isinstance(result, RegionMask):
                region.content(result.content_hash, result.geometry_hash, mask_keys[result.number])
                region.measure(result.voxel_count, result.volume_mm3, result.slice_count)
            else:
                region.fail(result.reason, result.code)
        await self.work.flush()
        ready = sum(isinstance(result, RegionMask) for result in results)
        audit.record(
            self.work,
            caller,
            "instance.rasterised",
            source_id,
            organization_id=source.organization_id,
            ready=ready,
            failed=len(results) - ready,
        )
        await self.work.flush()

    async def _read(self, listing: Listing[Region], sample_set: SampleSet) -> Listing[RegionRead]:
        items = await read_regions(self.regions, listing.items, sample_set.identity)
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def _placement(self, source: Instance, info: RegionInfo) -> Placement:
        series = await self._referenced(source, info)
        if isinstance(series, str):
            return Placement(None, series)
        patients = {await self.series.patient_of(series.id), await self.series.patient_of(source.series_id)}
        if len(patients) > 1:
            return Placement(None, "It was drawn on images of another patient.", RegionState.FAILED)
        return Placement(series)

    async def _referenced(self, source: Instance, info: RegionInfo) -> Series | str:
        """The series that a region was drawn on, or why it cannot be told yet."""
        organization_id = source.organization_id
        if source.structure == RegionOrigin.MASK:
            return await self._of_mask(source)
        if info.referenced_series_uid:
            named = await self.series.by_uids(organization_id, [info.referenced_series_uid])
            if named:
                return named[info.referenced_series_uid]
        if info.referenced_sop_uids:
            found = await self.instances.series_of_uids(organization_id, info.referenced_sop_uids)
            if len(found) > 1:
                return "It was drawn on images of several series."
            if found:
                return await self._by_id(found.pop())
        if info.referenced_series_uid or info.referenced_sop_uids:
            return f"The images that it was drawn on are not here yet ({_reference(info)})."
        return await self._in_same_frame(source, info)

    async def _of_mask(self, source: Instance) -> Series | str:
        """The image that a mask was given with; a mask itself names none."""
        uids = (source.referenced_uids or {}).get("series", [])
        found = await self.series.by_uids(source.organization_id, uids)
        return next(iter(found.values()), "The image that it was given with is not here.")

    async def _in_same_frame(self, source: Instance, info: RegionInfo) -> Series | str:
        """Where nothing is referenced, the one series of the study in the same frame of reference."""
        own = await self._by_id(source.series_id)
        if not info.frame_of_reference_uid:
            return "It does not say which images it was drawn on."
        found = await self.series.in_frame_of_reference(own.study_id, info.frame_of_reference_uid)
        if len(found) > 1:
            return "It does not say which of several series in its frame of reference it was drawn on."
        return found[0] if found else "No images in its frame of reference are here yet."

    async def _by_id(self, series_id: UUID) -> Series:
        series = await self.series.get(series_id)
        assert series is not None  # noqa: S101 - the foreign key says so
        return series

    def _new(self, source: Instance, info: RegionInfo) -> Region:
        return self.regions.add(
            Region(
                organization_id=source.organization_id,
                source_instance_id=source.id,
                roi_number=info.number,
                name=info.name.replace("\0", "")[:NAME_LENGTH] or f"ROI {info.number}",
                origin=RegionOrigin(source.structure or RegionOrigin.RTSTRUCT),
                state=RegionState.PENDING,
                version=0,
            )
        )


def _reference(info: RegionInfo) -> str:
    if info.referenced_series_uid:
        return f"series {info.referenced_series_uid}"
    return f"{len(info.referenced_sop_uids)} instances"
