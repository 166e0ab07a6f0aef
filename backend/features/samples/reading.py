"""Samples as the API shows them, under the identity rule of their set."""

from collections.abc import Sequence
from uuid import UUID

from backend.features.samples.anonymous import patient_label
from backend.features.samples.schemas import SampleImageRead, SampleRead
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import Identity, SampleSet
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.samples import Extent, SampleRepository


async def read_samples(samples: SampleRepository, found: Sequence[Sample], sample_set: SampleSet) -> list[SampleRead]:
    """Whole samples with everything a viewer needs to open them, in a fixed number of queries."""
    images = [image for sample in found for image in sample.images]
    series_ids = {image.series_id or (image.instance.series_id if image.instance else None) for image in images}
    wanted = [series_id for series_id in series_ids if series_id is not None]
    placed = await samples.series_with_study(wanted)
    extents = await samples.extents([image.series_id for image in images if image.series_id])
    patients = await samples.patients([sample.patient_id for sample in found if sample.patient_id])
    return [
        SampleRead(
            id=sample.id,
            set_id=sample.set_id,
            position=sample.position,
            title=sample.title,
            modality=sample.modality,
            description=_description(sample, placed, sample_set.identity),
            patient_label=patient_label(
                patients.get(sample.patient_id) if sample.patient_id else None, sample_set.identity
            ),
            image_count=len(sample.images),
            images=[_read_image(image, placed, extents) for image in sample.images],
        )
        for sample in found
    ]


def _series_id(image: SampleImage) -> UUID | None:
    return image.series_id or (image.instance.series_id if image.instance else None)


def _description(sample: Sample, placed: dict[UUID, tuple[Series, Study]], identity: Identity) -> str | None:
    """Free text may name a patient, so it is shown only where patients are."""
    series_id = _series_id(sample.images[0]) if sample.images else None
    if identity is not Identity.FULL or series_id is None:
        return None
    return placed[series_id][0].description


def _read_image(
    image: SampleImage, placed: dict[UUID, tuple[Series, Study]], extents: dict[UUID, Extent]
) -> SampleImageRead:
    if image.file is not None:
        return SampleImageRead(
            id=image.id,
            role=image.role,
            position=image.position,
            kind="photo",
            modality="XC",
            body_part=None,
            study_instance_uid=None,
            series_instance_uid=None,
            sop_instance_uid=None,
            rows=image.file.pixel_height,
            columns=image.file.pixel_width,
            frame_count=1,
            content_url=f"/api/v1/sample-images/{image.id}/content",
        )
    series_id = _series_id(image)
    assert series_id is not None  # noqa: S101 - the table's check constraint
    series, study = placed[series_id]
    instance = image.instance
    extent = (
        Extent(instance.frame_count, instance.row_count, instance.column_count)
        if instance
        else extents.get(series_id, Extent(0, None, None))
    )
    return SampleImageRead(
        id=image.id,
        role=image.role,
        position=image.position,
        kind="instance" if instance else "series",
        modality=series.modality,
        body_part=series.body_part,
        study_instance_uid=study.study_instance_uid,
        series_instance_uid=series.series_instance_uid,
        sop_instance_uid=instance.sop_instance_uid if instance else None,
        rows=extent.rows,
        columns=extent.columns,
        frame_count=extent.frames,
        content_url=None,
    )
