"""Writes a document into a file of a format. Formats that need pixels are written sample by sample elsewhere."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from backend.imaging.exchange.coco import write_coco
from backend.imaging.exchange.csv_files import write_csv_long, write_csv_wide
from backend.imaging.exchange.cvat import write_cvat
from backend.imaging.exchange.document import Document, to_json
from backend.imaging.exchange.formats import COCO, CSV_LONG, CSV_WIDE, CVAT, JSON, VOC, YOLO, YOLO_SEGMENTATION
from backend.imaging.exchange.voc import write_voc
from backend.imaging.exchange.yolo import write_yolo, write_yolo_segmentation


def _write_json(document: Document, file: BinaryIO) -> None:
    file.write(to_json(document))


WRITERS: Mapping[str, Callable[[Document, BinaryIO], None]] = {
    JSON.key: _write_json,
    CSV_LONG.key: write_csv_long,
    CSV_WIDE.key: write_csv_wide,
    COCO.key: write_coco,
    YOLO.key: write_yolo,
    YOLO_SEGMENTATION.key: write_yolo_segmentation,
    VOC.key: write_voc,
    CVAT.key: write_cvat,
}


def write_document(document: Document, format_key: str, path: Path) -> None:
    """Write a whole document into one file."""
    with path.open("wb") as file:
        WRITERS[format_key](document, file)
