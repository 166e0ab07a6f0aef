"""What is missing or contradictory in a DICOM header. Nothing is repaired; every check only adds findings."""

import re

from pydicom.uid import MediaStorageDirectoryStorage

from backend.imaging.dicom_header import DicomHeader
from backend.imaging.findings import Finding, quarantine, refusal, warning
from backend.imaging.header_values import HeaderValues, place_of
from backend.imaging.pixels import LARGEST_FRAME_BYTES, frame_bytes, has_decoder
from backend.imaging.sop_classes import is_slice, modality_of, needs_pixels

_UID = re.compile(r"[0-9]+(\.[0-9]+)+")
_LONGEST_UID = 64
_UID_KEYWORDS = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")
_PIXEL_KEYWORDS = ("Rows", "Columns", "BitsAllocated", "SamplesPerPixel", "PhotometricInterpretation")
_DATES = ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "PatientBirthDate")


def check_file_meta(header: DicomHeader, values: HeaderValues, findings: list[Finding]) -> None:
    meta = HeaderValues(header.dataset.file_meta)
    if not len(header.dataset.file_meta):
        if header.has_preamble:
            message = "The file does not say how its data are encoded."
            findings.append(quarantine("missing_transfer_syntax", "(0002,0010) TransferSyntaxUID", message))
        else:
            message = f"There is no preamble and no file meta; read as {header.syntax.name}."
            findings.append(warning("no_file_meta", "byte 0", message))
        return
    if not meta.text("TransferSyntaxUID"):
        message = "The file meta do not say how the data are encoded."
        findings.append(quarantine("missing_transfer_syntax", place_of("TransferSyntaxUID"), message))
    if not header.has_preamble:
        findings.append(warning("file_meta_incomplete", "byte 0", "The preamble is missing."))
    for keyword, other in (
        ("MediaStorageSOPInstanceUID", "SOPInstanceUID"),
        ("MediaStorageSOPClassUID", "SOPClassUID"),
    ):
        stated, found = meta.text(keyword), values.text(other)
        if not stated:
            findings.append(warning("file_meta_incomplete", place_of(keyword), f"{keyword} is missing."))
        elif found and stated != found:
            message = f"The file meta say {stated}, the data set says {found}, which counts (PS3.10 7.1)."
            findings.append(warning("file_meta_mismatch", place_of(other), message))


def check_is_object(header: DicomHeader, findings: list[Finding]) -> bool:
    """Tell a DICOMDIR from an object that belongs into an archive."""
    if HeaderValues(header.dataset.file_meta).text("MediaStorageSOPClassUID") != MediaStorageDirectoryStorage:
        return True
    message = "A DICOMDIR lists the files of a disc and is no image itself; send the files."
    findings.append(refusal("not_an_image", "(0002,0002) MediaStorageSOPClassUID", message))
    return False


def check_identity(values: HeaderValues, findings: list[Finding]) -> None:
    for keyword in _UID_KEYWORDS:
        uid = values.text(keyword)
        if not uid:
            findings.append(quarantine("missing_uid", place_of(keyword), f"{keyword} is missing."))
        elif len(uid) > _LONGEST_UID or not _UID.fullmatch(uid):
            findings.append(quarantine("invalid_uid", place_of(keyword), f"{uid[:80]!r} is no UID."))
    if not values.text("PatientID"):
        message = "Without a Patient ID the file belongs to an unknown patient of its own."
        findings.append(warning("missing_patient_id", place_of("PatientID"), message))
    if not values.text("Modality"):
        derived = modality_of(values.text("SOPClassUID")) or "nothing"
        message = f"The modality is missing; the SOP class implies {derived}."
        findings.append(warning("missing_modality", place_of("Modality"), message))
    for keyword in _DATES:
        values.date(keyword)
        if keyword in values.invalid:
            message = f"{values.text(keyword)!r} is no date; it counts as unknown."
            findings.append(warning("invalid_date", place_of(keyword), message))


def check_frame_count(values: HeaderValues, findings: list[Finding]) -> int:
    """Give the number of frames, 1 where it is absent; a wrong one is never guessed."""
    count = values.whole("NumberOfFrames")
    if "NumberOfFrames" in values.invalid or (count is not None and count < 1):
        message = f"{values.text('NumberOfFrames')!r} is no number of frames."
        findings.append(quarantine("invalid_value", place_of("NumberOfFrames"), message))
        return 0
    return count or 1


def check_pixels(header: DicomHeader, values: HeaderValues, has_pixels: bool, findings: list[Finding]) -> bool:
    """Check that pixels, where there are any, can be shaped and decoded. False ends the look at them."""
    if not has_pixels:
        if needs_pixels(values.text("SOPClassUID")):
            findings.append(quarantine("no_pixel_data", place_of("PixelData"), "An image without pixel data."))
        return False
    for keyword in _PIXEL_KEYWORDS:
        if values.text(keyword) in ("", "0") or (keyword != _PIXEL_KEYWORDS[-1] and values.whole(keyword) is None):
            code = "missing_rows" if keyword in ("Rows", "Columns") else "invalid_value"
            findings.append(quarantine(code, place_of(keyword), f"{keyword} is missing: the pixels have no shape."))
            return False
    if frame_bytes(header.dataset) > LARGEST_FRAME_BYTES:
        place = f"{place_of('Rows')}; {place_of('Columns')}"
        message = f"{values.text('Rows')} x {values.text('Columns')} pixels are more than is taken in."
        findings.append(refusal("declared_size_too_large", place, message))
        return False
    if not has_decoder(header.syntax, values.whole("BitsStored") or 8):
        message = f"There is no decoder for {header.syntax.name} ({header.syntax}): no thumbnail, no volume."
        findings.append(warning("no_decoder", "(0002,0010) TransferSyntaxUID", message))
    return True


def check_measurable(values: HeaderValues, findings: list[Finding]) -> None:
    """Check what images need to be placed and measured; without it they can still be looked at."""
    if values.number("RescaleSlope") == 0:
        message = "A slope of zero gives every pixel the same value; stored values are shown, without a unit."
        findings.append(warning("rescale_slope_zero", place_of("RescaleSlope"), message))
    if not is_slice(values.text("SOPClassUID")):
        return
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient"):
        if values.numbers(keyword, 3 if keyword.startswith("ImagePosition") else 6) is None:
            message = "The slice cannot be placed: it is part of no volume and no region."
            findings.append(warning("missing_position", place_of(keyword), message))
    spacing = values.numbers("PixelSpacing", 2)
    if spacing is None or min(spacing) <= 0:
        message = "Lengths can only be given in pixels."
        findings.append(warning("missing_pixel_spacing", place_of("PixelSpacing"), message))
