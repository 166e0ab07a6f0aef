"""Readings as they are answered."""

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from backend.features.examinations.measures import measured
from backend.features.examinations.schemas import AnnotationRead, ExaminationRead
from backend.features.examinations.volumes import MaskSize, Sizes
from backend.imaging.calibration import Calibration
from backend.repositories.readings import DrawnObject, Reading


def read_examination(reading: Reading, calibrations: Mapping[UUID, Calibration], sizes: Sizes) -> ExaminationRead:
    return ExaminationRead(
        id=reading.id,
        sample_id=reading.sample_id,
        set_id=reading.set_id,
        reader_id=reading.reader_id,
        round=reading.round,
        state=reading.state,
        tentative=reading.tentative,
        bad_quality=reading.bad_quality,
        no_finding=reading.no_finding,
        comment=reading.remark,
        version=reading.version,
        annotations=[
            _annotation(drawn, calibrations.get(drawn.id), sizes.get(drawn.id)) for drawn in reading.objects.values()
        ],
        updated_at=reading.updated_at,
    )


def _annotation(drawn: DrawnObject, calibration: Calibration | None, size: MaskSize | None) -> AnnotationRead:
    return AnnotationRead(
        id=drawn.id,
        label_id=drawn.label_id,
        image_id=drawn.sample_image_id,
        kind=drawn.kind,
        sop_instance_uid=drawn.sop_instance_uid,
        frame=drawn.frame,
        space=drawn.space,
        plane=drawn.plane,
        geometry=drawn.geometry,
        tracking_uid=drawn.tracking_uid,
        is_target=drawn.is_target,
        comment=drawn.remark,
        attributes=drawn.attributes,
        origin=drawn.origin,
        updated_at=drawn.updated_at,
        **asdict(measured(drawn, calibration)),
        spacing_source=calibration.source if calibration else None,
        voxel_count=size.voxel_count if size else None,
        volume_mm3=size.volume_mm3 if size else None,
    )
