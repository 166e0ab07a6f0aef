"""DICOMweb: what viewers are given, and that a set's rule holds in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from fastapi import FastAPI
from httpx import Response
from pydicom.data import get_testdata_file
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.imaging.jpeg_segments import with_comments_blanked
from backend.imaging.reading import quietly
from backend.models.group import Group
from backend.models.patient import Patient
from backend.models.sample_set import Identity, SampleSet
from backend.models.user import User
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, sign_in, sign_out
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.ingest.pocket import PocketCt, pocket_ct

UIDS = {"study": "0020000D", "series": "0020000E", "instance": "00080018"}
pytestmark = pytest.mark.once


@dataclass(frozen=True)
class Address:
    """Where an object of a set is found."""

    study: str
    series: str
    instance: str

    @classmethod
    def of(cls, content: bytes) -> "Address":
        dataset = pydicom.dcmread(pydicom.filebase.DicomBytesIO(content), stop_before_pixels=True)
        return cls(dataset.StudyInstanceUID, dataset.SeriesInstanceUID, dataset.SOPInstanceUID)

    def metadata(self, root: str) -> str:
        return f"{root}/studies/{self.study}/series/{self.series}/metadata"

    def frame(self, root: str, number: int) -> str:
        return f"{root}/studies/{self.study}/series/{self.series}/instances/{self.instance}/frames/{number}"


def in_set(sample_set: SampleSet) -> str:
    return f"/dicomweb/sets/{sample_set.id}"


def value(dataset: dict[str, Any], tag: str) -> Any:
    values = dataset.get(tag, {}).get("Value")
    return values[0] if values else None


def part(response: Response) -> tuple[str, bytes]:
    """The content type and the bytes of a multipart answer, cut as Cornerstone's loader cuts it."""
    head, _, rest = response.content.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    boundary = next(line for line in lines if line.startswith("--"))
    content_type = next(
        line.removeprefix("Content-Type:").strip() for line in lines if line.startswith("Content-Type:")
    )
    return content_type, rest[: rest.index(boundary.encode()) - 2]


@pytest.fixture
async def ct(client: Client, app: FastAPI, sample_set: SampleSet, lead: User, tmp_path: Path) -> PocketCt:
    """A CT in the set, brought by the lead."""
    pocket = pocket_ct(tmp_path, slices=3)
    sign_in(client, lead)
    await deliver(client, app, pocket.all, sample_set.id)
    sign_out(client)
    return pocket


@pytest.fixture
def address(ct: PocketCt) -> Address:
    return Address.of(ct.images["ct/0002.dcm"])


