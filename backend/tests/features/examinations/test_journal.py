"""The journal is the reading: played again from the beginning, it gives what the server shows."""

from copy import copy
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from pydantic import TypeAdapter
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.features.examinations.projection import project
from backend.features.examinations.schemas import Operation
from backend.imaging.lines import LINE_KINDS, line_of
from backend.models.annotation_operation import AnnotationOperation
from backend.models.instance import Instance
from backend.models.label import Label
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.repositories.readings import Reading, ReadingRepository
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client
from backend.tests.features.examinations.operations import delete, flags, put, send, state

OPERATION: TypeAdapter[Operation] = TypeAdapter(Operation)
BATCHES = 12
KINDS = ["image_label", "box", "ellipse", "polygon", "freehand", "spline", *["point"] * 3, *LINE_KINDS]
POINTS_OF_LINE = {"angle": 3, "bidirectional": 4}


class Hand:
    """A reader who does anything at all, some of it wrong."""

    def __init__(self, seed: int, labels: list[Label], image: SampleImage, slices: list[Instance]) -> None:
        self.random = np.random.default_rng(seed)
        self.labels, self.image, self.slices = labels, image, slices
        self.ids = [str(uuid4()) for _ in range(6)]

    def batch(self) -> list[dict[str, Any]]:
        return [self.operation() for _ in range(self.random.integers(1, 6))]

    def operation(self) -> dict[str, Any]:
        choice = self.random.uniform()
        if choice < 0.55:
            return put(self.object())
        if choice < 0.75:
            return delete(self.one_of(self.ids))
        if choice < 0.9:
            name = self.one_of(["tentative", "bad_quality", "no_finding"])
            return flags(**{name: bool(self.random.integers(2))}, comment=self.one_of([None, "", "seen", "geschwärzt"]))
        return state(self.one_of(["open", "done"]))

    def object(self) -> dict[str, Any]:
        geometry = self.geometry()
        return {
            "id": self.one_of(self.ids),
            "label_id": str(self.one_of(self.labels).id),
            "image_id": str(self.image.id),
            "kind": geometry["kind"],
            "sop_instance_uid": self.one_of(self.slices).sop_instance_uid,
            "geometry": geometry,
            **self.one_of([{}, {"comment": "spiculated"}, {"tracking_uid": "1.2.3"}]),
        }

    def geometry(self) -> dict[str, Any]:
        kind = self.one_of(KINDS)
        if kind == "image_label":
            return {"kind": kind}
        if kind in {"box", "ellipse"}:
            width, height = self.random.uniform(1e-9, 99, 2).tolist()
            return {"kind": kind, **self.point(), "width": width, "height": height}
        if kind == "point":
            return {"kind": kind, **self.point()}
        if kind in LINE_KINDS:
            return line_of(kind, [self.point() for _ in range(POINTS_OF_LINE.get(kind, 2))])
        return {"kind": kind, "points": [self.point() for _ in range(self.random.integers(3, 9))]}

    def point(self) -> dict[str, float]:
        x, y = self.random.uniform(-20, 800, 2).tolist()  # the slices have 512 rows and columns
        return {"x": x, "y": y}

    def one_of(self, things: Any) -> Any:
        return things[self.random.integers(len(things))]


async def replayed(work: UnitOfWork, begun: Reading) -> Reading:
    """The reading as its journal tells it."""
    entries = await work.db.scalars(
        select(AnnotationOperation)
        .where(AnnotationOperation.examination_id == begun.id)
        .order_by(AnnotationOperation.sequence_number)
    )
    reading = copy(begun)
    reading.objects = {}
    for entry in entries:
        project(reading, OPERATION.validate_python(entry.payload), entry.created_at)
        assert reading.version == entry.sequence_number
    return reading


@pytest.mark.parametrize("seed", range(8))
async def test_played_again_it_gives_the_reading(
    client: Client,
    work: UnitOfWork,
    sample_set: SampleSet,
    label: Label,
    image: SampleImage,
    slices: list[Instance],
    reading: dict[str, Any],
    annotator: User,
    seed: int,
) -> None:
    hand = Hand(seed, [label, await create_label(work, sample_set, name="Cyst", position=2)], image, slices)
    begun = await ReadingRepository(work.db).own(UUID(reading["id"]), annotator.id)
    assert begun is not None
    shown, refused = reading, 0
    for _ in range(BATCHES):
        operations = hand.batch()
        answer = await send(client, reading, *operations, base=shown["version"])
        if answer.status_code != 200:
            refused += 1
            continue
        shown = answer.json()["examination"]
        again = await send(client, reading, *operations, base=int(hand.random.integers(99)))
        assert again.json()["examination"] == shown

    kept = await ReadingRepository(work.db).own(UUID(reading["id"]), annotator.id)
    assert kept is not None
    assert await replayed(work, begun) == await ReadingRepository(work.db).with_objects(kept)
    assert (await client.get(f"/api/v1/examinations/{reading['id']}")).json() == shown
    assert 0 < refused < BATCHES
