"""Whose images they are: by Patient ID and issuer, never by name."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from pydicom.uid import generate_uid
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.models.instance import Instance
from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.study import Study
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import count, deliver
from backend.tests.features.ingest.pocket import changed, pocket_ct


class TestPatients:
    async def test_a_study_without_patient_id_has_a_patient_of_its_own(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, slices=2).images.values()
        other_study = {"StudyInstanceUID": generate_uid(), "SeriesInstanceUID": generate_uid()}

        await deliver(
            client, app, {"a": changed(first, PatientID=""), "b": changed(second, PatientID="", **other_study)}
        )

        patients = (await work.db.scalars(select(Patient))).all()
        assert len(patients) == 2, "the same name makes nobody the same patient"
        assert {patient.medical_record_number for patient in patients} == {None}

    @pytest.mark.parametrize("in_one_delivery", [True, False])
    async def test_a_study_belongs_to_its_first_file_with_a_patient_id(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path, in_one_delivery: bool
    ) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, slices=2).images.values()
        unnamed = {"a": changed(first, PatientID="")}

        if in_one_delivery:
            await deliver(client, app, unnamed | {"b": second})
        else:
            await deliver(client, app, unnamed)
            await deliver(client, app, {"b": second})

        patient = (await work.db.scalars(select(Patient))).one()
        assert patient.medical_record_number == "MRN-1"
        assert await count(work, Instance) == 2

    async def test_a_study_of_an_unknown_patient_goes_to_the_known_one(
        self, client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, slices=2).images.values()
        new_study = {"StudyInstanceUID": generate_uid(), "SeriesInstanceUID": generate_uid()}
        await deliver(client, app, {"known": first})
        await deliver(client, app, {"a": changed(second, PatientID="", **new_study)}, sample_set.id)

        await deliver(client, app, {"b": changed(second, SOPInstanceUID=generate_uid(), **new_study)})

        patient = (await work.db.scalars(select(Patient))).one()
        assert set((await work.db.scalars(select(Study.patient_id))).all()) == {patient.id}
        assert (await work.db.scalars(select(Sample.patient_id))).one() == patient.id

    async def test_patient_ids_count_within_their_issuer(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, slices=2).images.values()
        elsewhere = changed(
            second, IssuerOfPatientID="North", StudyInstanceUID=generate_uid(), SeriesInstanceUID=generate_uid()
        )

        await deliver(client, app, {"a": first, "b": elsewhere})

        assert sorted((await work.db.scalars(select(Patient.identity_key))).all()) == ["North|MRN-1", "|MRN-1"]

    async def test_a_patient_id_of_any_length_is_one_patient(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, slices=2).images.values()
        long_id = "X" * 300

        delivery = await deliver(
            client, app, {"a": changed(first, PatientID=long_id), "b": changed(second, PatientID=long_id)}
        )

        assert delivery.upload["counts"]["quarantined"] == 0
        assert await count(work, Patient) == 1