class TestGetSetSeriesMetadata:
    async def test_anonymous_is_refused(self, client: Client, sample_set: SampleSet, address: Address) -> None:
        assert (await client.get(address.metadata(in_set(sample_set)))).status_code == 401

    async def test_a_stranger_learns_nothing(
        self, client: Client, sample_set: SampleSet, address: Address, stranger: User
    ) -> None:
        sign_in(client, stranger)

        response = await client.get(address.metadata(in_set(sample_set)))

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    async def test_a_series_that_is_not_in_the_set_is_not_there(
        self, client: Client, work: UnitOfWork, group: Group, address: Address, lead: User
    ) -> None:
        other = await create_set(work, group)
        sign_in(client, lead)

        response = await client.get(address.metadata(in_set(other)))

        assert (response.status_code, response.json()["error"]) == (404, "SeriesNotFound")

    async def test_describes_every_instance_for_a_viewer(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(address.metadata(in_set(sample_set)))

        assert response.headers["Content-Type"] == "application/dicom+json"
        first, second, third = response.json()
        assert [value(dataset, "00200013") for dataset in (first, second, third)] == [1, 2, 3]
        assert {key: value(second, tag) for key, tag in UIDS.items()} == vars(address)
        assert second["00200032"]["Value"] == [-7.5, -7.5, 3.0]
        assert (value(second, "00280010"), value(second, "00083002")) == (16, "1.2.840.10008.1.2.1")
        assert value(second, "00281052") == -1024

    async def test_shows_the_patient_as_the_set_allows(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        patient = (await work.db.scalars(select(Patient))).one()
        sign_in(client, viewer)
        shown = {}

        for identity in Identity:
            sample_set.identity = identity
            await work.flush()
            response = await client.get(address.metadata(in_set(sample_set)))
            shown[identity] = (response.text, response.json()[0])

        text, hidden = shown[Identity.HIDDEN]
        assert not {tag for tag in hidden if tag.startswith("0010") and tag != "00101030"}
        assert patient.pseudonym not in text
        text, pseudonym = shown[Identity.PSEUDONYM]
        assert value(pseudonym, "00100010") == {"Alphabetic": patient.pseudonym}
        assert value(pseudonym, "00100020") == patient.pseudonym
        for identity in (Identity.HIDDEN, Identity.PSEUDONYM):
            assert not any(word in shown[identity][0] for word in ("DOE", "Jane", "MRN-1", "20260112", "19700101"))
        _, full = shown[Identity.FULL]
        assert value(full, "00100010") == {"Alphabetic": "DOE^JANE"}
        assert (value(full, "00100020"), value(full, "0008103E")) == ("MRN-1", "Axial of Jane")

    async def test_is_not_sent_again_while_it_is_the_same(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)
        first = await client.get(address.metadata(in_set(sample_set)))

        again = await client.get(address.metadata(in_set(sample_set)), headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.content) == (304, b"")
        assert first.headers["Cache-Control"] == "private, no-cache"


class TestGetSetFrame:
    async def test_anonymous_is_refused(self, client: Client, sample_set: SampleSet, address: Address) -> None:
        assert (await client.get(address.frame(in_set(sample_set), 1))).status_code == 401

    async def test_a_stranger_learns_nothing(
        self, client: Client, sample_set: SampleSet, address: Address, stranger: User
    ) -> None:
        sign_in(client, stranger)

        response = await client.get(address.frame(in_set(sample_set), 1))

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    async def test_what_is_not_in_the_set_is_not_there(
        self, client: Client, ct: PocketCt, sample_set: SampleSet, lead: User
    ) -> None:
        """Not even the structures drawn on it, to which its reader has no way through the set."""
        sign_in(client, lead)

        response = await client.get(Address.of(ct.structure["regions.dcm"]).frame(in_set(sample_set), 1))

        assert (response.status_code, response.json()["error"]) == (404, "InstanceNotFound")

    @pytest.mark.parametrize("number", [0, -1, 2, 10**12])
    async def test_a_frame_that_is_not_there_is_named(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, number: int
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(address.frame(in_set(sample_set), number))

        assert (response.status_code, response.json()["error"]) == (404, "FrameNotFound")
        assert response.json()["detail"] == f"There is no frame {number}; the image has 1."

    @pytest.mark.parametrize("number", ["one", "1.5"])
    async def test_a_frame_that_is_no_number_is_refused(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, number: Any
    ) -> None:
        sign_in(client, viewer)

        assert (await client.get(address.frame(in_set(sample_set), number))).status_code == 422

    async def test_sends_the_pixels_as_they_lie_in_the_file(
        self, client: Client, ct: PocketCt, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)

        response = await client.get(address.frame(in_set(sample_set), 1))

        content_type, data = part(response)
        assert response.headers["Content-Type"].startswith('multipart/related; type="application/octet-stream"')
        assert content_type == "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1"
        assert data == pydicom.dcmread(ct.paths[1]).PixelData

    async def test_may_be_kept_by_the_browser_that_asked(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, stranger: User
    ) -> None:
        sign_in(client, viewer)
        url = address.frame(in_set(sample_set), 1)
        first = await client.get(url)

        again = await client.get(url, headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.content) == (304, b"")
        assert "private" in first.headers["Cache-Control"]
        assert "immutable" in first.headers["Cache-Control"]
        sign_in(client, stranger)
        assert (await client.get(url, headers={"If-None-Match": first.headers["ETag"]})).status_code == 404


@quietly()
def with_pixel_arrays(name: str) -> tuple[bytes, Any]:
    path = Path(str(get_testdata_file(name, download=False)))
    return path.read_bytes(), pydicom.dcmread(path).pixel_array


class TestFramesOfAllKinds:
    @pytest.mark.parametrize("name", ["SC_rgb_rle_2frame.dcm", "MR_small_RLE.dcm", "MR_small_jp2klossless.dcm"])
    async def test_compressed_frames_travel_compressed(
        self, client: Client, app: FastAPI, sample_set: SampleSet, lead: User, name: str
    ) -> None:
        sign_in(client, lead)
        content, _ = with_pixel_arrays(name)
        await deliver(client, app, {name: content}, sample_set.id)
        dataset = pydicom.dcmread(str(get_testdata_file(name, download=False)))
        frames = list(
            pydicom.encaps.generate_frames(dataset.PixelData, number_of_frames=int(dataset.get("NumberOfFrames", 1)))
        )

        for number, frame in enumerate(frames, start=1):
            content_type, data = part(await client.get(Address.of(content).frame(in_set(sample_set), number)))
            assert content_type.endswith(f"transfer-syntax={dataset.file_meta.TransferSyntaxUID}")
            assert data.rstrip(b"\0") == with_comments_blanked(frame).rstrip(b"\0")

    @pytest.mark.parametrize("name", ["MR_small_bigendian.dcm", "image_dfl.dcm"])
    async def test_frames_that_cannot_be_cut_out_are_decoded(
        self, client: Client, app: FastAPI, sample_set: SampleSet, lead: User, name: str
    ) -> None:
        sign_in(client, lead)
        content, values = with_pixel_arrays(name)
        delivery = await deliver(client, app, {name: content}, sample_set.id)
        assert delivery.items[name]["outcome"].startswith("stored"), delivery.items
        address = Address.of(content)

        content_type, data = part(await client.get(address.frame(in_set(sample_set), 1)))
        (metadata,) = (await client.get(address.metadata(in_set(sample_set)))).json()

        assert content_type.endswith("transfer-syntax=1.2.840.10008.1.2.1")
        assert value(metadata, "00083002") == "1.2.840.10008.1.2.1"
        assert data == values.astype(values.dtype.newbyteorder("<")).tobytes()


class TestReducedFrames:
    """What is beyond the graphics of a screen comes with fewer pixels, of the same values."""

    async def test_a_pixel_stands_for_a_block(
        self, client: Client, ct: PocketCt, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)
        whole = pydicom.dcmread(ct.paths[1]).pixel_array.astype(float)

        for _ in ("drawn", "kept"):
            response = await client.get(address.frame(in_set(sample_set), 1), params={"reduce": 4})

            content_type, data = part(response)
            assert content_type == "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1"
            means = np.rint(whole.reshape(4, 4, 4, 4).mean(axis=(1, 3)))
            assert np.array_equal(np.frombuffer(data, "<u2").reshape(4, 4), means)
            assert float(response.headers["X-Isocenter-Scale"]) == 0.25

    async def test_is_another_answer_than_the_whole(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User
    ) -> None:
        sign_in(client, viewer)
        url = address.frame(in_set(sample_set), 1)

        tags = [(await client.get(url, params={"reduce": by})).headers["ETag"] for by in (1, 2, 3)]

        assert len(set(tags)) == 3

    @pytest.mark.parametrize("by", ["0", "65", "-2", "1.5"])
    async def test_nonsense_is_refused(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, by: str
    ) -> None:
        sign_in(client, viewer)

        assert (await client.get(address.frame(in_set(sample_set), 1), params={"reduce": by})).status_code == 422

    async def test_a_stranger_learns_nothing(
        self, client: Client, sample_set: SampleSet, address: Address, viewer: User, stranger: User
    ) -> None:
        """Nor of what has been kept for others."""
        url = address.frame(in_set(sample_set), 1)
        sign_in(client, viewer)
        assert (await client.get(url, params={"reduce": 2})).status_code == 200
        sign_in(client, stranger)

        assert (await client.get(url, params={"reduce": 2})).status_code == 404


class TestWithoutASet:
    async def test_anonymous_is_refused(self, client: Client, address: Address) -> None:
        assert (await client.get(address.metadata("/dicomweb"))).status_code == 401
        assert (await client.get(address.frame("/dicomweb", 1))).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, address: Address, stranger: User) -> None:
        sign_in(client, stranger)

        metadata = await client.get(address.metadata("/dicomweb"))
        frame = await client.get(address.frame("/dicomweb", 1))

        assert (metadata.status_code, metadata.json()["error"]) == (404, "SeriesNotFound")
        assert (frame.status_code, frame.json()["error"]) == (404, "InstanceNotFound")

    async def test_who_sees_it_in_any_way_gets_its_frames(
        self, client: Client, address: Address, lead: User, viewer: User, clinician: User
    ) -> None:
        for user in (lead, viewer, clinician):
            sign_in(client, user)
            assert (await client.get(address.frame("/dicomweb", 1))).status_code == 200

    async def test_the_strictest_rule_of_all_ways_holds(
        self, client: Client, work: UnitOfWork, address: Address, lead: User, clinician: User
    ) -> None:
        """The lead brought it, and reads it in a set with pseudonyms; the clinician has no set that shows it."""
        patient = (await work.db.scalars(select(Patient))).one()
        names = {}

        for user in (lead, clinician):
            sign_in(client, user)
            metadata = (await client.get(address.metadata("/dicomweb"))).json()
            names[user.id] = value(metadata[0], "00100010")

        assert names == {lead.id: {"Alphabetic": patient.pseudonym}, clinician.id: {"Alphabetic": "DOE^JANE"}}

    async def test_structures_have_metadata_and_no_frames(self, client: Client, ct: PocketCt, clinician: User) -> None:
        sign_in(client, clinician)
        structures = Address.of(ct.structure["regions.dcm"])

        metadata = await client.get(structures.metadata("/dicomweb"))
        frame = await client.get(structures.frame("/dicomweb", 1))

        assert metadata.status_code == 200
        assert (frame.status_code, frame.json()["error"]) == (404, "FrameNotFound")
