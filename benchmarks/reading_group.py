"""Readers with trays full of begun readings, made through the API as people would make them."""

import io
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.api import Api
from benchmarks.connection import request
from benchmarks.servers import ADMIN, PASSWORD

SAMPLES_PER_READER = 25
READERS_PER_SAMPLE = 10
BOXES_PER_SAVE = 5
SIDE = 64


@dataclass
class Reading:
    """An examination as its reader's browser knows it."""

    id: str
    image_id: str
    label_id: str
    version: int = 0

    def next_save(self, token: str, numbers: np.random.Generator) -> bytes:
        """Write the request that draws five more boxes."""
        operations = [self._new_box(*map(float, row)) for row in numbers.uniform(1, SIDE / 2, (BOXES_PER_SAVE, 4))]
        body = json.dumps({"base_version": self.version, "operations": operations}).encode()
        self.version += len(operations)
        return request(f"/api/v1/examinations/{self.id}/operations", f"Bearer {token}", body)

    def _new_box(self, x: float, y: float, width: float, height: float) -> dict[str, Any]:
        annotation = {
            "id": str(uuid.uuid4()),
            "label_id": self.label_id,
            "image_id": self.image_id,
            "kind": "box",
            "geometry": {"kind": "box", "x": x, "y": y, "width": width, "height": height},
        }
        return {"id": str(uuid.uuid4()), "kind": "put_annotation", "annotation": annotation}


@dataclass
class Reader:
    token: str
    readings: list[Reading] = field(default_factory=list)

    def next_saves(self, numbers: np.random.Generator) -> list[bytes]:
        """Write one save for each reading of the tray."""
        return [reading.next_save(self.token, numbers) for reading in self.readings]


async def make_readers(url: str, count: int) -> list[Reader]:
    """Make accounts, a set of small images, and for each reader a tray of begun readings."""
    lead = Api(url)
    await lead.sign_in(ADMIN)
    group = await lead.post("/groups", {"name": "Readers"})
    sample_set = await lead.post(
        f"/groups/{group['id']}/sets",
        {
            "name": "Boxes",
            "task": "detection",
            "package_size": SAMPLES_PER_READER,
            "readers_per_sample": READERS_PER_SAMPLE,
        },
    )
    label = await lead.post(f"/sets/{sample_set['id']}/labels", {"name": "Finding", "color": "#E69F00"})
    await _add_images(lead, sample_set["id"], -(-count // READERS_PER_SAMPLE) * SAMPLES_PER_READER)
    readers = []
    for number in range(count):
        email = f"reader-{number}@bench.example"
        await lead.post("/users", {"email": email, "name": f"Reader {number}", "password": PASSWORD})
        await lead.post(f"/groups/{group['id']}/members", {"email": email, "role": "annotator"})
        readers.append(await _begin_reading(url, email, sample_set["id"], label["id"]))
    return readers


async def _add_images(lead: Api, set_id: str, count: int) -> None:
    upload = await lead.post("/uploads", {"set_id": set_id})
    numbers = np.random.default_rng(1)
    for number in range(count):
        picture = io.BytesIO()
        Image.fromarray(numbers.integers(0, 256, (SIDE, SIDE, 3), np.uint8)).save(picture, "PNG")
        await lead.put_file(upload["id"], f"{number:04d}.png", picture.getvalue())
    await lead.wait((await lead.post(f"/uploads/{upload['id']}/finish"))["id"])


async def _begin_reading(url: str, email: str, set_id: str, label_id: str) -> Reader:
    api = Api(url)
    reader = Reader(await api.sign_in(email))
    package = await api.post(f"/sets/{set_id}/packages/claim")
    items = await api.get(f"/packages/{package['id']}/items", page_size=SAMPLES_PER_READER)
    for item in items["items"]:
        sample = item["sample"]
        begun = await api.post(f"/packages/{package['id']}/samples/{sample['id']}/examination")
        reader.readings.append(Reading(begun["id"], sample["images"][0]["id"], label_id))
    await api.close()
    return reader


async def count_boxes(url: str, reader: Reader) -> int:
    """How many objects the server has of a reader."""
    api = Api(url, reader.token)
    readings = [await api.get(f"/examinations/{reading.id}") for reading in reader.readings]
    await api.close()
    return sum(len(reading["annotations"]) for reading in readings)
