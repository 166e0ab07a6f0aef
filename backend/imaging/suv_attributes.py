"""What SUV takes of a PET header beside the technical attributes: times passed instead of dates, makers' factors.

How long after the administration a scan began names nobody; the day on which it did might.
"""

from datetime import datetime, timedelta
from typing import Any

from pydicom.dataset import Dataset
from pydicom.valuerep import DA, DT, TM

from backend.imaging.suv import (
    ACTIVITY_FACTOR,
    OUR_GROUP,
    OURS,
    PHILIPS,
    PHILIPS_GROUP,
    SINCE_ADMINISTRATION,
    SUV_FACTOR,
)

GE, GE_GROUP, GE_SCAN_DATETIME = "GEMS_PETD_01", 0x0009, 0x0D
Elements = dict[str, dict[str, Any]]


def suv_attributes(dataset: Dataset) -> Elements:
    """DICOM JSON to be added to the technical attributes; nothing where there is no tracer."""
    if "RadiopharmaceuticalInformationSequence" not in dataset:
        return {}
    return _block(OUR_GROUP, OURS, _passed(dataset)) | _block(PHILIPS_GROUP, PHILIPS, _factors(dataset))


def _block(group: int, creator: str, values: dict[int, float]) -> Elements:
    if not values:
        return {}
    elements: Elements = {f"{group:04X}0010": {"vr": "LO", "Value": [creator]}}
    return elements | {f"{group:04X}10{key:02X}": {"vr": "FD", "Value": [value]} for key, value in values.items()}


def _factors(dataset: Dataset) -> dict[int, float]:
    found = {key: _private(dataset, PHILIPS_GROUP, PHILIPS, key) for key in (SUV_FACTOR, ACTIVITY_FACTOR)}
    return {key: float(value) for key, value in found.items() if isinstance(value, int | float)}


def _passed(dataset: Dataset) -> dict[int, float]:
    """Seconds from the administration to what tells when the scan began."""
    moments = {
        "SeriesTime": _moment(dataset, "SeriesDate", "SeriesTime"),
        "AcquisitionTime": _moment(dataset, "AcquisitionDate", "AcquisitionTime"),
        "GeScanTime": _datetime(_private(dataset, GE_GROUP, GE, GE_SCAN_DATETIME)),
    }
    start = _administration(dataset, moments["SeriesTime"])
    if start is None:
        return {}
    return {
        SINCE_ADMINISTRATION[name]: (moment - start).total_seconds()
        for name, moment in moments.items()
        if moment is not None
    }


def _administration(dataset: Dataset, series: datetime | None) -> datetime | None:
    """As it is told with its date; else at that time of the series' day, or of the one before if that is too late."""
    items = dataset.get("RadiopharmaceuticalInformationSequence") or [Dataset()]
    told = _datetime(items[0].get("RadiopharmaceuticalStartDateTime"))
    if told is not None or series is None:
        return told
    time_of_day = items[0].get("RadiopharmaceuticalStartTime")
    try:
        time = TM(time_of_day) if time_of_day else None
    except (TypeError, ValueError):
        return None
    if time is None:
        return None
    start = datetime.combine(series.date(), time)
    return start if start <= series else start - timedelta(days=1)


def _moment(dataset: Dataset, date_keyword: str, time_keyword: str) -> datetime | None:
    try:
        day, time = DA(dataset.get(date_keyword)), TM(dataset.get(time_keyword))
    except (TypeError, ValueError):
        return None
    return datetime.combine(day, time) if day and time else None


def _datetime(value: Any) -> datetime | None:
    """A date with its time (VR DT) as the clock on the wall showed it, like the dates and times beside it."""
    try:
        moment = DT(value)
    except (TypeError, ValueError):
        return None
    return datetime.combine(moment.date(), moment.time()) if moment else None


def _private(dataset: Dataset, group: int, creator: str, element: int) -> Any:
    try:
        return dataset.private_block(group, creator)[element].value
    except KeyError:
        return None
