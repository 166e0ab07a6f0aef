"""What became of the files of an upload, as a table for a spreadsheet."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from backend.core.work import Begin
from backend.models.upload_item import UploadItem
from backend.repositories.uploads import UploadItemRepository

ROWS_AT_ONCE = 500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("path", "size_bytes", "sha256", "media_type", "outcome", "code", "place", "message")


async def report_lines(upload_id: UUID, begin_reading: Begin) -> AsyncIterator[str]:
    """A line per remark; a file without remarks has one line too."""
    yield _line(COLUMNS)
    last: UUID | None = None
    while True:
        async with begin_reading() as work:
            items = await UploadItemRepository(work.db).after(upload_id, last, ROWS_AT_ONCE)
        if not items:
            return
        last = items[-1].id
        yield "".join(line for item in items for line in _lines(item))


def _lines(item: UploadItem) -> list[str]:
    about = [_text(item.path), str(item.size_bytes), item.sha256, item.media_type or "", item.outcome or "pending"]
    remarks = item.remarks or [{"code": "", "place": "", "message": ""}]
    return [_line([*about, *(_text(remark[name]) for name in ("code", "place", "message"))]) for remark in remarks]


def _text(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
