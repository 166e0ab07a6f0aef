"""DICOM JSON (PS3.18 F.2) of instances for a viewer, under an identity rule.

The technical attributes were let through by an allow-list when the file was read; what names a patient is added here,
and only here.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydicom.uid import ExplicitVRLittleEndian

from backend.models.instance import Instance
from backend.models.patient import Patient
from backend.models.sample_set import Identity
from backend.repositories.instances import SeriesPlace

Element = dict[str, Any]
DataSet = dict[str, Element]
PHOTOMETRIC, PLANAR, SAMPLES = "00280004", "00280006", "00280002"
BITS_ALLOCATED, BITS_STORED, HIGH_BIT = "00280100", "00280101", "00280102"


def instance_metadata(place: SeriesPlace, instance: Instance, identity: Identity) -> DataSet:
    uids = {
        "00080016": _element("UI", instance.sop_class_uid),
        "00080018": _element("UI", instance.sop_instance_uid),
        "00080060": _element("CS", place.series.modality),
        "0020000D": _element("UI", place.study.study_instance_uid),
        "0020000E": _element("UI", place.series.series_instance_uid),
    }
    merged = dict(instance.attributes) | uids | _sent_as(instance) | _identity(place, identity)
    return {tag: merged[tag] for tag in sorted(merged)}


def _sent_as(instance: Instance) -> DataSet:
    """What frames are sent as: they lie in the file so, or are decoded (see `decode_frame`), which changes this."""
    if instance.frame_ranges is not None or not instance.is_image:
        return {"00083002": _element("UI", instance.transfer_syntax_uid)}
    changed = {"00083002": _element("UI", str(ExplicitVRLittleEndian))}
    if _value(instance.attributes, PHOTOMETRIC, "").startswith("YBR"):
        changed[PHOTOMETRIC] = _element("CS", "RGB")
    if _value(instance.attributes, SAMPLES, 1) > 1:
        changed[PLANAR] = _element("US", 0)
    if _value(instance.attributes, BITS_ALLOCATED, 16) == 1:
        changed |= {BITS_ALLOCATED: _element("US", 8), BITS_STORED: _element("US", 8), HIGH_BIT: _element("US", 7)}
    return changed


def _identity(place: SeriesPlace, identity: Identity) -> DataSet:
    if identity is Identity.HIDDEN:
        return {}
    if identity is Identity.PSEUDONYM:
        pseudonym = place.patient.pseudonym
        return {"00100010": _name(pseudonym), "00100020": _element("LO", pseudonym)}
    return _person(place.patient) | {
        "00080020": _element("DA", _dicom_date(place.study.study_date)),
        "00080050": _element("SH", place.study.accession_number),
        "00081030": _element("LO", place.study.description),
        "0008103E": _element("LO", place.series.description),
    }


def _person(patient: Patient) -> DataSet:
    return {
        "00100010": _name(patient.name),
        "00100020": _element("LO", patient.medical_record_number),
        "00100030": _element("DA", _dicom_date(patient.birth_date)),
        "00100040": _element("CS", patient.sex),
    }


def _name(name: str | None) -> Element:
    """A person name by its component groups (PS3.5 6.2.1.1)."""
    groups = zip(("Alphabetic", "Ideographic", "Phonetic"), (name or "").split("="), strict=False)
    value = {key: text for key, text in groups if text}
    return {"vr": "PN", "Value": [value]} if value else {"vr": "PN"}


def _element(vr: str, value: str | int | None) -> Element:
    return {"vr": vr} if value in (None, "") else {"vr": vr, "Value": [value]}


def _dicom_date(day: date | None) -> str | None:
    return day.strftime("%Y%m%d") if day else None


def _value(attributes: Mapping[str, Any], tag: str, default: Any) -> Any:
    values = attributes.get(tag, {}).get("Value") or [default]
    return values[0] if isinstance(values[0], type(default)) else default
