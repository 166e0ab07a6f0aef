"""Samples: what a set holds to be read."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.packages.filling import PackageFiller
from backend.features.samples.display_sets import display_set_of_photograph, display_sets_of_series
from backend.features.samples.downscaling import Photograph, photograph_of
from backend.features.samples.errors import ImageNotFound, SampleNotFound
from backend.features.samples.grouping import Content, Placed, grouped
from backend.features.samples.reading import read_samples
from backend.features.samples.schemas import SampleRead
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import SetService, require_open
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.samples import SampleRepository


class SampleService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SampleSetRepository(work.db)
        self.samples = SampleRepository(work.db)

    async def get(self, sample_id: UUID, caller: Caller) -> SampleRead:
        sample = await self.visible(sample_id, caller)
        sample_set = await SetService(self.work).visible(sample.set_id, caller)
        return (await read_samples(self.samples, [sample], sample_set))[0]

    async def visible(self, sample_id: UUID, caller: Caller) -> Sample:
        sample = await self.samples.get_visible(sample_id, caller)
        if sample is None:
            raise SampleNotFound
        return sample

    async def photograph(self, image_id: UUID, caller: Caller) -> Photograph:
        """Where the pixels of a photograph are, without its metadata."""
        image = await self.samples.image_visible(image_id, caller)
        if image is None or image.file is None:
            raise ImageNotFound
        return photograph_of(image.file)

    async def add_to_set(
        self, set_id: UUID, *, series_ids: Sequence[UUID], file_ids: Sequence[UUID], caller: Caller
    ) -> int:
        """Make samples of series and photographs and lay them into packages. What is there already stays as it is."""
        sample_set = await self.sets.locked(set_id)
        if sample_set is None:
            raise SetNotFound
        caller.require(Action.ADD_SAMPLES, in_=sample_set.group_id)
        require_open(sample_set)
        known = await self.samples.shown_keys(set_id)
        wanted = await self._display_sets(sample_set, series_ids, file_ids)
        new = [item for item in wanted if item.shown.content_key not in known]
        made = await self._make(sample_set, grouped(sample_set.sample_grouping, new))
        if made:
            await PackageFiller(self.work).fill(sample_set, [sample.id for sample in made])
            audit.record(
                self.work,
                caller,
                "set.samples_added",
                set_id,
                organization_id=sample_set.organization_id,
                count=len(made),
            )
        await self.work.flush()
        return len(made)

    async def _display_sets(
        self, sample_set: SampleSet, series_ids: Sequence[UUID], file_ids: Sequence[UUID]
    ) -> list[Placed]:
        placed = await self.samples.series_with_study(series_ids)
        images = await self.samples.images_of_series(series_ids)
        views = await self.samples.mammography_views(series_ids)
        found: list[Placed] = []
        for series, study in (placed[series_id] for series_id in series_ids if series_id in placed):
            if series.organization_id == sample_set.organization_id:
                found += [
                    Placed(
                        item, study.id, study.patient_id, series.frame_of_reference_uid,
                        views.get(item.instance_id, ("", "")) if item.instance_id else ("", ""),
                    )
                    for item in display_sets_of_series(series, images.get(series.id, []))
                ]  # fmt: skip
        for file in await self.samples.files(file_ids, sample_set.organization_id):
            found.append(Placed(display_set_of_photograph(file)))
        return found

    async def _make(self, sample_set: SampleSet, contents: Sequence[Content]) -> list[Sample]:
        last = await self.samples.last_position(sample_set.id)
        made = [
            self.samples.add(
                Sample(
                    organization_id=sample_set.organization_id,
                    set_id=sample_set.id,
                    patient_id=content.main.patient_id,
                    position=position,
                    title=f"{content.title} {position}",
                    modality=content.main.shown.modality,
                    content_key=content.content_key,
                )
            )
            for position, content in enumerate(contents, start=last + 1)
        ]
        await self.work.flush()
        self.work.db.add_all(
            SampleImage(
                organization_id=sample_set.organization_id,
                sample_id=sample.id,
                role=role,
                position=position,
                series_id=item.shown.series_id,
                instance_id=item.shown.instance_id,
                file_id=item.shown.file_id,
            )
            for sample, content in zip(made, contents, strict=True)
            for position, (item, role) in enumerate(content.images, start=1)
        )
        await self.work.flush()
        return made
