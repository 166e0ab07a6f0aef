"""What other systems get wrong, asked of this one: `docs/parity/tagmedx.md` says where each is from."""

import io
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from pycocotools.coco import COCO
from sqlalchemy import select

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.groups import create_invitation, join
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.ingest.deliveries import run_jobs

API = "/api/v1"
WIDTH, HEIGHT = 100, 80


@dataclass
class Reader:
    """Somebody with a package of two photographs."""

    client: Client
    user: User
    sample_set: SampleSet
    package: Package
    samples: list[Sample]
    images: list[SampleImage]
    labels: list[Label]
    reading: dict[str, Any] = field(default_factory=dict)

    async def open(self, number: int = 0) -> None:
        sign_in(self.client, self.user)
        address = f"{API}/packages/{self.package.id}/samples/{self.samples[number].id}/examination"
        self.reading = (await self.client.post(address)).json()

    async def send(self, *operations: dict[str, Any]) -> None:
        asked = {"base_version": self.reading["version"], "operations": operations}
        response = await self.client.post(f"{API}/examinations/{self.reading['id']}/operations", json=asked)
        assert response.status_code == 200, response.text
        self.reading = (await self.client.get(f"{API}/examinations/{self.reading['id']}")).json()

    def box(self, *, key: str | None = None, label: int = 0, x: float = 10, y: float = 10, side: float = 20) -> Any:
        annotation = {
            "id": key or str(uuid4()),
            "label_id": str(self.labels[label].id),
            "image_id": str(self.images[0].id),
            "kind": "box",
            "geometry": {"kind": "box", "x": x, "y": y, "width": side, "height": side},
        }
        return {"id": str(uuid4()), "kind": "put_annotation", "annotation": annotation}

    async def status(self) -> str:
        package = (await self.client.get(f"{API}/packages/{self.package.id}")).json()
        return f"{package['status']} {package['done_count']}/{package['sample_count']}"


def state(value: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "set_state", "state": value}


def flags(**values: bool) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "set_flags", **values}


@pytest.fixture
async def reader(
    client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, annotator: User
) -> Reader:
    labels = [await create_label(work, sample_set, name=name) for name in ("Nodule", "Mass", "Never used")]
    samples, images = [], []
    for position in (1, 2):
        file = await create_file(work, organization, media_type="image/png", pixel_width=WIDTH, pixel_height=HEIGHT)
        sample, image = await create_sample(work, sample_set, file_id=file.id, position=position)
        samples.append(sample)
        images.append(image)
    package = await create_package(work, sample_set, *samples, assignee=annotator)
    return Reader(client, annotator, sample_set, package, samples, images, labels)


class TestTokens:
    async def test_each_is_good_for_one_thing(
        self, client: Client, app: FastAPI, work: UnitOfWork, group: Group, lead: User, annotator: User
    ) -> None:
        invitation = await create_invitation(work, group, lead, app.state.signer)
        code = app.state.signer.join_code(invitation.id)
        access = app.state.signer.access_token(annotator.id, annotator.id, now(), timedelta(minutes=5))
        refresh = app.state.signer.refresh_token(annotator.id, 0)
        sign_in(client, annotator)

        joined = [await client.post(f"{API}/invitations/accept", json={"code": token}) for token in (access, refresh)]
        renewed = [
            await client.post(f"{API}/auth/token/refresh", json={"refresh_token": token}) for token in (access, code)
        ]
        client.cookies.clear()
        client.headers.pop("Authorization", None)
        entered = [
            await client.get(f"{API}/auth/me", headers={"Authorization": f"Bearer {token}"})
            for token in (refresh, code)
        ]

        assert {response.status_code for response in joined} <= {404, 422}
        assert {response.status_code for response in renewed} <= {401, 422}
        assert {response.status_code for response in entered} == {401}


class TestReadiness:
    async def test_follows_no_finding_reopening_and_samples_that_go(
        self, client: Client, reader: Reader, lead: User
    ) -> None:
        await reader.open(0)
        await reader.send(flags(no_finding=True), state("done"))
        assert await reader.status() == "started 1/2"
        await reader.open(1)
        await reader.send(flags(no_finding=True), state("done"))
        assert await reader.status() == "done 2/2"

        await reader.send(state("open"))
        assert await reader.status() == "started 1/2"

        sign_in(client, lead)
        gone = {"sample_ids": [str(reader.samples[1].id)], "with_readings": True}
        response = await client.post(f"{API}/sets/{reader.sample_set.id}/samples/delete", json=gone)
        assert response.status_code == 200, response.text
        assert await reader.status() == "done 1/1"

    async def test_tentative_is_cleared_and_stays_so(self, reader: Reader) -> None:
        await reader.open()
        await reader.send(flags(tentative=True))
        await reader.send(flags(tentative=False))

        assert reader.reading["tentative"] is False


