"""Opening a DICOM file of unknown quality: its header, where its pixels begin, and whether it is whole."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import pydicom
from pydicom.dataelem import RawDataElement
from pydicom.dataset import FileDataset
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian

from backend.imaging.findings import Finding, quarantine, refusal, warning
from backend.imaging.pixels import transfer_syntax

LARGEST_INFLATED_BYTES = 256 * 2**20  # pydicom holds them about three times, and a process has a gigabyte
SUSPICIOUS_RATIO = 100
UNDEFINED_LENGTH = 0xFFFFFFFF
_CHUNK_BYTES = 2**20
_HEAD_BYTES = 4096
_BEFORE_META_LENGTH = b"DICM\x02\x00\x00\x00UL\x04\x00"
_META_LENGTH, _META_BEGIN = 140, 144


@dataclass(frozen=True)
class DicomHeader:
    """A data set without its pixels. `pixel_offset` is where the pixel element begins, None if there is none.

    For deflated files offsets are of the inflated bytes, whose size `data_size` is.
    """

    dataset: FileDataset
    syntax: UID
    is_deflated: bool
    has_preamble: bool
    pixel_offset: int | None
    data_size: int


def open_header(path: Path, findings: list[Finding]) -> DicomHeader | None:
    """Read a header, adding to the findings. None when it cannot be read at all."""
    is_deflated = _is_deflated(path)
    inflated_size = _inflated_size(path, findings) if is_deflated else None
    if is_deflated and inflated_size is None:
        return None
    try:
        with path.open("rb") as file:
            dataset = pydicom.dcmread(file, stop_before_pixels=True, force=True)
            position = file.tell()
        _require_whole_elements(dataset, findings)
    except EOFError as error:
        findings.append(
            quarantine("truncated", f"byte {path.stat().st_size}", f"The file ends inside an element: {error}")
        )
        return None
    except Exception as error:  # noqa: BLE001 - pydicom raises many kinds on damaged bytes
        findings.append(quarantine("unreadable_header", "header", f"The header cannot be read: {error}"))
        return None
    if not len(dataset) and not len(dataset.file_meta):
        findings.append(quarantine("unreadable_header", "byte 132", "There are no elements to read."))
        return None
    size = path.stat().st_size if inflated_size is None else inflated_size
    return DicomHeader(
        dataset=dataset,
        syntax=transfer_syntax(dataset),
        is_deflated=is_deflated,
        has_preamble=bool(dataset.preamble),
        pixel_offset=position if not is_deflated and position < size else None,
        data_size=size,
    )


def _is_deflated(path: Path) -> bool:
    if not _may_be_deflated(path):
        return False
    try:
        meta = pydicom.filereader.read_file_meta_info(path)
    except Exception:  # noqa: BLE001 - what is wrong is told when the whole header is read
        return False
    return bool(meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian)


def _may_be_deflated(path: Path) -> bool:
    """False if the file meta, whose length comes first (PS3.10 7.1), do not hold that UID: faster than parsing them."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    length = head[_META_LENGTH:_META_BEGIN]
    is_told = head[128:_META_LENGTH] == _BEFORE_META_LENGTH and len(length) == _META_BEGIN - _META_LENGTH
    end = _META_BEGIN + int.from_bytes(length, "little")
    return not is_told or end > len(head) or DeflatedExplicitVRLittleEndian.encode() in head[:end]


def _inflated_size(path: Path, findings: list[Finding]) -> int | None:
    """Inflate without keeping anything, so that a bomb is known before pydicom unpacks it."""
    with path.open("rb") as file:
        meta_end = _after_meta(path)
        file.seek(meta_end)
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        size = 0
        try:
            while packed := inflater.unconsumed_tail or file.read(_CHUNK_BYTES):
                size += len(inflater.decompress(packed, _CHUNK_BYTES))
                if size > LARGEST_INFLATED_BYTES:
                    message = f"The data inflate to more than {LARGEST_INFLATED_BYTES} bytes."
                    findings.append(refusal("high_compression_ratio", "data set", message))
                    return None
        except zlib.error as error:
            findings.append(
                quarantine("unreadable_header", f"byte {meta_end}", f"The data cannot be inflated: {error}")
            )
            return None
    if not inflater.eof:
        findings.append(quarantine("truncated", "data set", "The deflated data end before their end mark."))
        return None
    file_size = path.stat().st_size
    if size > SUSPICIOUS_RATIO * file_size:
        message = f"{file_size} bytes inflate to {size}."
        findings.append(warning("high_compression_ratio", "(7FE0,0010) PixelData", message))
    return size


def _after_meta(path: Path) -> int:
    meta = pydicom.filereader.read_file_meta_info(path)
    return 132 + 12 + int(meta.get("FileMetaInformationGroupLength") or 0)


def _require_whole_elements(dataset: FileDataset, findings: list[Finding]) -> None:
    for tag in dataset.keys():  # noqa: SIM118 - iterating the data set itself would convert the elements
        element: object = dataset.get_item(tag)
        if not isinstance(element, RawDataElement) or element.length == UNDEFINED_LENGTH:
            continue
        present = len(element.value or b"")
        if present < element.length:
            message = f"The file ends inside {element.tag}: {present} of {element.length} bytes."
            findings.append(quarantine("truncated", str(element.tag), message))
