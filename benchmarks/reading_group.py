"""Readers with trays full of begun readings, made through the API as people would make them."""

import asyncio
import io
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np
from PIL import Image

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
        return request(f"/api/v1/examinations/{self.id}/operations", token, body)

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


class Api:
    """The product's API, as one account."""

    def __init__(self, url: str) -> None:
        self.http = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=120)

    async def sign_in(self, email: str, password: str = PASSWORD) -> str:
        answer = await self.post("/auth/token", {"email": email, "password": password})
        token: str = answer["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        return token

    async def post(self, path: str, body: Any = None) -> Any:
        return self._json(await self.http.post(path, json=body))

    async def get(self, path: str, **query: Any) -> Any:
        return self._json(await self.http.get(path, params=query))

    async def put_file(self, upload_id: str, path: str, content: bytes) -> None:
        self._json(await self.http.put(f"/uploads/{upload_id}/files", params={"path": path}, content=content))

    async def finish_upload(self, upload_id: str) -> None:
        await self.wait((await self.post(f"/uploads/{upload_id}/finish"))["id"])

    async def wait(self, job_id: str) -> dict[str, Any]:
        while True:
            job: dict[str, Any] = await self.get(f"/jobs/{job_id}")
            if job["state"] not in {"queued", "running"}:
                return job
            await asyncio.sleep(0.2)

    @staticmethod
    def _json(response: httpx.Response) -> Any:
        if response.is_error:
            raise RuntimeError(f"{response.request.method} {response.request.url}: {response.text}")
        return response.json()


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
    await lead.finish_upload(upload["id"])


async def _begin_reading(url: str, email: str, set_id: str, label_id: str) -> Reader:
    api = Api(url)
    reader = Reader(await api.sign_in(email))
    package = await api.post(f"/sets/{set_id}/packages/claim")
    items = await api.get(f"/packages/{package['id']}/items", page_size=SAMPLES_PER_READER)
    for item in items["items"]:
        sample = item["sample"]
        begun = await api.post(f"/packages/{package['id']}/samples/{sample['id']}/examination")
        reader.readings.append(Reading(begun["id"], sample["images"][0]["id"], label_id))
    await api.http.aclose()
    return reader


async def count_boxes(url: str, reader: Reader) -> int:
    """How many objects the server has of a reader."""
    api = Api(url)
    api.http.headers["Authorization"] = f"Bearer {reader.token}"
    readings = [await api.get(f"/examinations/{reading.id}") for reading in reader.readings]
    await api.http.aclose()
    return sum(len(reading["annotations"]) for reading in readings)
