"""Writes a document into a file of a format. Formats that need pixels are written sample by sample elsewhere."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from backend.imaging.exchange.coco import write_coco
from backend.imaging.exchange.csv_files import write_csv_long, write_csv_wide
from backend.imaging.exchange.document import Document, to_json
from backend.imaging.exchange.formats import COCO, CSV_LONG, CSV_WIDE, JSON


def _write_json(document: Document, file: BinaryIO) -> None:
    file.write(to_json(document))


WRITERS: Mapping[str, Callable[[Document, BinaryIO], None]] = {
    JSON.key: _write_json,
    CSV_LONG.key: write_csv_long,
    CSV_WIDE.key: write_csv_wide,
    COCO.key: write_coco,
}


def write_document(document: Document, format_key: str, path: Path) -> None:
    """Write a whole document into one file."""
    with path.open("wb") as file:
        WRITERS[format_key](document, file)
