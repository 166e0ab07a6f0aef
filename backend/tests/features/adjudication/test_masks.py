"""Decisions over masks: what holds marks what its reader marked."""

from typing import Any
from uuid import uuid4

import pytest

from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation
from backend.models.examination import Examination
from backend.models.user import User
from backend.tests.factories.masks import create_mask
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.adjudication.test_adjudication import case, case_of
from backend.tests.features.agreement.conftest import Study, read
from backend.tests.features.examinations.painted import hash_of, marks, stroke

PICTURE = (80, 100)
FIRST, SECOND = (1, 2, 3, 4), (10, 20, 5, 5)


@pytest.fixture
async def painted(work: UnitOfWork, study: Study) -> list[Annotation]:
    """Both readers have painted on the first photograph."""
    sample = study.samples[0]
    found = []
    for reader, marked in zip(study.readers, (FIRST, SECOND), strict=True):
        examination: Examination = await read(work, study, reader, sample, bad_quality=True)
        found.append(await create_mask(work, examination, study.labels[1], study.image(sample), marked))
    return found


async def decide(client: Client, study: Study, **body: Any) -> dict[str, Any]:
    """Decide, and give what the masks of the decision mark, by object."""
    seen = await case(client, study.samples[0])
    versions = {reading["alias"]: reading["version"] for reading in seen["readings"]}
    response = await client.post(case_of(study.samples[0]), json={"versions": versions, **body})
    assert response.status_code == 201, response.text
    masks = await client.get(f"/api/v1/examinations/{response.json()['examination_id']}/masks")
    return {item["annotation_id"]: item["hash"] for item in masks.json()["masks"]}


async def aliases(client: Client, study: Study) -> dict[str, str]:
    """By object: whose it is, by letter."""
    seen = await case(client, study.samples[0])
    return {one["id"]: reading["alias"] for reading in seen["readings"] for one in reading["annotations"]}


def hashes() -> list[str | None]:
    return [hash_of(marks(*box, shape=PICTURE)) for box in (FIRST, SECOND)]


class TestDecide:
    async def test_the_chosen_reading_keeps_its_voxels(
        self, client: Client, study: Study, painted: list[Annotation], lead: User
    ) -> None:
        sign_in(client, lead)
        chosen = (await aliases(client, study))[str(painted[1].id)]

        assert await decide(client, study, way="choose", chosen=chosen) == {str(painted[1].id): hashes()[1]}

    async def test_merged_objects_keep_theirs(
        self, client: Client, study: Study, painted: list[Annotation], lead: User
    ) -> None:
        sign_in(client, lead)
        picked = [{"alias": alias, "annotation_id": key} for key, alias in (await aliases(client, study)).items()]

        found = await decide(client, study, way="merge", picked=picked)

        assert found == dict(zip((str(one.id) for one in painted), hashes(), strict=True))

    async def test_what_is_drawn_anew_is_painted_with_it(
        self, client: Client, study: Study, painted: list[Annotation], lead: User
    ) -> None:
        sign_in(client, lead)
        mask = {
            "id": str(uuid4()),
            "label_id": str(study.labels[0].id),
            "image_id": str(study.image(study.samples[0]).id),
            "kind": "mask",
            "geometry": {"kind": "mask"},
        }
        strokes = [stroke(mask, {None: marks(*SECOND, shape=PICTURE)})]

        found = await decide(client, study, way="redraw", annotations=[mask], strokes=strokes)

        assert found == {mask["id"]: hashes()[1]}


class TestGetMasks:
    async def test_tells_what_each_marks_and_not_who(
        self, client: Client, study: Study, painted: list[Annotation], lead: User
    ) -> None:
        sign_in(client, lead)
        whose = await aliases(client, study)

        response = await client.get(f"{case_of(study.samples[0])}/masks")

        found = {item["annotation_id"]: reading["alias"] for reading in response.json() for item in reading["masks"]}
        assert found == whose
        assert not any(str(reader.id) in response.text for reader in study.readers)

    async def test_a_reader_may_not(self, client: Client, study: Study, painted: list[Annotation]) -> None:
        sign_in(client, study.readers[0])

        response = await client.get(f"{case_of(study.samples[0])}/masks")

        assert response.status_code == 403
