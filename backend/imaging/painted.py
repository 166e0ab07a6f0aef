"""What masks mark, as a geometry beside those of shapes: on one picture, or on all pictures of a mask together.

On one picture: `{"kind": "mask", "rows", "columns", "runs"}`, the runs as base64. Together: `{"kind": "mask",
"pictures": [...]}`, each as one is, with its `sop_instance_uid` and `frame`. The same voxels have one writing.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable
from backend.imaging.runs import NOTHING, Box, Ends, bounds, inflate, of_raster, pack, to_raster, unpack, voxel_count

MASK = "mask"


def on_picture(rows: int, columns: int, deflated: bytes) -> dict[str, Any]:
    """The geometry of what is kept of a mask on one picture."""
    return _geometry(rows, columns, inflate(deflated))


def of_array(marked: NDArray[np.bool_]) -> dict[str, Any]:
    """The geometry of marked pixels."""
    rows, columns = marked.shape
    return _geometry(rows, columns, pack(of_raster(marked)))


def together(pictures: Iterable[tuple[str | None, int, Mapping[str, Any]]]) -> dict[str, Any]:
    """One geometry of what a mask marks on instances and frames, in their order."""
    ordered = sorted(pictures, key=lambda one: (one[0] or "", one[1]))
    return {
        "kind": MASK,
        "pictures": [
            {
                "sop_instance_uid": uid,
                "frame": frame,
                **{name: geometry[name] for name in ("rows", "columns", "runs")},
            }
            for uid, frame, geometry in ordered
        ],
    }


def apart(geometry: Mapping[str, Any]) -> list[tuple[str | None, int, dict[str, Any]]]:
    """The pictures of a mask: instance, frame, and the geometry there."""
    return [
        (
            picture["sop_instance_uid"],
            picture["frame"],
            {"kind": MASK, **{name: picture[name] for name in ("rows", "columns", "runs")}},
        )
        for picture in geometry.get("pictures", ())
    ]


def ends_of(geometry: Mapping[str, Any]) -> Ends:
    """Raises Unprocessable where the runs are damaged."""
    try:
        return unpack(b64decode(geometry["runs"], validate=True))
    except (KeyError, TypeError, ValueError) as error:
        raise Unprocessable(f"A mask is damaged: {error}") from error


def raster_of(geometry: Mapping[str, Any], shape_yx: tuple[int, int]) -> NDArray[np.bool_]:
    """Mark the pixels of a picture. Raises Unprocessable where the mask is of one of another size."""
    if (geometry["rows"], geometry["columns"]) != shape_yx:
        raise Unprocessable(
            f"A mask of {geometry['columns']} by {geometry['rows']} pixels lies on a picture of "
            f"{shape_yx[1]} by {shape_yx[0]}."
        )
    return to_raster(ends_of(geometry), shape_yx)


def raster_in(geometry: Mapping[str, Any], left: int, top: int, shape_yx: tuple[int, int]) -> NDArray[np.bool_]:
    """Mark the pixels of a window, which may reach beyond the picture."""
    whole = raster_of(geometry, (geometry["rows"], geometry["columns"]))
    window = np.zeros(shape_yx, dtype=np.bool_)
    rows, columns = shape_yx
    part = whole[max(top, 0) : max(top + rows, 0), max(left, 0) : max(left + columns, 0)]
    down, across = max(-top, 0), max(-left, 0)
    window[down : down + part.shape[0], across : across + part.shape[1]] = part
    return window


def box_of_mask(geometry: Mapping[str, Any]) -> Box | None:
    """The smallest box around what a mask marks, on one picture or on all of them."""
    pictures = [picture for _, _, picture in apart(geometry)] if "pictures" in geometry else [geometry]
    boxes = [box for picture in pictures if (box := bounds(ends_of(picture), picture["columns"]))]
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def voxels_of(geometry: Mapping[str, Any]) -> int:
    if "pictures" in geometry:
        return sum(voxels_of(picture) for _, _, picture in apart(geometry))
    return voxel_count(ends_of(geometry) if geometry.get("runs") else NOTHING)


def _geometry(rows: int, columns: int, packed: bytes) -> dict[str, Any]:
    return {"kind": MASK, "rows": rows, "columns": columns, "runs": b64encode(packed).decode()}
