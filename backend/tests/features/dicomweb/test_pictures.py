"""Rendered images and thumbnails of DICOMweb: who gets them, in which form, and what is on them."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from fastapi import FastAPI
from httpx import Response
from PIL import Image
from pydicom.data import get_testdata_file

from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, sign_in, sign_out
from backend.tests.features.dicomweb.test_dicomweb import Address, in_set
from backend.tests.features.ingest.deliveries import deliver, stored_keys
from backend.tests.features.ingest.pocket import PocketCt, pocket_ct

PNG = {"Accept": "image/png"}
pytestmark = pytest.mark.once


@pytest.fixture
async def ct(client: Client, app: FastAPI, sample_set: SampleSet, lead: User, tmp_path: Path) -> PocketCt:
    """A CT of three slices in the set, brought by the lead."""
    pocket = pocket_ct(tmp_path, slices=3)
    sign_in(client, lead)
    await deliver(client, app, pocket.all, sample_set.id)
    sign_out(client)
    return pocket


@pytest.fixture
def address(ct: PocketCt) -> Address:
    return Address.of(ct.images["ct/0002.dcm"])


def series(root: str, address: Address) -> str:
    return f"{root}/studies/{address.study}/series/{address.series}"


def rendered(root: str, address: Address) -> str:
    return f"{series(root, address)}/instances/{address.instance}/rendered"


def thumbnails(root: str, address: Address) -> dict[str, str]:
    """The addresses of small pictures, by the error of what is not there."""
    return {
        "StudyNotFound": f"{root}/studies/{address.study}/thumbnail",
        "SeriesNotFound": f"{series(root, address)}/thumbnail",
        "InstanceNotFound": f"{series(root, address)}/instances/{address.instance}/thumbnail",
    }


def picture(response: Response) -> Image.Image:
    assert response.status_code == 200, response.text
    return Image.open(io.BytesIO(response.content))


def grey(response: Response) -> Any:
    return np.asarray(picture(response).convert("L"), dtype=float)


class TestWhoMaySee:
    async def test_anonymous_is_refused(self, client: Client, sample_set: SampleSet, address: Address) -> None:
        for root in (in_set(sample_set), "/dicomweb"):
            for path in (rendered(root, address), *thumbnails(root, address).values()):
                assert (await client.get(path)).status_code == 401

    async def test_a_stranger_learns_nothing(
        self, client: Client, sample_set: SampleSet, address: Address, stranger: User
    ) -> None:
        sign_in(client, stranger)

        assert (await client.get(rendered(in_set(sample_set), address))).json()["error"] == "SetNotFound"
        assert (await client.get(rendered("/dicomweb", address))).json()["error"] == "InstanceNotFound"
        for error, path in thumbnails("/dicomweb", address).items():
            assert (await client.get(path)).json()["error"] == error
        for path in thumbnails(in_set(sample_set), address).values():
            assert (await client.get(path)).json()["error"] == "SetNotFound"

    async def test_what_is_not_in_the_set_is_not_there(
        self, client: Client, work: UnitOfWork, group: Group, address: Address, lead: User
    ) -> None:
        other = await create_set(work, group)
        sign_in(client, lead)

        assert (await client.get(rendered(in_set(other), address))).json()["error"] == "InstanceNotFound"
        for error, path in thumbnails(in_set(other), address).items():
            assert (await client.get(path)).json()["error"] == error

    async def test_who_sees_it_in_any_way_gets_pictures(
        self, client: Client, address: Address, lead: User, viewer: User, clinician: User
    ) -> None:
        for user in (lead, viewer, clinician):
            sign_in(client, user)
            for path in (rendered("/dicomweb", address), *thumbnails("/dicomweb", address).values()):
                assert (await client.get(path)).status_code == 200

    async def test_structures_cannot_be_drawn(self, client: Client, ct: PocketCt, clinician: User) -> None:
        sign_in(client, clinician)
        structures = Address.of(ct.structure["regions.dcm"])

        drawn = await client.get(rendered("/dicomweb", structures))
        small = await client.get(thumbnails("/dicomweb", structures)["InstanceNotFound"])

        assert (drawn.status_code, drawn.json()["error"]) == (404, "FrameNotFound")
        assert (small.status_code, small.json()["error"]) == (404, "NoImage")


class TestForms:
    @pytest.mark.parametrize(
        ("accept", "form"),
        [
            ("*/*", "image/jpeg"),
            ("image/*", "image/jpeg"),
            ("image/png", "image/png"),
            ("image/webp, image/png;q=0.5, image/jpeg;q=0.4", "image/png"),
            ("image/jpeg;q=0, */*", "image/png"),
            ("IMAGE/PNG; Q=1", "image/png"),
        ],
    )
    async def test_are_negotiated(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, accept: str, form: str
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(rendered(in_set(sample_set), address), headers={"Accept": accept})

        assert response.headers["Content-Type"] == form
        assert response.headers["Vary"] == "Accept"
        assert Image.MIME[str(picture(response).format)] == form

    @pytest.mark.parametrize("accept", ["image/gif", "text/html", "image/png;q=0", "application/dicom+json"])
    async def test_others_are_refused_by_name(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, accept: str
    ) -> None:
        sign_in(client, viewer)

        for path in (rendered(in_set(sample_set), address), *thumbnails(in_set(sample_set), address).values()):
            response = await client.get(path, headers={"Accept": accept})

            assert (response.status_code, response.json()["error"]) == (406, "FormNotOffered")
            assert response.headers["Content-Type"] == "application/problem+json"

    async def test_may_stand_in_the_address(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(rendered(in_set(sample_set), address), params={"accept": "image/png"})

        assert response.headers["Content-Type"] == "image/png"


class TestWindow:
    @pytest.mark.parametrize(
        "window",
        ["", "40", "40,", "40,0", "40,-1", "40,0.5", "40,80,cubic", "40,80,linear,1", "nan,80", "40,inf", "a,b"],
    )
    async def test_nonsense_is_refused(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, window: str
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(rendered(in_set(sample_set), address), params={"window": window})

        assert (response.status_code, response.json()["error"]) == (422, "InvalidWindow")

    @pytest.mark.parametrize("function", ["linear", "linear-exact", "sigmoid"])
    async def test_says_what_is_black_and_what_is_white(
        self, client: Client, ct: PocketCt, sample_set: SampleSet, address: Address, viewer: User, function: str
    ) -> None:
        """As PS3.3 C.11.2.1.2.1 and C.11.2.1.3 have it, in units of the modality."""
        sign_in(client, viewer)
        units = pydicom.dcmread(ct.paths[1]).pixel_array.astype(float) - 1024
        centre, width = -500.0, 400.0
        share = {
            "linear": (units - (centre - 0.5)) / (width - 1) + 0.5,
            "linear-exact": (units - centre) / width + 0.5,
            "sigmoid": 1 / (1 + np.exp(-4 * (units - centre) / width)),
        }[function]

        response = await client.get(
            rendered(in_set(sample_set), address), params={"window": f"{centre},{width},{function}"}, headers=PNG
        )

        assert np.abs(grey(response) - np.clip(share, 0, 1) * 255).max() <= 0.51


class TestViewport:
    @pytest.mark.parametrize(
        "viewport", ["", "8", "8,", "0,8", "-8,8", "8.5,8", "16385,8", "8,8,0", "8,8,0,0,0,4", "8,8,-1,0,4,4", "a,b"]
    )
    async def test_nonsense_is_refused(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, viewport: str
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(rendered(in_set(sample_set), address), params={"viewport": viewport})

        assert (response.status_code, response.json()["error"]) == (422, "InvalidViewport")

    async def test_a_part_beyond_the_image_is_refused(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(rendered(in_set(sample_set), address), params={"viewport": "8,8,10,0,10,10"})

        assert response.status_code == 422
        assert "16 x 16" in response.json()["detail"]

    @pytest.mark.parametrize(
        ("viewport", "size"), [("8,100", (8, 8)), ("100,8", (8, 8)), ("32,64", (32, 32)), ("40,40,2,4,8,4", (40, 20))]
    )
    async def test_the_picture_fits_into_it_in_its_own_proportions(
        self,
        client: Client,
        sample_set: SampleSet,
        address: Address,
        viewer: User,
        viewport: str,
        size: tuple[int, int],
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(rendered(in_set(sample_set), address), params={"viewport": viewport})

        assert picture(response).size == size
        shown = 8 if viewport.count(",") > 1 else 16
        assert float(response.headers["X-Isocenter-Scale"]) == size[0] / shown

    async def test_shows_the_part_asked_for(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)
        whole = await client.get(rendered(in_set(sample_set), address), headers=PNG)

        part = await client.get(rendered(in_set(sample_set), address), params={"viewport": "8,4,2,5,8,4"}, headers=PNG)

        assert np.array_equal(grey(part), grey(whole)[5:9, 2:10])


class TestThumbnails:
    async def test_show_the_middle_of_a_series(
        self, client: Client, ct: PocketCt, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)
        middle = await client.get(rendered(in_set(sample_set), address), params={"viewport": "256,256"}, headers=PNG)

        for path in thumbnails(in_set(sample_set), address).values():
            small = await client.get(path, headers=PNG)

            assert picture(small).size == (256, 256)
            assert small.content == middle.content

    async def test_are_as_large_as_asked_for(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(
            thumbnails(in_set(sample_set), address)["StudyNotFound"], params={"viewport": "64,32"}
        )

        assert picture(response).size == (32, 32)


class TestKeeping:
    async def test_the_usual_pictures_are_drawn_once(
        self, client: Client, app: FastAPI, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)
        below = f"{sample_set.organization_id}/rendered"

        for _ in range(2):
            for params in ({}, {"viewport": "256,256"}, {"viewport": "13,17"}, {"window": "40,400"}):
                await client.get(rendered(in_set(sample_set), address), params=params)

        assert len(stored_keys(app.state.storage, below)) == 2

    async def test_is_not_sent_again_while_it_is_the_same(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, stranger: User
    ) -> None:
        sign_in(client, viewer)
        url = rendered(in_set(sample_set), address)
        first = await client.get(url)
        known = {"If-None-Match": first.headers["ETag"]}

        again = await client.get(url, headers=known)
        in_another_form = await client.get(url, headers=known | PNG)

        assert (again.status_code, again.content) == (304, b"")
        assert "private" in first.headers["Cache-Control"]
        assert in_another_form.status_code == 200
        sign_in(client, stranger)
        assert (await client.get(url, headers=known)).status_code == 404


class TestFrames:
    @pytest.fixture
    async def loop(self, client: Client, app: FastAPI, sample_set: SampleSet, lead: User) -> str:
        """Two colour frames."""
        sign_in(client, lead)
        content = Path(str(get_testdata_file("SC_rgb_rle_2frame.dcm", download=False))).read_bytes()
        await deliver(client, app, {"loop.dcm": content}, sample_set.id)
        address = Address.of(content)
        return f"{series(in_set(sample_set), address)}/instances/{address.instance}"

    async def test_are_drawn_one_by_one(self, client: Client, loop: str) -> None:
        first, second = [await client.get(f"{loop}/frames/{number}/rendered", headers=PNG) for number in (1, 2)]
        of_instance = await client.get(f"{loop}/rendered", headers=PNG)

        assert picture(first).mode == "RGB"
        assert first.content != second.content
        assert of_instance.content == first.content

    @pytest.mark.parametrize("number", [0, 3])
    async def test_that_are_not_there_are_named(self, client: Client, loop: str, number: int) -> None:
        response = await client.get(f"{loop}/frames/{number}/rendered")

        assert (response.status_code, response.json()["error"]) == (404, "FrameNotFound")
        assert response.json()["detail"] == f"There is no frame {number}; the image has 2."
