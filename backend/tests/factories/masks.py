"""Masks as rows: what strokes would have left."""

import zlib

import numpy as np

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.imaging.runs import bounds, of_raster, pack, runs_hash, voxel_count
from backend.models.annotation import Annotation, AnnotationKind
from backend.models.examination import Examination
from backend.models.label import Label
from backend.models.mask import Mask
from backend.models.sample_image import SampleImage

Box = tuple[int, int, int, int]  # x, y, width, height


async def create_mask(
    work: UnitOfWork,
    examination: Examination,
    label: Label,
    image: SampleImage,
    marked: Box = (1, 2, 3, 4),
    *,
    sop_instance_uid: str = "",
    size_yx: tuple[int, int] = (80, 100),
) -> Annotation:
    """An object of a reading that marks a box of pixels on one picture."""
    drawn = Annotation(
        examination_id=examination.id,
        id=new_id(),
        set_id=examination.set_id,
        label_id=label.id,
        sample_image_id=image.id,
        kind=AnnotationKind.MASK,
        geometry={"kind": "mask"},
    )
    work.db.add(drawn)
    await work.flush()
    work.db.add(_on_picture(drawn, marked, sop_instance_uid, size_yx))
    await work.flush()
    return drawn


def _on_picture(drawn: Annotation, marked: Box, sop_instance_uid: str, size_yx: tuple[int, int]) -> Mask:
    raster = np.zeros(size_yx, dtype=np.bool_)
    x, y, width, height = marked
    raster[y : y + height, x : x + width] = True
    ends = of_raster(raster)
    runs = pack(ends)
    box = bounds(ends, size_yx[1])
    assert box is not None
    return Mask(
        examination_id=drawn.examination_id,
        annotation_id=drawn.id,
        sop_instance_uid=sop_instance_uid,
        frame=1,
        row_count=size_yx[0],
        column_count=size_yx[1],
        voxel_count=voxel_count(ends),
        content_hash=runs_hash(runs) or "",
        runs=zlib.compress(runs),
        **dict(zip(("box_x", "box_y", "box_width", "box_height"), box, strict=True)),
    )
