"""What a file is, by its content, and whether it may be kept."""

from pathlib import Path, PurePosixPath

from pydicom import dcmread

from backend.imaging.archive import list_archive
from backend.imaging.decoding_check import check_decodes
from backend.imaging.dicom_checks import (
    check_file_meta,
    check_frame_count,
    check_identity,
    check_is_object,
    check_measurable,
    check_pixels,
)
from backend.imaging.dicom_facts import dicom_facts
from backend.imaging.dicom_header import DicomHeader, open_header
from backend.imaging.facts import DicomFacts, FrameRanges, Inspection, PhotoFacts, Remark
from backend.imaging.file_type import HEAD_BYTES, MEDIA_TYPES, SUFFIXES, FileType, file_type
from backend.imaging.findings import Finding, quarantine, refusal, remarks, warning, worst
from backend.imaging.gdcm_frames import is_ours
from backend.imaging.header_values import HeaderValues
from backend.imaging.photo import photo_facts
from backend.imaging.pixel_layout import check_native_length, frame_layout, native_frame_bits
from backend.imaging.reading import quietly
from backend.imaging.text_checks import check_charset, check_suspicious_text
from backend.imaging.volume_file import read_volume_header
from backend.imaging.volume_header import BrokenVolume, UnsupportedVolume

__all__ = ["DicomFacts", "Inspection", "PhotoFacts", "Remark", "inspect_file"]


@quietly()
def inspect_file(path: Path, name: str) -> Inspection:
    """Look at a file of any kind. Bad input is an answer here, never an error."""
    findings: list[Finding] = []
    with Path(path).open("rb") as file:
        head = file.read(HEAD_BYTES)
    kind = file_type(head)
    if not head:
        findings.append(refusal("empty_file", "length 0", "The file is empty."))
        return _answer("unknown", findings)
    if kind == "unknown":
        findings.append(refusal("not_an_image", "byte 0", "The file is neither DICOM, PNG, JPEG, NIfTI, NRRD nor ZIP."))
        return _answer("unknown", findings)
    _check_name(name, kind, findings)
    try:
        return _inspect(Path(path), kind, findings)
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes a library do, the file gets an answer
        findings.append(quarantine("unreadable_header", "file", f"The file cannot be read: {type(error).__name__}."))
        return _answer(kind, findings)


def _inspect(path: Path, kind: FileType, findings: list[Finding]) -> Inspection:
    if kind == "dicom":
        return _answer(kind, findings, dicom=_inspect_dicom(path, findings))
    if kind == "zip":
        listing = list_archive(path)
        findings.extend(Finding(listing.outcome, remark) for remark in listing.remarks)
        return _answer(kind, findings)
    if kind in ("nifti", "nrrd"):
        _inspect_volume(path, findings)
        return _answer(kind, findings)
    return _answer(kind, findings, photo=photo_facts(path, findings))


def _inspect_volume(path: Path, findings: list[Finding]) -> None:
    try:
        header = read_volume_header(path)
    except UnsupportedVolume as error:
        findings.append(refusal(error.code, error.place, str(error)))
    except BrokenVolume as error:
        findings.append(quarantine(error.code, error.place, str(error)))
    else:
        if not header.is_placed:
            message = "The file does not say how the patient lies in it; directions are assumed."
            findings.append(warning("missing_position", "header", message))


def _inspect_dicom(path: Path, findings: list[Finding]) -> DicomFacts | None:
    header = open_header(path, findings)
    if header is None or not check_is_object(header, findings):
        return None
    check_charset(header.dataset, findings)
    values = HeaderValues(header.dataset)
    check_file_meta(header, values, findings)
    check_identity(values, findings)
    check_suspicious_text(values, findings)
    frame_count = check_frame_count(values, findings)
    ranges = _pixel_ranges(path, header, values, frame_count, findings)
    return dicom_facts(header, values, frame_count, ranges) if worst(findings) != "refused" else None


def _pixel_ranges(
    path: Path, header: DicomHeader, values: HeaderValues, frame_count: int, findings: list[Finding]
) -> FrameRanges | None:
    deflated_pixels = _deflated_pixel_length(path) if header.is_deflated else 0
    has_pixels = bool(deflated_pixels) or header.pixel_offset is not None
    if not check_pixels(header, values, has_pixels, findings) or frame_count == 0:
        return None
    check_measurable(values, findings)
    if header.is_deflated:
        check_native_length(deflated_pixels, native_frame_bits(values), frame_count, findings)
        return None
    ranges = frame_layout(path, header, frame_count, findings)
    check_decodes(path, header, findings)
    return None if is_ours(header.syntax, values.whole("BitsStored") or 8) else ranges  # no browser decodes these


def _deflated_pixel_length(path: Path) -> int:
    """Count the pixel bytes of a deflated file; its inflated size has been found bearable before."""
    return len(dcmread(path, force=True).get("PixelData") or b"")


def _check_name(name: str, kind: FileType, findings: list[Finding]) -> None:
    suffix = PurePosixPath(name.lower()).suffix
    claimed = SUFFIXES.get(suffix)
    if claimed is not None and claimed != kind:
        message = f"The name ends with {suffix}, the content is {MEDIA_TYPES[kind]}."
        findings.append(warning("name_content_mismatch", "bytes 0-7", message))


def _answer(
    kind: FileType, findings: list[Finding], dicom: DicomFacts | None = None, photo: PhotoFacts | None = None
) -> Inspection:
    kinds = {"dicom": "dicom", "png": "photo", "jpeg": "photo", "zip": "archive", "nifti": "volume", "nrrd": "volume"}
    return Inspection(
        kind=kinds.get(kind, "unknown"),  # type: ignore[arg-type]  # the values are the kinds
        outcome=worst(findings),
        remarks=remarks(findings),
        media_type=MEDIA_TYPES[kind],
        dicom=dicom,
        photo=photo,
    )
