"""Pictures for viewers: what a set shows, or what the caller sees in whichever way."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.dicomweb.errors import FrameNotFound, InstanceNotFound, SeriesNotFound
from backend.features.dicomweb.metadata import instance_metadata
from backend.features.sets.service import SetService
from backend.models.instance import Instance
from backend.models.sample_set import Identity
from backend.repositories.instances import FrameSource, InstanceRepository, SeriesPlace
from backend.repositories.series import SeriesRepository, strictest


@dataclass(frozen=True)
class ImageName:
    """The UIDs that name an image, as they stand in a DICOMweb address."""

    study: str
    series: str
    instance: str


class DicomwebService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.instances = InstanceRepository(work.db)
        self.series = SeriesRepository(work.db)

    async def metadata_in_set(self, set_id: UUID, study: str, series: str, caller: Caller) -> list[dict[str, Any]]:
        sample_set = await SetService(self.work).visible(set_id, caller)
        return _described(await self.instances.series_in_set(sample_set, study, series), sample_set.identity)

    async def metadata(
        self, study: str, series: str, caller: Caller, beside: UUID | None = None
    ) -> list[dict[str, Any]]:
        """Under the strictest rule among the caller's ways to the series, and that of the set it is shown beside."""
        others = [(await SetService(self.work).visible(beside, caller)).identity] if beside else []
        found = await self.instances.series_visible(study, series, caller)
        if found is None:
            raise SeriesNotFound
        rules = await self.series.identity_rules(found[0].series.id, caller)
        return _described(found, strictest([*rules, *others]))

    async def frame_in_set(self, set_id: UUID, image: ImageName, number: int, caller: Caller) -> FrameSource:
        source = await self.instances.frame_in_set(set_id, image.study, image.series, image.instance, caller)
        if source is None:
            await SetService(self.work).visible(set_id, caller)
            raise InstanceNotFound
        return _with_frame(source, number)

    async def frame(self, image: ImageName, number: int, caller: Caller) -> FrameSource:
        source = await self.instances.frame_visible(image.study, image.series, image.instance, caller)
        if source is None:
            raise InstanceNotFound
        return _with_frame(source, number)


def _described(found: tuple[SeriesPlace, list[Instance]] | None, identity: Identity) -> list[dict[str, Any]]:
    if found is None or not found[1]:
        raise SeriesNotFound
    place, instances = found
    return [instance_metadata(place, instance, identity) for instance in instances]


def _with_frame(source: FrameSource, number: int) -> FrameSource:
    frames = source.frame_count if source.is_image else 0
    if not 1 <= number <= frames:
        raise FrameNotFound(f"There is no frame {number}; the image has {frames}.")
    return source
