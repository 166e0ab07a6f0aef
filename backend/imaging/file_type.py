"""What kind of file it is, by its first bytes."""

import struct
from typing import Literal

from pydicom.valuerep import VR

from backend.imaging.nifti import is_nifti
from backend.imaging.nrrd import MAGIC as NRRD

FileType = Literal["dicom", "png", "jpeg", "zip", "nifti", "nrrd", "unknown"]

HEAD_BYTES = 1024  # enough for the header of a NIfTI file that is packed
MEDIA_TYPES: dict[FileType, str] = {
    "dicom": "application/dicom",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "zip": "application/zip",
    "nifti": "application/x-nifti",
    "nrrd": "application/x-nrrd",
    "unknown": "application/octet-stream",
}
SUFFIXES: dict[str, FileType] = {
    ".dcm": "dicom", ".dicom": "dicom", ".ima": "dicom", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".zip": "zip",
    ".nii": "nifti", ".nrrd": "nrrd", ".nhdr": "nrrd",
}  # fmt: skip
_BEGINNINGS: dict[FileType, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpeg": (b"\xff\xd8\xff",),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "nrrd": (NRRD,),
}
_VRS = {str(vr.value).encode() for vr in VR if len(vr.value) == 2}  # noqa: PLR2004
_FIRST_GROUPS = (0x0002, 0x0008)
_LONGEST_FIRST_VALUE = 256


def file_type(head: bytes) -> FileType:
    """Tell the type from at least `HEAD_BYTES` of a file, or all of a shorter one."""
    if head[128:132] == b"DICM":
        return "dicom"
    for kind, marks in _BEGINNINGS.items():
        if head.startswith(marks):
            return kind
    if is_nifti(head):
        return "nifti"
    return "dicom" if _begins_with_element(head) else "unknown"


def _begins_with_element(head: bytes) -> bool:
    """Recognise a data set without preamble by its first element (PS3.5 7.1)."""
    if len(head) < 8:  # noqa: PLR2004 - shorter than any element
        return False
    for order in "<>":
        group, element = struct.unpack(f"{order}HH", head[:4])
        if group not in _FIRST_GROUPS or element > 0x0100:  # noqa: PLR2004 - every first element is a low one
            continue
        if head[4:6] in _VRS:
            return True
        (length,) = struct.unpack(f"{order}I", head[4:8])
        if length % 2 == 0 and 0 < length <= _LONGEST_FIRST_VALUE:
            return True
    return False
