"""Files of annotations, whichever they are: told apart by what they hold, never by their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydicom.dataset import Dataset

from backend.imaging.exchange.coco_reading import is_coco, read_coco
from backend.imaging.exchange.incoming import AnnotationError, Incoming, in_outlines
from backend.imaging.exchange.sr_reading import read_sr
from backend.imaging.exchange.structure_reading import read_rtstruct, read_seg
from backend.imaging.file_type import HEAD_BYTES
from backend.imaging.nifti import is_nifti, read_nifti_header
from backend.imaging.reading import quietly, read_dataset, refusing_damage
from backend.imaging.rtstruct import read_rois_of
from backend.imaging.segmentation import read_segments_of
from backend.imaging.volume_header import VolumeHeader


class NoAnnotations(AnnotationError):
    message = "There is nothing in it that could be brought in."


class FileKind(StrEnum):
    COCO = "coco"
    SEG = "seg"
    SR = "sr"
    RTSTRUCT = "rtstruct"
    NIFTI = "nifti"


MODALITIES = {"SEG": FileKind.SEG, "SR": FileKind.SR, "RTSTRUCT": FileKind.RTSTRUCT}
ON_SERIES = (FileKind.SEG, FileKind.RTSTRUCT)


@dataclass(frozen=True)
class FileFacts:
    """What a file is, and what it says of the series that it was drawn on: its instances, or its grid."""

    kind: FileKind
    series_uids: tuple[str, ...] = ()
    sop_uids: tuple[str, ...] = ()
    frame_of_reference_uid: str | None = None
    grid: VolumeHeader | None = None


@quietly()
def look_at(path: Path) -> FileFacts:
    """Tell what a file is. Raises Unprocessable where it is nothing that can be brought in."""
    if is_coco(path):
        return FileFacts(FileKind.COCO)
    if _is_nifti(path):
        return FileFacts(FileKind.NIFTI, grid=read_nifti_header(path))
    with refusing_damage(path):
        header = read_dataset(path)
        kind = MODALITIES.get(str(header.get("Modality") or ""))
        if kind is None:
            raise NoAnnotations("This is neither COCO, nor NIfTI, nor a DICOM SEG, SR or RTSTRUCT.")
        return _drawn_on(kind, header) if kind in ON_SERIES else FileFacts(kind)


def _drawn_on(kind: FileKind, header: Dataset) -> FileFacts:
    regions = read_segments_of(header) if kind is FileKind.SEG else read_rois_of(header)
    return FileFacts(
        kind,
        tuple(dict.fromkeys(one.referenced_series_uid for one in regions if one.referenced_series_uid)),
        tuple(dict.fromkeys(uid for one in regions for uid in one.referenced_sop_uids)),
        next((one.frame_of_reference_uid for one in regions if one.frame_of_reference_uid), None),
    )


def _is_nifti(path: Path) -> bool:
    with path.open("rb") as file:
        return is_nifti(file.read(HEAD_BYTES))


def read_file(
    path: Path, kind: FileKind, images: Sequence[Path], edge: float, *, as_outlines: bool = False
) -> Incoming:
    """Read a file of annotations, with the images of the series that it was drawn on where it needs them.

    Masks in NIfTI are read by `read_masks`: what they mean stands beside them.
    """
    if kind is FileKind.COCO:
        incoming = read_coco(path)
    elif kind is FileKind.SR:
        incoming = read_sr(path)
    else:
        incoming = read_seg(path, images, edge) if kind is FileKind.SEG else read_rtstruct(path, images)
    if kind is not FileKind.COCO and not incoming.objects and not incoming.refused:
        raise NoAnnotations
    return in_outlines(incoming) if as_outlines else incoming
