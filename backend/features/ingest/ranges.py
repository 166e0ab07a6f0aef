"""Which stretch of a file a request carries (RFC 9110 14.4)."""

import re
from dataclasses import dataclass

from backend.features.ingest.errors import UnusableRange

_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")


@dataclass(frozen=True)
class Stretch:
    """Some bytes of a file of `total` bytes."""

    start: int
    size: int
    total: int

    @property
    def end(self) -> int:
        return self.start + self.size

    @property
    def is_whole_file(self) -> bool:
        return self.start == 0 and self.size == self.total


def stretch_of(content_range: str) -> Stretch:
    match = _CONTENT_RANGE.fullmatch(content_range.strip())
    if match is None:
        raise UnusableRange
    first, last, total = (int(group) for group in match.groups())
    if not first <= last < total:
        raise UnusableRange(f"The bytes {first} to {last} are no stretch of a file of {total} bytes.")
    return Stretch(first, last - first + 1, total)
