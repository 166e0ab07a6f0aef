"""The operations that make an object of a file one of a reading."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from backend.core.database import new_id
from backend.features.annotation_imports.errors import MaskOfAnotherSize, ObjectUnfit
from backend.features.annotation_imports.places import KnownImage
from backend.features.examinations.painting import strokes_between
from backend.features.examinations.schemas import AnnotationWrite, Operation, PutAnnotation
from backend.imaging.exchange.incoming import IncomingObject
from backend.imaging.painted import MASK, apart
from backend.models.label import Label
from backend.repositories.masks import Picture


def operations_of(drawn: IncomingObject, image: KnownImage, label: Label) -> list[Operation]:
    """Put it, and paint it if it is a mask.

    Raises:
        ObjectUnfit, MaskOfAnotherSize: It cannot be one of ours.
    """
    put = _put(drawn, image, label)
    if drawn.geometry["kind"] != MASK:
        return [put]
    marked = {
        _picture(uid, frame, image): _runs(uid, geometry, image) for uid, frame, geometry in apart(drawn.geometry)
    }
    return [put, *strokes_between(put.annotation.id, {}, marked)]


def _picture(uid: str | None, frame: int, image: KnownImage) -> Picture:
    """Of an image that is one instance, that need not be named."""
    if not image.slices:
        return Picture(None, 1)
    return Picture(uid or (image.slices[0].sop_instance_uid if len(image.slices) == 1 else None), frame)


def _runs(uid: str | None, geometry: Mapping[str, Any], image: KnownImage) -> bytes:
    size = image.size_of(uid)
    if None not in size and size != (geometry["rows"], geometry["columns"]):
        raise MaskOfAnotherSize(
            f"{MaskOfAnotherSize.message} ({geometry['columns']} by {geometry['rows']}, not {size[1]} by {size[0]})"
        )
    return b64decode(geometry["runs"])


def _put(drawn: IncomingObject, image: KnownImage, label: Label) -> PutAnnotation:
    """Attributes that the label does not ask for are passed over: programs write many of their own."""
    asked = {str(item.get("name")) for item in label.attributes or ()}
    given = {name: _value(value) for name, value in (drawn.attributes or {}).items() if name in asked}
    is_mask = drawn.geometry["kind"] == MASK
    is_on_slice = bool(image.slices) and not is_mask
    try:
        annotation = AnnotationWrite.model_validate(
            {
                "id": new_id(),
                "label_id": label.id,
                "image_id": image.id,
                "kind": drawn.geometry["kind"],
                "sop_instance_uid": drawn.sop_instance_uid if is_on_slice else None,
                "frame": 1 if is_mask else drawn.frame,
                "geometry": {"kind": MASK} if is_mask else dict(drawn.geometry),
                "tracking_uid": drawn.tracking_uid,
                "is_target": drawn.is_target,
                "comment": drawn.comment,
                "attributes": given or None,
            }
        )
    except ValidationError as error:
        reasons = "; ".join(str(item["msg"]) for item in error.errors()[:3])
        raise ObjectUnfit(f"{ObjectUnfit.message} ({reasons})") from error
    return PutAnnotation(id=new_id(), kind="put_annotation", annotation=annotation)


def _value(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
