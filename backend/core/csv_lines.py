"""Lines of CSV that no spreadsheet takes for formulas, with numbers in full precision."""

import csv
import io
from collections.abc import Iterable

END = "\r\n"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def text(value: str | None) -> str:
    """Text that no spreadsheet takes for a formula."""
    if not value:
        return ""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def number(value: float | None) -> str:
    """All digits; nothing where there is no value."""
    return "" if value is None else repr(value)


def line(cells: Iterable[str], numbers: Iterable[str] = ()) -> str:
    """A line of cells; then of numbers, which need no quotes and are many."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=END).writerow(cells)
    return ",".join((buffer.getvalue().removesuffix(END), *numbers)) + END
