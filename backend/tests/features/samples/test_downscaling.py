"""Photographs for screens that cannot hold them whole."""

import io

import numpy as np
import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.features.samples.stored_bytes import keys_of
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.stored_file import StoredFile
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in, sign_out
from backend.tests.features.ingest.deliveries import deliver

pytestmark = pytest.mark.once


@pytest.fixture
async def address(client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User) -> str:
    """Of a photograph 300 wide and 200 high: dark at the left, bright at the right."""
    values = np.tile(np.linspace(0, 255, 300).astype(np.uint8), (200, 1))
    target = io.BytesIO()
    Image.fromarray(np.stack([values] * 3, axis=-1)).save(target, format="PNG")
    sign_in(client, lead)
    await deliver(client, app, {"wide.png": target.getvalue()}, sample_set.id)
    sign_out(client)
    image = (await work.db.scalars(select(SampleImage))).one()
    return f"/api/v1/sample-images/{image.id}/content"


async def test_anonymous_and_strangers_learn_nothing(client: Client, address: str, stranger: User) -> None:
    assert (await client.get(address, params={"max_side": 128})).status_code == 401
    sign_in(client, stranger)
    assert (await client.get(address, params={"max_side": 128})).json()["error"] == "ImageNotFound"


@pytest.mark.parametrize("side", ["0", "63", "70000", "large"])
async def test_nonsense_is_refused(client: Client, address: str, viewer: User, side: str) -> None:
    sign_in(client, viewer)

    assert (await client.get(address, params={"max_side": side})).status_code == 422


@pytest.mark.parametrize(
    ("asked", "size", "scale"),
    [(None, (300, 200), 1.0), (512, (300, 200), 1.0), (300, (300, 200), 1.0), (128, (128, 85), 128 / 300),
     (200, (128, 85), 128 / 300), (64, (64, 43), 64 / 300)],
)  # fmt: skip
async def test_says_how_much_smaller_it_is(
    client: Client, address: str, viewer: User, asked: int | None, size: tuple[int, int], scale: float
) -> None:
    sign_in(client, viewer)

    response = await client.get(address, params={"max_side": asked} if asked else {})

    picture = Image.open(io.BytesIO(response.content))
    assert (picture.size, picture.format) == (size, "PNG")
    assert float(response.headers["X-Isocenter-Scale"]) == pytest.approx(scale)
    values = np.asarray(picture)[..., 0].astype(float)
    assert np.abs(values[0] - np.linspace(0, 255, size[0])).max() < 3


async def test_is_drawn_once_and_goes_with_its_photograph(
    client: Client, app: FastAPI, work: UnitOfWork, address: str, sample_set: SampleSet, lead: User
) -> None:
    file = (await work.db.scalars(select(StoredFile))).one()
    keys = [key for key in keys_of(file) if "smaller" in key]
    sign_in(client, lead)
    await client.get(address, params={"max_side": 128})
    first = await app.state.storage.read(keys[1])
    await app.state.storage.delete(file.display_key or file.storage_key)

    again = await client.get(address, params={"max_side": 150})
    await client.delete(f"/api/v1/sets/{sample_set.id}")

    assert again.content == first
    assert not await app.state.storage.exists(keys[1])
