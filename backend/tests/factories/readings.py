"""Readings as rows: what a reader at the viewer would have left."""

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation, AnnotationKind
from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination
from backend.models.label import Label
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.user import User


async def create_examination(work: UnitOfWork, sample: Sample, reader: User, *, round_: int = 1) -> Examination:
    examination = Examination(set_id=sample.set_id, sample_id=sample.id, reader_id=reader.id, round=round_, version=0)
    work.db.add(examination)
    await work.flush()
    return examination


async def create_annotation(work: UnitOfWork, examination: Examination, image: SampleImage, label: Label) -> Annotation:
    """An object with the operation in the journal that made it."""
    box = {"kind": "box", "x": 1, "y": 1, "width": 2, "height": 2}
    annotation = Annotation(
        examination_id=examination.id,
        id=new_id(),
        set_id=examination.set_id,
        label_id=label.id,
        sample_image_id=image.id,
        kind=AnnotationKind.BOX,
        geometry=box,
    )
    examination.version += 1
    key = new_id()
    operation = AnnotationOperation(
        examination_id=examination.id,
        id=key,
        sequence_number=examination.version,
        actor_id=examination.reader_id,
        kind="put_annotation",
        payload={
            "id": str(key),
            "kind": "put_annotation",
            "annotation": {
                "id": str(annotation.id),
                "label_id": str(label.id),
                "image_id": str(image.id),
                "kind": "box",
                "geometry": box,
            },
        },
    )
    work.db.add_all([annotation, operation])
    await work.flush()
    return annotation
