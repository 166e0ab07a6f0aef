"""Segments of DICOM SEG objects (PS3.3 A.51) as masks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset

from backend.core.errors import Unprocessable
from backend.imaging.geometry import SeriesGeometry
from backend.imaging.mask import Mask
from backend.imaging.pixels import decode_frames
from backend.imaging.reading import quietly, read_dataset, refusing_damage
from backend.imaging.region_errors import AnotherFrameOfReference, EmptyRegion, SegmentationTypeUnknown, TrulyFractional
from backend.imaging.region_info import RegionInfo
from backend.imaging.segment_grid import indices_in_series

LABELMAP = "LABELMAP"


@dataclass(frozen=True)
class _Source:
    path: Path
    header: FileDataset
    kind: str
    number: int
    name: str
    edge: float | None = None  # of fractions: what lies inside from here on


@quietly()
def read_segments(path: Path) -> tuple[RegionInfo, ...]:
    """List the segments of a SEG; the background of a label map is none."""
    with refusing_damage(path):
        return read_segments_of(read_dataset(path))


def read_segments_of(header: Dataset) -> tuple[RegionInfo, ...]:
    series_uid, listed = _referenced_series(header)
    is_labelmap = header.get("SegmentationType") == LABELMAP
    regions = []
    for item in header.get("SegmentSequence") or ():
        number = int(item.get("SegmentNumber") or 0)
        if is_labelmap and number == 0:
            continue
        frames = [group for group in _frame_groups(header) if is_labelmap or _segment_number(header, group) == number]
        derived = tuple(dict.fromkeys(uid for group in frames for uid in _source_uids(group)))
        regions.append(
            RegionInfo(
                number=number,
                name=str(item.get("SegmentLabel") or ""),
                referenced_series_uid=series_uid,
                referenced_sop_uids=derived or listed,
                frame_of_reference_uid=str(header.get("FrameOfReferenceUID") or ""),
                piece_count=len(frames),
            )
        )
    return tuple(regions)


@quietly()
def rasterise_segment(path: Path, segment_number: int, geometry: SeriesGeometry, *, edge: float | None = None) -> Mask:
    """Put a segment on the grid of a series, by the place of each frame or else by its source instance.

    Binary segments, label maps, and fractional ones: without an edge, those that hold only nothing or everything; else
    what is at least such a part of the whole lies inside. Pixels must coincide with voxels of the series; the
    segmentation may be cropped, flipped or cut along another axis. Raises Unprocessable naming the segment.
    """
    with refusing_damage(path):
        source = replace(_source(Path(path), segment_number, geometry), edge=edge)
        return _rasterised(source, geometry)


def _rasterised(source: _Source, geometry: SeriesGeometry) -> Mask:
    array = np.zeros(geometry.shape_zyx, dtype=np.bool_)
    groups = list(_frame_groups(source.header))
    frames = [index for index, group in enumerate(groups) if _may_hold(source, group)]
    for frame, values in zip(frames, decode_frames(source.path, source.header, frames, raw=True), strict=True):
        rows, columns = np.nonzero(_segment_bits(source, values))
        if rows.size:
            z, y, x = indices_in_series(source.header, groups[frame], (rows, columns), geometry, source.name)
            array[z, y, x] = True
    if not array.any():
        raise EmptyRegion(f"Segment {source.name} is empty.")
    return Mask(array, geometry.hash)


def _source(path: Path, number: int, geometry: SeriesGeometry) -> _Source:
    header = read_dataset(path)
    for item in header.get("SegmentSequence") or ():
        if int(item.get("SegmentNumber") or 0) == number:
            break
    else:
        raise Unprocessable(f"The segmentation has no segment number {number}.")
    name = str(item.get("SegmentLabel") or number)
    frame = str(header.get("FrameOfReferenceUID") or "")
    if frame and geometry.frame_of_reference_uid and frame != geometry.frame_of_reference_uid:
        raise AnotherFrameOfReference(f"Segment {name} lies in another frame of reference than the series.")
    kind = str(header.get("SegmentationType") or "")
    if kind not in ("BINARY", "FRACTIONAL", LABELMAP):
        raise SegmentationTypeUnknown(f"Segment {name} is of the unknown segmentation type {kind or '(none)'}.")
    return _Source(path, header, kind, number, name)


def _frame_groups(header: Dataset) -> Iterator[Dataset]:
    yield from header.get("PerFrameFunctionalGroupsSequence") or ()


def _segment_number(header: Dataset, group: Dataset) -> int:
    shared = (header.get("SharedFunctionalGroupsSequence") or [Dataset()])[0]
    for holder in (group, shared):
        items = holder.get("SegmentIdentificationSequence")
        if items:
            return int(items[0].get("ReferencedSegmentNumber") or 0)
    return 0


def _may_hold(source: _Source, group: Dataset) -> bool:
    return source.kind == LABELMAP or _segment_number(source.header, group) == source.number


def _segment_bits(source: _Source, values: NDArray[Any]) -> NDArray[np.bool_]:
    if source.kind == LABELMAP:
        return np.asarray(values == source.number)
    if source.kind == "FRACTIONAL":
        full = int(source.header.get("MaximumFractionalValue") or 255)
        if source.edge is not None:
            return np.asarray(values >= source.edge * full)
        if not np.isin(values, (0, full)).all():
            raise TrulyFractional(
                f"Segment {source.name} is truly fractional: where its edge lies is a choice to make."
            )
    return np.asarray(values != 0)


def _referenced_series(header: Dataset) -> tuple[str | None, tuple[str, ...]]:
    series = list(header.get("ReferencedSeriesSequence") or ())
    uids = {str(item.get("SeriesInstanceUID") or "") for item in series} - {""}
    instances = [
        str(reference.get("ReferencedSOPInstanceUID") or "")
        for item in series
        for reference in item.get("ReferencedInstanceSequence") or ()
    ]
    return (uids.pop() if len(uids) == 1 else None), tuple(dict.fromkeys(uid for uid in instances if uid))


def _source_uids(group: Dataset) -> list[str]:
    return [
        str(source.get("ReferencedSOPInstanceUID") or "")
        for derivation in group.get("DerivationImageSequence") or ()
        for source in derivation.get("SourceImageSequence") or ()
        if source.get("ReferencedSOPInstanceUID")
    ]
