"""The planes of a series: where each slice lies and how its stored values become units, before they form a volume."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydicom.dataset import Dataset

from backend.core.errors import Unprocessable
from backend.imaging.pixels import frame_count
from backend.imaging.plain_pixels import Header, PlainPixels, read_some
from backend.imaging.reading import refusing_damage

Vector = tuple[float, float, float]
ATTRIBUTES = [
    "BitsAllocated",
    "BitsStored",
    "Columns",
    "FrameOfReferenceUID",
    "HighBit",
    "ImageOrientationPatient",
    "ImagePositionPatient",
    "ModalityLUTSequence",
    "NumberOfFrames",
    "PerFrameFunctionalGroupsSequence",
    "PixelRepresentation",
    "PixelSpacing",
    "RescaleIntercept",
    "RescaleSlope",
    "Rows",
    "SOPInstanceUID",
    "SamplesPerPixel",
    "SharedFunctionalGroupsSequence",
    "SliceThickness",
    "Units",
]


@dataclass(frozen=True)
class Slice:
    """One plane (PS3.3 C.7.6.2): the first pixel's centre, the directions of row and column, and its pixel spacing."""

    path: Path
    frame_index: int
    sop_instance_uid: str
    frame_of_reference_uid: str
    rows: int
    columns: int
    position_xyz_mm: Vector
    row_direction: Vector
    column_direction: Vector
    spacing_yx_mm: tuple[float, float]
    thickness_mm: float | None
    slope: float
    intercept: float
    bits_stored: int
    is_signed: bool
    units: str = ""
    plain_pixels: PlainPixels | None = None


def read_slices(paths: Sequence[Path]) -> list[Slice]:
    """Read the planes of all files, those of multi-frame images too. Raises Unprocessable naming file and tag."""
    if not paths:
        raise Unprocessable("A series without files has no geometry.")
    slices: list[Slice] = []
    for path in paths:
        with refusing_damage(path):
            slices.extend(_slices_of(Path(path)))
    return slices


def _slices_of(path: Path) -> list[Slice]:
    header, pixels = read_some(path, ATTRIBUTES)
    if header.get("SamplesPerPixel", 1) != 1:
        raise Unprocessable(f"{path.name} is a colour image, which is no volume to measure.")
    if "ModalityLUTSequence" in header:
        raise Unprocessable(f"{path.name} has a Modality LUT (0028,3000), whose values are not linear.")
    groups = header.get("PerFrameFunctionalGroupsSequence")
    if groups is None:
        if frame_count(header) > 1:
            raise Unprocessable(f"{path.name} has several frames without functional groups: their places are unknown.")
        return [_slice(path, header, 0, (header,), pixels)]
    shared = header.get("SharedFunctionalGroupsSequence") or [Dataset()]
    return [_slice(path, header, index, (group, shared[0]), pixels) for index, group in enumerate(groups)]


def _slice(
    path: Path, header: Header, index: int, sources: tuple[Dataset | Header, ...], pixels: PlainPixels | None
) -> Slice:
    place = _Place(path, sources)
    orientation = place.numbers("PlaneOrientationSequence", "ImageOrientationPatient", 6)
    spacing = place.numbers("PixelMeasuresSequence", "PixelSpacing", 2)
    thickness = place.optional("PixelMeasuresSequence", "SliceThickness")
    slope = place.optional("PixelValueTransformationSequence", "RescaleSlope")
    if slope == 0:
        raise Unprocessable(f"{path.name}: RescaleSlope (0028,1053) is zero, so its values have no unit.")
    if min(spacing) <= 0:
        raise Unprocessable(f"{path.name}: PixelSpacing (0028,0030) is not positive.")
    return Slice(
        path=path,
        frame_index=index,
        sop_instance_uid=str(header.get("SOPInstanceUID", "")),
        frame_of_reference_uid=str(header.get("FrameOfReferenceUID") or ""),
        rows=_whole(path, header, "Rows"),
        columns=_whole(path, header, "Columns"),
        position_xyz_mm=_vector(place.numbers("PlanePositionSequence", "ImagePositionPatient", 3)),
        row_direction=_vector(orientation[:3]),
        column_direction=_vector(orientation[3:]),
        spacing_yx_mm=(spacing[0], spacing[1]),
        thickness_mm=thickness if thickness and thickness > 0 else None,
        slope=1.0 if slope is None else slope,
        intercept=place.optional("PixelValueTransformationSequence", "RescaleIntercept") or 0.0,
        bits_stored=_whole(path, header, "BitsStored"),
        is_signed=header.get("PixelRepresentation", 0) == 1,
        units=str(header.get("Units") or ""),
        plain_pixels=pixels and pixels.frame(index),
    )


@dataclass(frozen=True)
class _Place:
    """Looks an attribute up in the file itself, or in its functional groups: the frame's own before the shared."""

    path: Path
    sources: tuple[Dataset | Header, ...]

    def optional(self, group: str, keyword: str) -> float | None:
        value = self._find(group, keyword)
        try:
            return None if value in (None, "") else float(str(value))
        except ValueError as error:
            raise Unprocessable(f"{self.path.name}: {keyword} is no number.") from error

    def numbers(self, group: str, keyword: str, count: int) -> tuple[float, ...]:
        value = self._find(group, keyword)
        try:
            numbers = tuple(float(part) for part in value or ())  # type: ignore[attr-defined]
        except (TypeError, ValueError):
            numbers = ()
        if len(numbers) != count:
            raise Unprocessable(f"{self.path.name} has no usable {keyword}: it cannot be placed in a volume.")
        return numbers

    def _find(self, group: str, keyword: str) -> object:
        for source in self.sources:
            inner = source.get(group)
            if inner and keyword in inner[0]:
                return inner[0].get(keyword)
            if keyword in source:
                return source.get(keyword)
        return None


def _vector(numbers: tuple[float, ...]) -> Vector:
    return numbers[0], numbers[1], numbers[2]


def _whole(path: Path, header: Header, keyword: str) -> int:
    value = header.get(keyword)
    if not isinstance(value, int) or value < 1:
        raise Unprocessable(f"{path.name} has no usable {keyword}.")
    return int(value)
