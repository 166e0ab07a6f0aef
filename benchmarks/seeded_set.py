"""A large set that has been read in part, written into the database of a running server as rows.

Through the API a hundred thousand readings take a quarter of an hour, which is measured elsewhere. The rows are those
that the API would have left, but for the pictures' bytes, which nobody asks for here.
"""

import asyncio
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, create_engine, event, insert
from uuid_utils.compat import uuid7

from backend.core.database import Base
from backend.models.annotation import Annotation, AnnotationKind
from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination, ExaminationState
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.models.sample_image import ImageRole, SampleImage
from backend.models.stored_file import StoredFile
from benchmarks.api import Api
from benchmarks.servers import ADMIN, PASSWORD, Server

PACKAGE_SIZE, BOXES, SIDE = 20, 5, 64
ROWS_AT_ONCE = 20_000
SECONDS_A_BOX = 3


@dataclass
class SeededSet:
    """A set as its lead and its readers know it."""

    id: str
    group_id: str
    organization_id: str
    label_id: str
    samples: int
    read: int
    readers: list[str] = field(default_factory=list)  # their ids
    tokens: list[str] = field(default_factory=list)
    lead: str = ""  # their token


async def seeded_set(server: Server, folder: Path, *, samples: int, read: int, readers: int) -> SeededSet:
    """Make a set of so many samples, of which readers have read some, each with five boxes."""
    lead = Api(server.url)
    token = await lead.sign_in(ADMIN)
    group = await lead.post("/groups", {"name": "Readers"})
    asked = {"name": "Boxes", "task": "detection", "package_size": PACKAGE_SIZE}
    made = await lead.post(f"/groups/{group['id']}/sets", asked)
    label = await lead.post(f"/sets/{made['id']}/labels", {"name": "Finding", "color": "#E69F00"})
    seeded = SeededSet(made["id"], group["id"], group["organization_id"], label["id"], samples, read, lead=token)
    for number in range(readers):
        email = f"reader-{number}@bench.example"
        user = await lead.post("/users", {"email": email, "name": f"Reader {number}", "password": PASSWORD})
        await lead.post(f"/groups/{group['id']}/members", {"email": email, "role": "annotator"})
        seeded.readers.append(user["id"])
        reader = Api(server.url)
        seeded.tokens.append(await reader.sign_in(email))
        await reader.close()
    await lead.close()
    await asyncio.to_thread(_write, folder / "data" / "isocenter.db", seeded)
    return seeded


def _write(database: Path, seeded: SeededSet) -> None:
    engine = create_engine(f"sqlite:///{database}")

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA busy_timeout=60000")

    with engine.begin() as connection:
        writer = _Writer(connection)
        for model, row in _rows(seeded):
            writer.add(model, row)
        writer.flush()
    engine.dispose()


class _Writer:
    """Inserts rows by their thousands, each table's before those that refer to it."""

    ORDER: Sequence[type[Base]] = (
        StoredFile, Sample, SampleImage, Package, PackageItem, Examination, Annotation, AnnotationOperation
    )  # fmt: skip

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.waiting: dict[type[Base], list[dict[str, Any]]] = {model: [] for model in self.ORDER}

    def add(self, model: type[Base], row: dict[str, Any]) -> None:
        self.waiting[model].append(row)
        if len(self.waiting[model]) >= ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        for model, rows in self.waiting.items():
            if rows:
                self.connection.execute(insert(model.__table__), rows)  # type: ignore[arg-type]  # a table, always
                rows.clear()


Row = tuple[type[Base], dict[str, Any]]


