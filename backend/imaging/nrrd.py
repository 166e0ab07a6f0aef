"""The header of NRRD files (https://teem.sourceforge.net/nrrd/format.html)."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from backend.imaging.geometry import FloatArray
from backend.imaging.volume_header import BrokenVolume, Packing, UnsupportedVolume, VolumeHeader

MAGIC = b"NRRD000"
LONGEST_HEADER = 2**16
DIMENSIONS = 3
PACKINGS: dict[str, Packing] = {"raw": "raw", "gzip": "gzip", "gz": "gzip", "bzip2": "bzip2", "bz2": "bzip2"}
KINDS = {
    "i1": ("signed char", "int8", "int8_t"),
    "u1": ("uchar", "unsigned char", "uint8", "uint8_t"),
    "i2": ("short", "short int", "signed short", "signed short int", "int16", "int16_t"),
    "u2": ("ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"),
    "i4": ("int", "signed int", "int32", "int32_t"),
    "u4": ("uint", "unsigned int", "uint32", "uint32_t"),
    "i8": ("longlong", "long long", "long long int", "signed long long", "int64", "int64_t"),
    "u8": ("ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"),
    "f4": ("float",),
    "f8": ("double",),
}
TO_LPS = {
    "left-posterior-superior": (1.0, 1.0, 1.0), "lps": (1.0, 1.0, 1.0),
    "right-anterior-superior": (-1.0, -1.0, 1.0), "ras": (-1.0, -1.0, 1.0),
    "left-anterior-superior": (1.0, -1.0, 1.0), "las": (1.0, -1.0, 1.0),
}  # fmt: skip
_SEGMENT = re.compile(r"Segment(\d+)_(Name|LabelValue)")
_VECTOR = re.compile(r"\(([^)]*)\)")


def read_nrrd_header(path: Path) -> VolumeHeader:
    """Read a header. Raises BrokenVolume, UnsupportedVolume."""
    fields, notes, offset = _parsed(path)
    if "data file" in fields or "datafile" in fields:
        raise UnsupportedVolume("The voxels lie in another file; send one .nrrd with both.", "data file")
    sizes = _sizes(fields)
    if any(fields.get(skip, "0") != "0" for skip in ("line skip", "lineskip", "byte skip", "byteskip")):
        raise UnsupportedVolume("Skipped lines or bytes before the voxels are not taken in.", "byte skip")
    packing = PACKINGS.get(fields.get("encoding", "").lower())
    if packing is None:
        raise UnsupportedVolume(f"The encoding {fields.get('encoding', '')!r} is not taken in.", "encoding")
    axes, origin, is_placed = _grid(fields)
    return VolumeHeader(
        shape_ijk=sizes,
        kind=_kind(fields),
        packing=packing,
        offset=offset,
        slope=1.0,
        intercept=0.0,
        origin_xyz_mm=origin,
        axes_xyz_mm=axes,
        is_placed=is_placed,
        label_names=_label_names(notes),
    ).checked()


def _parsed(path: Path) -> tuple[dict[str, str], dict[str, str], int]:
    """Fields, key/value pairs, and where the voxels begin."""
    with path.open("rb") as file:
        head = file.read(LONGEST_HEADER)
    end = re.search(rb"\r?\n\r?\n", head)
    if end is None:
        raise BrokenVolume("The header does not end.", place=f"byte {len(head)}")
    fields: dict[str, str] = {}
    notes: dict[str, str] = {}
    for line in head[: end.start()].decode("utf-8", "replace").splitlines()[1:]:
        if line.startswith("#"):
            continue
        name, mark, value = line.partition(":")
        if not mark:
            raise BrokenVolume(f"The line {line[:40]!r} is no field.")
        if value.startswith("="):
            notes[name.strip()] = value[1:].strip()
        else:
            fields[name.strip().lower()] = value.strip()
    return fields, notes, end.end()


def _sizes(fields: dict[str, str]) -> tuple[int, int, int]:
    try:
        dimension = int(fields["dimension"])
        sizes = [int(size) for size in fields["sizes"].split()]
    except (KeyError, ValueError) as error:
        raise BrokenVolume("Dimension and sizes are missing, or no numbers.", place="sizes") from error
    if len(sizes) != dimension:
        raise BrokenVolume(f"{dimension} dimensions and {len(sizes)} sizes contradict each other.", place="sizes")
    if dimension != DIMENSIONS:
        raise UnsupportedVolume(f"{dimension} dimensions are not taken in; send volumes of three.", "dimension")
    return sizes[0], sizes[1], sizes[2]


def _kind(fields: dict[str, str]) -> np.dtype[Any]:
    name = fields.get("type", "").lower()
    code = next((code for code, names in KINDS.items() if name in names), None)
    if code is None:
        raise UnsupportedVolume(f"Voxels of type {name!r} are not taken in.", "type")
    endian = fields.get("endian", "").lower()
    if not code.endswith("1") and endian not in ("little", "big"):
        raise BrokenVolume("The order of bytes is not given.", place="endian")
    return np.dtype((">" if endian == "big" else "<") + code)


def _grid(fields: dict[str, str]) -> tuple[FloatArray, FloatArray, bool]:
    try:
        if "space directions" in fields:
            return _placed(fields)
        spacings = [float(step) for step in fields.get("spacings", "1 1 1").split()]
        return np.diag(np.array(spacings)), np.zeros(3), False
    except ValueError as error:
        raise BrokenVolume("The directions of the grid are no three vectors.", place="space directions") from error


def _placed(fields: dict[str, str]) -> tuple[FloatArray, FloatArray, bool]:
    space = fields.get("space", "").lower()
    signs = np.array(TO_LPS.get(space, (1.0, 1.0, 1.0)))
    axes = _vectors(fields["space directions"], DIMENSIONS).T
    origin = _vectors(fields["space origin"], 1)[0] if "space origin" in fields else np.zeros(3)
    return axes * signs[:, None], origin * signs, space in TO_LPS


def _vectors(text: str, count: int) -> FloatArray:
    return np.array([[float(part) for part in vector.split(",")] for vector in _VECTOR.findall(text)]).reshape(count, 3)


def _label_names(notes: dict[str, str]) -> dict[int, str]:
    """What segmentations of 3D Slicer call their labels."""
    segments: dict[str, dict[str, str]] = {}
    for key, value in notes.items():
        match = _SEGMENT.fullmatch(key)
        if match:
            segments.setdefault(match[1], {})[match[2]] = value
    named = [one for one in segments.values() if one.get("LabelValue", "").isdigit() and one.get("Name")]
    return {int(one["LabelValue"]): one["Name"] for one in named}
