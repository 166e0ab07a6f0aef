"""Standardised uptake values by body weight, by QIBA's vendor-neutral rules (FDG-PET/CT, SUV computation).

A factor from modality values to SUVbw in g/ml, or a refusal that names the attribute in the way. Nothing is assumed:
neither a weight, nor a dose, nor a half life. The viewer does the same, held to the same table of cases.
"""

from dataclasses import dataclass
from math import expm1, log
from typing import Any

from pydicom.datadict import tag_for_keyword

Attributes = dict[str, Any]

PHILIPS, PHILIPS_GROUP, SUV_FACTOR, ACTIVITY_FACTOR = "Philips PET Private Group", 0x7053, 0x00, 0x09
# What suv_attributes adds: seconds from the administration, so that no date need be told.
OURS, OUR_GROUP = "ISOCENTER", 0x4953
SINCE_ADMINISTRATION = {"SeriesTime": 0x01, "AcquisitionTime": 0x02, "GeScanTime": 0x03}
DAY_SECONDS = 86_400.0
GRAMS = 1_000.0


class SuvRefused(Exception):
    """There is no SUV. `tag` is the attribute that is missing or in the way."""

    def __init__(self, tag: str, reason: str) -> None:
        super().__init__(f"{tag}: {reason}")
        self.tag = tag
        self.reason = reason


@dataclass(frozen=True)
class Suv:
    """What a modality value is multiplied by, and by which rule."""

    factor: float
    rule: str


def suv_of(attributes: Attributes) -> Suv:
    """Find the factor in the DICOM JSON of one PET instance.

    Raises:
        SuvRefused: It cannot be known; names the attribute.
    """
    units = _text(attributes, "Units")
    if units == "GML":
        return _given(attributes)
    if units == "BQML":
        return _by_activity(attributes, 1.0, "")
    if units == "CNTS":
        return _by_philips(attributes)
    raise _refusal("Units", f"{units} is no unit that SUV can be had from" if units else "missing")


def _given(attributes: Attributes) -> Suv:
    kind = _text(attributes, "SUVType")
    if kind not in ("", "BW"):
        raise _refusal("SUVType", f"the values are SUV by {kind}, not by body weight")
    return Suv(1.0, "GML")


def _by_philips(attributes: Attributes) -> Suv:
    factor = _private(attributes, PHILIPS_GROUP, PHILIPS, SUV_FACTOR)
    if factor:
        return Suv(factor, "CNTS, Philips SUV factor")
    activity = _private(attributes, PHILIPS_GROUP, PHILIPS, ACTIVITY_FACTOR)
    if not activity:
        raise SuvRefused("7053xx00", "missing")
    return _by_activity(attributes, activity, "CNTS, Philips activity concentration; ")


def _by_activity(attributes: Attributes, scale: float, prefix: str) -> Suv:
    """Body weight over the activity that was left of the dose when the values held."""
    given = set(_values(attributes, "CorrectedImage"))
    decay = _text(attributes, "DecayCorrection")
    if "ATTN" not in given:
        raise _refusal("CorrectedImage", "not corrected for attenuation")
    if decay not in ("START", "ADMIN", "NONE"):
        raise _refusal("DecayCorrection", f"{decay} is unknown" if decay else "missing")
    if ("DECY" in given) is (decay == "NONE"):
        raise _refusal("CorrectedImage", f"contradicts the decay correction {decay}")
    weight_kg = _positive(attributes, "PatientWeight")
    tracer = _tracer(attributes)
    dose_bq = _positive(tracer, "RadionuclideTotalDose")
    if decay != "ADMIN":
        half_life = _positive(tracer, "RadionuclideHalfLife")
        moment = _start(attributes, tracer, half_life) if decay == "START" else _middle(attributes, tracer, half_life)
        if moment < 0:
            raise _refusal("RadiopharmaceuticalStartTime", "after the scan")
        dose_bq *= 2 ** (-moment / half_life)
    return Suv(scale * weight_kg * GRAMS / dose_bq, f"{prefix}{decay}")


