"""Reading values of a data set that may hold anything, remembering what could not be understood."""

import math
from datetime import date, time

from pydicom.datadict import dictionary_description, tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.valuerep import DA, TM


def place_of(keyword: str) -> str:
    """Name a tag as people look it up: (0028,0010) Rows."""
    tag = tag_for_keyword(keyword) or 0
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X}) {keyword}"


def title_of(keyword: str) -> str:
    return dictionary_description(tag_for_keyword(keyword) or 0)


class HeaderValues:
    """Typed access that never raises. `invalid` collects the keywords whose values are not of their type."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.invalid: list[str] = []
        self._read: dict[str, object] = {}

    def raw(self, keyword: str) -> object:
        """The value of an element, None where there is none. Read once: pydicom takes its time for each."""
        if keyword not in self._read:
            self._read[keyword] = self._value(keyword)
        return self._read[keyword]

    def _value(self, keyword: str) -> object:
        tag = tag_for_keyword(keyword)
        try:
            return self.dataset[tag].value if tag is not None and tag in self.dataset else None
        except Exception:  # noqa: BLE001 - pydicom raises many kinds for values it cannot convert
            self._note(keyword)
            return None

    def text(self, keyword: str) -> str:
        value = self.raw(keyword)
        if isinstance(value, (MultiValue, list, tuple)):
            return "\\".join(str(part) for part in value)
        return "" if value is None else str(value).strip("\0 ")

    def whole(self, keyword: str) -> int | None:
        value = self.raw(keyword)
        if value in (None, ""):
            return None
        try:
            number = float(str(value))
            if number.is_integer():
                return int(number)
        except (ValueError, OverflowError):
            pass
        self._note(keyword)
        return None

    def numbers(self, keyword: str, count: int) -> tuple[float, ...] | None:
        value = self.raw(keyword)
        if value in (None, ""):
            return None
        try:
            parts = value if isinstance(value, (MultiValue, list, tuple)) else [value]
            numbers = tuple(float(str(part)) for part in parts)
        except ValueError:
            self._note(keyword)
            return None
        if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
            self._note(keyword)
            return None
        return numbers

    def number(self, keyword: str) -> float | None:
        numbers = self.numbers(keyword, 1)
        return numbers[0] if numbers else None

    def date(self, keyword: str) -> date | None:
        text = self.text(keyword)
        try:
            day = DA(text) if text else None
        except (ValueError, TypeError):
            self._note(keyword)
            return None
        return date(day.year, day.month, day.day) if day is not None else None

    def time(self, keyword: str) -> time | None:
        text = self.text(keyword)
        try:
            moment = TM(text) if text else None
        except (ValueError, TypeError):
            self._note(keyword)
            return None
        if moment is None:
            return None
        return time(moment.hour, moment.minute, moment.second, moment.microsecond)

    def _note(self, keyword: str) -> None:
        if keyword not in self.invalid:
            self.invalid.append(keyword)
