"""Readings as they are answered."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from backend.features.examinations.schemas import AnnotationRead, ExaminationRead
from backend.imaging.calibration import Calibration
from backend.models.annotation import Annotation
from backend.models.examination import Examination


def read_examination(
    examination: Examination, annotations: Sequence[Annotation], calibrations: Mapping[UUID, Calibration]
) -> ExaminationRead:
    return ExaminationRead(
        id=examination.id,
        sample_id=examination.sample_id,
        set_id=examination.set_id,
        reader_id=examination.reader_id,
        round=examination.round,
        state=examination.state,
        tentative=examination.tentative,
        bad_quality=examination.bad_quality,
        no_finding=examination.no_finding,
        comment=examination.remark,
        version=examination.version,
        annotations=[_annotation(annotation, calibrations.get(annotation.id)) for annotation in annotations],
        updated_at=examination.updated_at,
    )


def _annotation(annotation: Annotation, calibration: Calibration | None) -> AnnotationRead:
    return AnnotationRead(
        id=annotation.id,
        label_id=annotation.label_id,
        image_id=annotation.sample_image_id,
        kind=annotation.kind,
        sop_instance_uid=annotation.sop_instance_uid,
        frame=annotation.frame,
        geometry=annotation.geometry,
        tracking_uid=annotation.tracking_uid,
        comment=annotation.remark,
        origin=annotation.origin,
        updated_at=annotation.updated_at,
        length_mm=_length_mm(annotation, calibration) if calibration else None,
        spacing_source=calibration.source if calibration else None,
    )


def _length_mm(annotation: Annotation, calibration: Calibration) -> float:
    start, end = annotation.geometry["start"], annotation.geometry["end"]
    return calibration.length_mm(columns=end["x"] - start["x"], rows=end["y"] - start["y"])