def _tracer(attributes: Attributes) -> Attributes:
    items = _values(attributes, "RadiopharmaceuticalInformationSequence")
    if len(items) != 1:
        raise _refusal("RadiopharmaceuticalInformationSequence", "several tracers" if items else "missing")
    found: Attributes = items[0]
    return found


def _start(attributes: Attributes, tracer: Attributes, half_life: float) -> float:
    """Seconds from the administration to the start of the scan, which decay was corrected to.

    The series' time, unless it is that of a later reconstruction: then the maker's, else reckoned from the frame.
    """
    series, acquisition = (_since(attributes, tracer, keyword) for keyword in ("SeriesTime", "AcquisitionTime"))
    if series <= acquisition:
        return series
    scan = _private(attributes, OUR_GROUP, OURS, SINCE_ADMINISTRATION["GeScanTime"])
    if scan is not None:
        return scan
    reference = _number(attributes, "FrameReferenceTime")
    if reference is None:
        raise _refusal("FrameReferenceTime", "missing, and the series' time is not that of the scan")
    return acquisition - reference / 1000 + _average_count_time(attributes, half_life)


def _middle(attributes: Attributes, tracer: Attributes, half_life: float) -> float:
    """Seconds from the administration to when the values held, where decay was not corrected."""
    return _since(attributes, tracer, "AcquisitionTime") + _average_count_time(attributes, half_life)


def _average_count_time(attributes: Attributes, half_life: float) -> float:
    """Seconds into the frame at which the activity was its average over the frame."""
    duration = _positive(attributes, "ActualFrameDuration") / 1000
    decays = log(2) / half_life * duration
    return log(decays / -expm1(-decays)) * half_life / log(2)


def _since(attributes: Attributes, tracer: Attributes, keyword: str) -> float:
    """Seconds from the administration. By times of day alone, one that is later was on the day before."""
    told = _private(attributes, OUR_GROUP, OURS, SINCE_ADMINISTRATION[keyword])
    if told is not None:
        return told
    passed = _seconds(attributes, keyword) - _seconds(tracer, "RadiopharmaceuticalStartTime")
    return passed if passed >= 0 else passed + DAY_SECONDS


def _seconds(attributes: Attributes, keyword: str) -> float:
    """A time of day (VR TM) in seconds."""
    text = _text(attributes, keyword).strip()
    if not text[:6].isdigit():
        raise _refusal(keyword, "missing")
    padded = text[:6].ljust(6, "0")
    return int(padded[:2]) * 3600 + int(padded[2:4]) * 60 + int(padded[4:6]) + float(f"0{text[6:]}" if text[6:] else 0)


def _refusal(keyword: str, reason: str) -> SuvRefused:
    return SuvRefused(_tag(keyword), reason)


def _positive(attributes: Attributes, keyword: str) -> float:
    value = _number(attributes, keyword)
    if value is None or not 0 < value < float("inf"):
        raise _refusal(keyword, "missing" if value is None else f"{value:g} cannot be")
    return value


def _private(attributes: Attributes, group: int, creator: str, element: int) -> float | None:
    """The value of a private attribute, by the block that its creator reserved (PS3.5 7.8.1)."""
    for block in range(0x10, 0x100):
        if _first(attributes, f"{group:04X}{block:04X}") == creator:
            value = _first(attributes, f"{group:04X}{block:02X}{element:02X}")
            return float(value) if value is not None else None
    return None


def _number(attributes: Attributes, keyword: str) -> float | None:
    value = _first(attributes, _tag(keyword))
    return float(value) if value is not None else None


def _text(attributes: Attributes, keyword: str) -> str:
    return str(_first(attributes, _tag(keyword)) or "")


def _first(attributes: Attributes, tag: str) -> Any:
    return next(iter(attributes.get(tag, {}).get("Value") or []), None)


def _values(attributes: Attributes, keyword: str) -> list[Any]:
    values: list[Any] = attributes.get(_tag(keyword), {}).get("Value") or []
    return values


def _tag(keyword: str) -> str:
    return f"{tag_for_keyword(keyword):08X}"
