"""Pictures in guidelines: who sends and sees them, what they may be, and that none outlives its set."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.guidelines.service import MAX_BYTES
from backend.models.guideline_image import GuidelineImage
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.pocket import png


async def send(client: Client, sample_set: SampleSet, data: bytes = b"", name: str = "Where to look") -> httpx.Response:
    address = f"/api/v1/sets/{sample_set.id}/guideline-images"
    return await client.post(address, params={"name": name}, content=data or png())


async def sent(client: Client, sample_set: SampleSet, lead: User) -> dict[str, Any]:
    sign_in(client, lead)
    answer = await send(client, sample_set)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


class TestWhoMay:
    async def test_readers_look_and_do_not_send(
        self, client: Client, sample_set: SampleSet, lead: User, annotator: User, stranger: User
    ) -> None:
        made = await sent(client, sample_set, lead)
        address = f"/api/v1/guideline-images/{made['id']}"
        answers = {}
        for name, person in (("annotator", annotator), ("stranger", stranger)):
            sign_in(client, person)
            shown, new = await client.get(address), await send(client, sample_set)
            answers[name] = [shown.status_code, new.status_code, (await client.delete(address)).status_code]

        assert answers == {"annotator": [200, 403, 403], "stranger": [404, 404, 404]}


class TestPictures:
    async def test_are_shown_as_pictures_and_nothing_else(
        self, client: Client, sample_set: SampleSet, lead: User
    ) -> None:
        made = await sent(client, sample_set, lead)

        shown = await client.get(f"/api/v1/guideline-images/{made['id']}")

        assert made["markdown"] == f"![Where to look](/api/v1/guideline-images/{made['id']})"
        assert shown.headers["content-type"] == "image/png"
        assert "sandbox" in shown.headers["content-security-policy"]
        assert len(shown.content) == made["size_bytes"]
        assert [item["id"] for item in (await list_of(client, sample_set))["items"]] == [made["id"]]

    @pytest.mark.once
    @pytest.mark.parametrize(
        ("data", "error"),
        [
            (b"<svg onload='alert(1)'/>", "NotAPicture"),
            (b"\x89PNG\r\n\x1a\nbut then nothing", "NotAPicture"),
            (b"\xff\xd8\xff" + bytes(MAX_BYTES), "GuidelineImageTooLarge"),
        ],
        ids=["svg", "broken", "too large"],
    )
    async def test_that_are_none_are_refused_and_leave_nothing(
        self, client: Client, storage: Storage, sample_set: SampleSet, lead: User, data: bytes, error: str
    ) -> None:
        sign_in(client, lead)

        answer = await send(client, sample_set, data)

        assert answer.json()["error"] == error
        assert stored(storage) == {}

    async def test_go_with_all_their_bytes(
        self, client: Client, storage: Storage, sample_set: SampleSet, lead: User
    ) -> None:
        first, _ = await sent(client, sample_set, lead), await sent(client, sample_set, lead)
        assert len(stored(storage)) == 2

        await client.delete(f"/api/v1/guideline-images/{first['id']}")
        assert len(stored(storage)) == 1
        await client.delete(f"/api/v1/sets/{sample_set.id}")

        assert stored(storage) == {}

    async def test_go_with_their_group(
        self, client: Client, storage: Storage, sample_set: SampleSet, lead: User
    ) -> None:
        await sent(client, sample_set, lead)

        await client.delete(f"/api/v1/groups/{sample_set.group_id}")

        assert stored(storage) == {}


class TestClone:
    async def test_has_copies_that_outlive_the_set_they_come_from(
        self, client: Client, work: UnitOfWork, storage: Storage, sample_set: SampleSet, lead: User
    ) -> None:
        made = await sent(client, sample_set, lead)
        sample_set.guideline = f"Look {made['markdown']}"
        await work.flush()

        clone = (await client.post(f"/api/v1/sets/{sample_set.id}/clone", json={"name": "Again"})).json()
        await client.delete(f"/api/v1/sets/{sample_set.id}")

        (copy,) = (await client.get(f"/api/v1/sets/{clone['id']}/guideline-images")).json()["items"]
        assert clone["guideline"] == f"Look {copy['markdown']}"
        assert (await client.get(f"/api/v1/guideline-images/{copy['id']}")).status_code == 200
        assert (await work.db.get_one(GuidelineImage, UUID(copy["id"]))).storage_key in stored(storage)


def stored(storage: Storage) -> dict[str, int]:
    """Everything in the storage, with its length in bytes."""
    assert storage.folder is not None
    files = [path for path in storage.folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(storage.folder)): path.stat().st_size for path in files}


async def list_of(client: Client, sample_set: SampleSet) -> dict[str, Any]:
    listed: dict[str, Any] = (await client.get(f"/api/v1/sets/{sample_set.id}/guideline-images")).json()
    return listed
