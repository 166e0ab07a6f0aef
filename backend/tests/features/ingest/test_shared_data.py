"""Real deliveries, and every broken file of the test data with the outcome that it must come to."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.permissions import OrganizationRole
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.imaging.mask import decode_mask
from backend.models.instance import Instance
from backend.models.organization import Organization
from backend.models.patient import Patient
from backend.models.region import Region
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.study import Study
from backend.models.upload_item import Outcome
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.ingest.deliveries import Delivery, deliver

pytestmark = [pytest.mark.shared_data, pytest.mark.once]
SHARED_DATA = Path(__file__).parents[5] / "shared" / "data"


@dataclass(frozen=True)
class Expected:
    path: str
    outcomes: frozenset[str]
    codes: frozenset[str]

    @property
    def is_series(self) -> bool:
        return self.path.endswith("/")


def expectations() -> list[Expected]:
    table = SHARED_DATA / "broken_expected.csv"
    if not table.exists():
        return []
    with table.open(encoding="utf-8") as rows:
        return [
            Expected(
                row["path"],
                frozenset({row["outcome"], *filter(None, row["also_ok"].split("|"))}),
                frozenset({*row["code"].split("|")} - {""}),
            )
            for row in csv.DictReader(rows)
            if not row["path"].endswith(".csv")  # clinical features: another intake
        ]


def files_of(folder: Path) -> dict[str, bytes]:
    if folder.is_file():
        return {folder.name: folder.read_bytes()}
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def alone(expected: Expected) -> bool:
    """Files of series folders are judged with their folder."""
    return expected.is_series or not expected.path.startswith("broken/series_")


def fits(expected: Expected, outcome: str | None, codes: list[str]) -> bool:
    return outcome in expected.outcomes and (outcome == Outcome.STORED or bool(expected.codes.intersection(codes)))


ALL = {expected.path: expected for expected in expectations()}


class TestBrokenFiles:
    @pytest.mark.parametrize("path", [expected.path for expected in ALL.values() if alone(expected)])
    async def test_come_to_the_expected_outcome(
        self, client: Client, app: FastAPI, work: UnitOfWork, shared_data: Path, path: str
    ) -> None:
        organization = Organization(name="Fresh", center_key="fresh")
        work.db.add(organization)
        await work.flush()
        sign_in(client, await create_user(work, organization=organization, organization_role=OrganizationRole.ADMIN))

        delivery = await deliver(client, app, files_of(shared_data / path))

        assert delivery.upload["state"] == "done"
        if ALL[path].is_series:
            self._judge_series(ALL[path], delivery)
        else:
            name = Path(path).name
            assert fits(ALL[path], delivery.outcome(name), delivery.codes(name)), delivery.items[name]

    @staticmethod
    def _judge_series(expected: Expected, delivery: Delivery) -> None:
        assert any(fits(expected, delivery.outcome(name), delivery.codes(name)) for name in delivery.items)
        for name in delivery.items:
            member = ALL[expected.path + name]
            assert fits(member, delivery.outcome(name), delivery.codes(name)), (name, delivery.items[name])


SAME_CT = SHARED_DATA / "transfer_syntaxes_same_ct"
LOSSLESS = ("BigEndian", "Deflated", "JPEG2000Lossless", "JPEGLSLossless", "JPEGProcess14", "LittleEndian", "RLE")


class TestTransferSyntaxes:
    @pytest.mark.parametrize("name", sorted(path.name for path in SAME_CT.glob("*.dcm")))
    async def test_are_stored_and_shown(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, sample_set: SampleSet, name: str
    ) -> None:
        sign_in(client, lead)

        delivery = await deliver(client, app, {name: (SAME_CT / name).read_bytes()}, sample_set.id)

        assert delivery.outcome(name) in ("stored", "stored_with_warning")
        (sample,) = (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).json()["items"]
        assert (await client.get(f"/api/v1/samples/{sample['id']}/thumbnail")).status_code == 200
        frame = await first_frame(client, work, sample_set)
        if name.startswith(tuple(f"ct_{syntax}" for syntax in LOSSLESS)) and len(frame) == 2 * 512 * 512:
            plain = pydicom.dcmread(SAME_CT / "ct_LittleEndianExplicit_1.2.840.10008.1.2.1.dcm").PixelData
            assert frame == plain


async def first_frame(client: Client, work: UnitOfWork, sample_set: SampleSet) -> bytes:
    """The first frame as a viewer gets it: as it lies in the file, or decoded."""
    rows = await work.db.execute(
        select(Study.study_instance_uid, Series.series_instance_uid, Instance.sop_instance_uid)
        .join(Series, Series.study_id == Study.id)
        .join(Instance, Instance.series_id == Series.id)
    )
    study, series, instance = rows.one()
    place = f"studies/{study}/series/{series}/instances/{instance}/frames/1"
    response = await client.get(f"/dicomweb/sets/{sample_set.id}/{place}")
    assert response.status_code == 200
    return response.content.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]


def reference_mask(path: Path) -> np.ndarray:
    return sitk.GetArrayFromImage(sitk.ReadImage(str(path))) > 0


class TestRealDeliveries:
    @pytest.mark.slow
    async def test_of_the_ibsi_phantom_gives_its_region(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage, shared_data: Path
    ) -> None:
        sign_in(client, lead)
        phantom = shared_data / "ct_ibsi1_rtstruct"

        delivery = await deliver(client, app, files_of(phantom / "dicom"))

        assert delivery.upload["counts"] | {"stored": 61, "received": 61} == delivery.upload["counts"]
        region = (await work.db.scalars(select(Region))).one()
        assert (region.name, region.state, region.voxel_count) == ("GTV-1", "ready", 125_256)
        assert region.mask_key is not None
        (nifti,) = phantom.rglob("*.nii.gz")
        mask = decode_mask(await storage.read(region.mask_key))
        assert np.array_equal(mask.array, reference_mask(nifti))

    @pytest.mark.slow
    async def test_of_four_patients_with_three_modalities_give_twelve_regions(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage, shared_data: Path
    ) -> None:
        sign_in(client, lead)
        folder = shared_data / "sts_multimodal"
        files = {path: content for path, content in files_of(folder).items() if path.endswith(".dcm")}

        delivery = await deliver(client, app, files)

        assert delivery.upload["counts"] | {"stored": len(files)} == delivery.upload["counts"]
        images = select(Instance.series_id).where(Instance.is_image.is_(True)).distinct()
        assert len((await work.db.scalars(images)).all()) == 12
        rows = await work.db.execute(
            select(Region, Patient.medical_record_number)
            .join(Series, Series.id == Region.series_id)
            .join(Study, Study.id == Series.study_id)
            .join(Patient, Patient.id == Study.patient_id)
        )
        regions = rows.all()
        assert [region.state for region, _ in regions] == ["ready"] * 12
        for region, patient in regions:
            assert region.mask_key is not None
            mask = decode_mask(await storage.read(region.mask_key)).array
            modality = region.name.removeprefix("GTV_Mass_")
            reference = reference_mask(folder / "nifti" / str(patient) / f"{modality}_mask.nii.gz")
            assert np.array_equal(mask, reference), (patient, region.name)