def _rows(seeded: SeededSet) -> Iterator[Row]:
    """Package by package: the first are read."""
    numbers = np.random.default_rng(3)
    set_id, moment = uuid.UUID(seeded.id), datetime.now(UTC) - timedelta(days=30)
    for number in range(-(-seeded.samples // PACKAGE_SIZE)):
        first = number * PACKAGE_SIZE
        is_read = first < seeded.read
        reader = uuid.UUID(seeded.readers[number % len(seeded.readers)]) if is_read else None
        package_id = uuid7()
        yield Package, {
            "id": package_id, "set_id": set_id, "position": number + 1, "slot": 1,
            "assignee_id": reader, "assigned_at": moment if reader else None,
        }  # fmt: skip
        for place in range(min(PACKAGE_SIZE, seeded.samples - first)):
            sample_id, image_id = uuid7(), uuid7()
            yield from _sample(seeded, sample_id, image_id, first + place + 1)
            yield PackageItem, {
                "package_id": package_id, "sample_id": sample_id, "set_id": set_id, "slot": 1, "position": place + 1
            }  # fmt: skip
            if reader is not None:
                moment += timedelta(seconds=1)
                yield from _reading(seeded, sample_id, image_id, reader, moment, numbers)


def _sample(seeded: SeededSet, sample_id: uuid.UUID, image_id: uuid.UUID, position: int) -> Iterator[Row]:
    centre, file_id, sha256 = uuid.UUID(seeded.organization_id), uuid7(), f"{position:064x}"
    yield StoredFile, {
        "id": file_id, "organization_id": centre, "sha256": sha256, "size_bytes": 1, "media_type": "image/png",
        "storage_key": f"{seeded.organization_id}/{sha256}", "file_name": f"{position:06d}.png",
        "pixel_width": SIDE, "pixel_height": SIDE,
    }  # fmt: skip
    yield Sample, {
        "id": sample_id, "organization_id": centre, "set_id": uuid.UUID(seeded.id), "position": position,
        "title": f"Photograph {position}", "modality": "XC", "content_key": f"file:{file_id}",
    }  # fmt: skip
    yield SampleImage, {
        "id": image_id, "organization_id": centre, "sample_id": sample_id, "role": ImageRole.MAIN, "position": 1,
        "file_id": file_id,
    }  # fmt: skip


def _reading(
    seeded: SeededSet,
    sample_id: uuid.UUID,
    image_id: uuid.UUID,
    reader: uuid.UUID,
    moment: datetime,
    numbers: np.random.Generator,
) -> Iterator[Row]:
    set_id, reading_id, label_id = uuid.UUID(seeded.id), uuid7(), uuid.UUID(seeded.label_id)
    done_at = moment + timedelta(seconds=SECONDS_A_BOX * BOXES)
    yield Examination, {
        "id": reading_id, "set_id": set_id, "sample_id": sample_id, "reader_id": reader, "round": 1,
        "state": ExaminationState.DONE, "version": BOXES + 1, "created_at": moment, "updated_at": done_at,
        "done_at": done_at,
    }  # fmt: skip
    for sequence, (x, y, width, height) in enumerate(numbers.uniform(1, SIDE / 2, (BOXES, 4)).tolist(), start=1):
        object_id, geometry = uuid7(), {"kind": "box", "x": x, "y": y, "width": width, "height": height}
        yield Annotation, {
            "id": object_id, "examination_id": reading_id, "set_id": set_id, "label_id": label_id,
            "sample_image_id": image_id, "kind": AnnotationKind.BOX, "geometry": geometry,
            "box_x": x, "box_y": y, "box_width": width, "box_height": height,
        }  # fmt: skip
        put = {"id": str(object_id), "label_id": str(label_id), "image_id": str(image_id), "kind": "box"}
        payload = {"kind": "put_annotation", "annotation": put | {"geometry": geometry}}
        yield AnnotationOperation, _operation(reading_id, reader, sequence, moment, payload)
    yield (
        AnnotationOperation,
        _operation(reading_id, reader, BOXES + 1, moment, {"kind": "set_state", "state": ExaminationState.DONE.value}),
    )


def _operation(
    reading_id: uuid.UUID, reader: uuid.UUID, sequence: int, begun: datetime, payload: dict[str, Any]
) -> dict[str, Any]:
    operation_id = uuid7()
    return {
        "id": operation_id, "examination_id": reading_id, "sequence_number": sequence, "actor_id": reader,
        "kind": payload["kind"], "payload": payload | {"id": str(operation_id)},
        "created_at": begun + timedelta(seconds=SECONDS_A_BOX * sequence),
    }  # fmt: skip
