"""ROIs of RT Structure Sets (PS3.3 A.19.3) as masks."""

from collections import defaultdict
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset

from backend.core.errors import Unprocessable
from backend.imaging.geometry import FloatArray, SeriesGeometry
from backend.imaging.mask import Mask
from backend.imaging.polygons import fill_even_odd
from backend.imaging.reading import quietly, read_dataset, refusing_damage
from backend.imaging.region_errors import AnotherFrameOfReference, EmptyRegion, OffImage
from backend.imaging.region_info import RegionInfo

SLICE_TOLERANCE = 0.2  # how far a contour may lie from the slice it is drawn on, in slice distances
AREA_TYPES = ("CLOSED_PLANAR", "CLOSEDPLANAR_XOR")
FEWEST_POINTS = 3


@quietly()
def read_rois(path: Path) -> tuple[RegionInfo, ...]:
    """List the ROIs of a structure set, those without contours too."""
    with refusing_damage(path):
        return read_rois_of(read_dataset(path))


def read_rois_of(structures: Dataset) -> tuple[RegionInfo, ...]:
    contours = {int(item.get("ReferencedROINumber") or 0): item for item in structures.get("ROIContourSequence") or ()}
    series_uid, sop_uids = referenced_images(structures)
    rois = []
    for item in structures.get("StructureSetROISequence") or ():
        number = int(item.get("ROINumber") or 0)
        rois.append(
            RegionInfo(
                number=number,
                name=str(item.get("ROIName") or ""),
                referenced_series_uid=series_uid,
                referenced_sop_uids=_contour_images(contours.get(number)) or sop_uids,
                frame_of_reference_uid=str(item.get("ReferencedFrameOfReferenceUID") or ""),
                piece_count=len((contours[number].get("ContourSequence") or ()) if number in contours else ()),
            )
        )
    return tuple(rois)


@quietly()
def rasterise_roi(structure_path: Path, roi_number: int, geometry: SeriesGeometry) -> Mask:
    """Make the mask of an ROI: the voxels whose centre lies inside, contours of one slice combined by exclusive or.

    Contours may be of any orientation that is parallel to the slices. The part of a contour beyond the edge of the
    slice is left out. Raises Unprocessable naming the ROI when it has no area, lies on no slice, or elsewhere.
    """
    with refusing_damage(structure_path):
        return _rasterised(read_dataset(structure_path), roi_number, geometry)


def _rasterised(structures: Dataset, roi_number: int, geometry: SeriesGeometry) -> Mask:
    name = _roi_name(structures, roi_number, geometry)
    by_slice: dict[int, list[FloatArray]] = defaultdict(list)
    for contour in _contours(structures, roi_number, name):
        points = geometry.patient_to_index(_points_mm(contour, name))
        by_slice[_slice_index(points[:, 2], geometry, name)].append(points[:, :2])
    if not by_slice:
        raise EmptyRegion(f"ROI {name} has no contours.")
    array = np.zeros(geometry.shape_zyx, dtype=np.bool_)
    for index, polygons in by_slice.items():
        array[index] = fill_even_odd(polygons, geometry.shape_zyx[1:])
    if not array.any():
        raise OffImage(f"ROI {name} holds no voxel centre of this series.")
    return Mask(array, geometry.hash)


def referenced_images(structures: Dataset) -> tuple[str | None, tuple[str, ...]]:
    """Give the one series a structure set is drawn on (None if none or several) and its instances."""
    series: list[str] = []
    instances: list[str] = []
    for frame in structures.get("ReferencedFrameOfReferenceSequence") or ():
        for study in frame.get("RTReferencedStudySequence") or ():
            for item in study.get("RTReferencedSeriesSequence") or ():
                series.append(str(item.get("SeriesInstanceUID") or ""))
                instances += _instances(item.get("ContourImageSequence"))
    unique = {uid for uid in series if uid}
    return (unique.pop() if len(unique) == 1 else None), tuple(dict.fromkeys(instances))


def _instances(references: object) -> list[str]:
    items = references or ()
    uids = [str(item.get("ReferencedSOPInstanceUID") or "") for item in items]  # type: ignore[attr-defined]
    return [uid for uid in uids if uid]


def _contour_images(item: Dataset | None) -> tuple[str, ...]:
    uids: list[str] = []
    for contour in (item.get("ContourSequence") if item is not None else None) or ():
        uids += _instances(contour.get("ContourImageSequence"))
    return tuple(dict.fromkeys(uids))


def _roi_name(structures: Dataset, number: int, geometry: SeriesGeometry) -> str:
    for item in structures.get("StructureSetROISequence") or ():
        if int(item.get("ROINumber") or 0) == number:
            name = str(item.get("ROIName") or number)
            frame = str(item.get("ReferencedFrameOfReferenceUID") or "")
            if frame and geometry.frame_of_reference_uid and frame != geometry.frame_of_reference_uid:
                raise AnotherFrameOfReference(f"ROI {name} is drawn in another frame of reference than the series.")
            return name
    raise Unprocessable(f"The structure set has no ROI number {number}.")


def _contours(structures: Dataset, number: int, name: str) -> list[Dataset]:
    contours: list[Dataset] = []
    for item in structures.get("ROIContourSequence") or ():
        if int(item.get("ReferencedROINumber") or 0) == number:
            contours += item.get("ContourSequence") or ()
    for contour in contours:
        kind = str(contour.get("ContourGeometricType") or "")
        if kind not in AREA_TYPES:
            raise Unprocessable(f"ROI {name} has a contour of type {kind or 'unknown'}, which encloses no area.")
    return contours


def _points_mm(contour: Dataset, name: str) -> FloatArray:
    try:
        numbers = np.array([float(value) for value in contour.get("ContourData") or ()])
    except (TypeError, ValueError) as error:
        raise Unprocessable(f"ROI {name} has a contour whose data are no numbers.") from error
    if numbers.size < 3 * FEWEST_POINTS or numbers.size % 3 or not np.isfinite(numbers).all():
        raise Unprocessable(f"ROI {name} has a contour of {numbers.size} numbers, which is no polygon.")
    return numbers.reshape(-1, 3)


def _slice_index(positions: FloatArray, geometry: SeriesGeometry, name: str) -> int:
    index = round(float(positions.mean()))
    if float(np.ptp(positions)) > 2 * SLICE_TOLERANCE:
        raise Unprocessable(f"ROI {name} has a contour that is not parallel to the slices.")
    if float(np.abs(positions - index).max()) > SLICE_TOLERANCE:
        raise Unprocessable(f"ROI {name} has a contour between two slices.")
    if not 0 <= index < geometry.shape_zyx[0]:
        raise OffImage(f"ROI {name} has a contour beyond the first or last slice of the series.")
    return index
