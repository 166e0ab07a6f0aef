"""What lengths measure, where the spacing of their slice is known. Derived when asked, never stored."""

from collections.abc import Iterable
from uuid import UUID

from backend.imaging.calibration import Calibration, calibration_of
from backend.models.annotation import AnnotationKind
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.readings import DrawnObject


async def calibrations(examinations: ExaminationRepository, objects: Iterable[DrawnObject]) -> dict[UUID, Calibration]:
    """What a pixel stands for under each length, by the length's id; without those that lie on no calibrated slice."""
    lengths = [drawn for drawn in objects if drawn.kind is AnnotationKind.LENGTH]
    if not lengths:
        return {}
    images = {length.sample_image_id for length in lengths}
    uids = {length.sop_instance_uid for length in lengths if length.sop_instance_uid}
    slices = await examinations.slice_attributes(images, uids)
    found = {
        length.id: calibration_of(slices.get((length.sample_image_id, length.sop_instance_uid), {}), length.frame)
        for length in lengths
    }
    return {length_id: calibration for length_id, calibration in found.items() if calibration is not None}
