"""What SOP classes (PS3.4 B.5) mean here: modality, whether there are pixels, whether there are regions."""

from typing import Literal

STORAGE = "1.2.840.10008.5.1.4.1.1."

_STRUCTURES: dict[str, Literal["rtstruct", "seg"]] = {"481.3": "rtstruct", "66.4": "seg", "66.7": "seg"}

_MODALITIES = {
    "1": "CR", "1.1": "DX", "1.1.1": "DX", "1.2": "MG", "1.2.1": "MG", "1.3": "IO", "1.3.1": "IO",
    "2": "CT", "2.1": "CT", "2.2": "CT", "3": "US", "3.1": "US", "4": "MR", "4.1": "MR", "4.3": "MR", "4.4": "MR",
    "6": "US", "6.1": "US", "6.2": "US", "6.3": "IVUS", "12.1": "XA", "12.1.1": "XA", "12.2": "RF", "12.2.1": "RF",
    "13.1.1": "XA", "13.1.2": "XA", "13.1.3": "MG", "20": "NM", "66.4": "SEG", "66.7": "SEG",
    "77.1.1": "ES", "77.1.1.1": "ES", "77.1.2": "GM", "77.1.4": "XC", "77.1.4.1": "XC", "77.1.6": "SM",
    "128": "PT", "128.1": "PT", "130": "PT",
    "481.1": "RTIMAGE", "481.2": "RTDOSE", "481.3": "RTSTRUCT", "481.5": "RTPLAN",
}  # fmt: skip

_SLICES = ("2", "4", "128")  # single-frame images that are placed in the patient: CT, MR, PET
_WITHOUT_PIXELS = ("9.", "11.", "66.5", "88.", "104.", "481.3", "481.4", "481.5", "481.6", "481.7", "481.8", "481.9")
_WITHOUT_PIXELS_EXACTLY = ("66", "66.1", "66.2", "66.3", "67", "68.1", "68.2", "9")


def structure_of(sop_class_uid: str) -> Literal["rtstruct", "seg"] | None:
    return _STRUCTURES.get(_suffix(sop_class_uid))


def modality_of(sop_class_uid: str) -> str:
    """Give the modality a SOP class implies, or nothing where it leaves it open."""
    return _MODALITIES.get(_suffix(sop_class_uid), "")


def is_slice(sop_class_uid: str) -> bool:
    return _suffix(sop_class_uid) in _SLICES


def needs_pixels(sop_class_uid: str) -> bool:
    """Say whether an object of this class without pixel data is incomplete; unknown classes are not judged."""
    return _suffix(sop_class_uid) in _MODALITIES and not is_without_pixels(sop_class_uid)


def is_without_pixels(sop_class_uid: str) -> bool:
    suffix = _suffix(sop_class_uid)
    return suffix in _WITHOUT_PIXELS_EXACTLY or suffix.startswith(_WITHOUT_PIXELS)


def _suffix(sop_class_uid: str) -> str:
    return sop_class_uid.removeprefix(STORAGE) if sop_class_uid.startswith(STORAGE) else ""