class TestBoxes:
    async def test_one_in_another_and_given_another_label_stay_where_they_are(self, reader: Reader) -> None:
        await reader.open()
        outer, inner = reader.box(x=5.25, y=4.5, side=60), reader.box(x=20.125, y=15.75, side=7.5)
        await reader.send(outer, inner)
        key = inner["annotation"]["id"]

        await reader.send(reader.box(key=key, label=1, x=20.125, y=15.75, side=7.5))

        found = {item["id"]: item for item in reader.reading["annotations"]}
        assert {item: value["geometry"] for item, value in found.items()} == {
            one["annotation"]["id"]: one["annotation"]["geometry"] for one in (outer, inner)
        }
        assert found[key]["label_id"] == str(reader.labels[1].id)


class TestDeletions:
    async def test_a_label_that_goes_leaves_no_reading_done_with_nothing(
        self, client: Client, reader: Reader, lead: User
    ) -> None:
        await reader.open(0)
        await reader.send(reader.box(), state("done"))
        sign_in(client, lead)

        response = await client.delete(f"{API}/labels/{reader.labels[0].id}", params={"with_objects": True})

        assert response.status_code == 204, response.text
        sign_in(client, reader.user)
        reading = (await client.get(f"{API}/examinations/{reader.reading['id']}")).json()
        assert (reading["state"], reading["annotations"]) == ("open", [])
        assert await reader.status() == "started 0/2"

    async def test_a_label_that_goes_leaves_done_what_says_something_else(
        self, client: Client, reader: Reader, lead: User
    ) -> None:
        await reader.open(0)
        await reader.send(reader.box(), reader.box(label=1, x=50), state("done"))
        sign_in(client, lead)

        await client.delete(f"{API}/labels/{reader.labels[0].id}", params={"with_objects": True})

        sign_in(client, reader.user)
        reading = (await client.get(f"{API}/examinations/{reader.reading['id']}")).json()
        assert (reading["state"], len(reading["annotations"])) == ("done", 1)

    async def test_somebody_who_goes_leaves_no_package_unreadable(
        self, client: Client, work: UnitOfWork, reader: Reader, group: Group, lead: User
    ) -> None:
        await reader.open(0)
        await reader.send(reader.box())
        next_reader = await join(work, group, await create_user(work), GroupRole.ANNOTATOR)
        sign_in(client, lead)

        response = await client.delete(f"{API}/groups/{group.id}/members/{reader.user.id}")

        assert response.status_code == 204, response.text
        reading = (await client.get(f"{API}/examinations/{reader.reading['id']}")).json()
        assert (reading["reader_id"], len(reading["annotations"])) == (str(reader.user.id), 1)
        items = await client.get(f"{API}/packages/{reader.package.id}/items")
        assert (items.status_code, items.json()["total"]) == (200, 2)
        sign_in(client, next_reader)
        taken = await client.post(f"{API}/sets/{reader.sample_set.id}/packages/claim")
        assert taken.json()["id"] == str(reader.package.id)


class TestExport:
    async def test_of_a_half_read_set_is_coco_with_sizes_and_all_categories(
        self, client: Client, app: FastAPI, reader: Reader, lead: User, tmp_path: Any
    ) -> None:
        await reader.open(0)
        await reader.send(reader.box(x=10, y=20, side=5), state("done"))
        sign_in(client, lead)
        asked = await client.post(f"{API}/sets/{reader.sample_set.id}/exports", json={"format": "coco", "whose": "all"})
        await run_jobs(app)

        content = (await client.get(f"{API}/exports/{asked.json()['id']}/file")).content

        path = tmp_path / "coco.json"
        path.write_bytes(content)
        coco = COCO(path)
        assert {(image["width"], image["height"]) for image in coco.imgs.values()} == {(WIDTH, HEIGHT)}
        assert [category["name"] for category in coco.cats.values()] == ["Nodule", "Mass", "Never used"]
        (annotation,) = coco.anns.values()
        assert annotation["bbox"] == [10, 20, 5, 5]
        assert annotation["area"] == 25
        assert json.load(io.BytesIO(content))["annotations"][0]["image_id"] in coco.imgs

    async def test_without_signing_in_nothing_is_exported(self, client: Client, reader: Reader) -> None:
        for path in ("exports", "export-plans", "releases"):
            response = await client.post(f"{API}/sets/{reader.sample_set.id}/{path}", json={"format": "coco"})
            assert response.status_code == 401, path


class TestPackagesOfOthers:
    async def test_a_reader_opens_neither_another_s_package_nor_its_samples(
        self, client: Client, work: UnitOfWork, reader: Reader, group: Group
    ) -> None:
        other = await join(work, group, await create_user(work), GroupRole.ANNOTATOR)
        sign_in(client, other)
        package = f"{API}/packages/{reader.package.id}"

        answers = [await client.get(package), await client.get(f"{package}/items")]
        answers.append(await client.post(f"{package}/samples/{reader.samples[0].id}/examination"))

        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert (await work.db.scalar(select(Package.assignee_id).where(Package.id == reader.package.id))) == UUID(
            str(reader.user.id)
        )
