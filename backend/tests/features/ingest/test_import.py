"""What becomes of the files of a delivery."""

from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from pydicom.uid import generate_uid
from sqlalchemy import select

from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry
from backend.models.instance import Instance
from backend.models.membership import Membership
from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.series_uploader import SeriesUploader
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import count, deliver, finish, look, run_jobs, send, stored_keys
from backend.tests.features.ingest.pocket import JANE, JOHN, changed, jpeg_on_its_side, png, pocket_ct, zipped


class TestAcceptedFiles:
    async def test_become_patient_study_series_and_instances(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        delivery = await deliver(client, app, pocket_ct(tmp_path, slices=3).images)

        assert delivery.upload["state"] == "done"
        assert delivery.upload["counts"] | {"stored": 3, "received": 3, "pending": 0} == delivery.upload["counts"]
        patient = (await work.db.scalars(select(Patient))).one()
        assert (patient.name, patient.medical_record_number, patient.identity_key) == ("DOE^JANE", "MRN-1", "|MRN-1")
        study = (await work.db.scalars(select(Study))).one()
        assert (study.patient_id, study.description, str(study.study_date)) == (
            patient.id, "Follow-up of Jane", "2026-01-12",
        )  # fmt: skip
        series = (await work.db.scalars(select(Series))).one()
        uploader = (await work.db.scalars(select(SeriesUploader))).one()
        assert (series.modality, uploader.series_id, uploader.user_id) == ("CT", series.id, lead.id)
        instances = (await work.db.scalars(select(Instance).order_by(Instance.instance_number))).all()
        assert [instance.instance_number for instance in instances] == [1, 2, 3]
        assert (instances[2].row_count, instances[2].image_position_mm) == (16, [-7.5, -7.5, 6.0])

    async def test_lie_at_their_hash_as_they_came(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        images = pocket_ct(tmp_path, slices=2).images

        await deliver(client, app, images)

        files = (await work.db.scalars(select(StoredFile).order_by(StoredFile.id))).all()
        assert [await storage.read(file.storage_key) for file in files] == list(images.values())
        assert all(file.storage_key == f"{file.organization_id}/{file.sha256}" for file in files)
        assert stored_keys(storage, "incoming") == []

    async def test_give_the_patient_a_pseudonym_that_says_nothing(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        await deliver(
            client, app, pocket_ct(tmp_path, JANE).images | {"john": pocket_ct(tmp_path, JOHN).images["ct/0001.dcm"]}
        )

        pseudonyms = (await work.db.scalars(select(Patient.pseudonym))).all()
        assert len(set(pseudonyms)) == 2
        assert all(len(name) == 8 and name.startswith("P-") for name in pseudonyms)

    async def test_sent_again_are_stored_already(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        ct = pocket_ct(tmp_path, slices=2)
        await deliver(client, app, ct.images)

        again = await deliver(client, app, {f"again/{path}": content for path, content in ct.images.items()})

        assert again.upload["counts"] | {"already_stored": 2, "stored": 0} == again.upload["counts"]
        assert (await count(work, Instance), await count(work, StoredFile)) == (2, 2)
        assert stored_keys(storage, "incoming") == []

    async def test_twice_in_one_delivery_are_stored_once(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        (content,) = pocket_ct(tmp_path, slices=1).images.values()

        delivery = await deliver(client, app, {"a.dcm": content, "b.dcm": content})

        assert (delivery.outcome("a.dcm"), delivery.outcome("b.dcm")) == ("stored", "already_stored")

    async def test_are_told_in_the_audit_without_patient_data(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        delivery = await deliver(client, app, pocket_ct(tmp_path, slices=2).images)

        entries = (await work.db.scalars(select(AuditEntry).where(AuditEntry.object_id == delivery.id))).all()
        read = next(entry for entry in entries if entry.action == "upload.read")
        assert read.details["stored"] == 2
        assert all("DOE" not in str(entry.details) for entry in entries)


class TestCancelledImport:
    async def test_goes_on_when_it_is_run_again(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, pocket_ct(tmp_path, slices=2).images)
        job_id = (await finish(client, upload_id))["id"]
        await client.post(f"/api/v1/jobs/{job_id}/cancel")
        await run_jobs(app)
        cancelled = await look(client, upload_id)

        await client.post(f"/api/v1/jobs/{job_id}/retry")
        await run_jobs(app)

        assert (cancelled.upload["state"], cancelled.upload["counts"]["pending"]) == ("cancelled", 2)
        done = await look(client, upload_id)
        assert (done.upload["state"], done.upload["counts"]["stored"]) == ("done", 2)
        assert (await client.get(f"/api/v1/jobs/{job_id}")).json()["message"] == "2 stored"


class TestFilesNotKept:
    async def test_what_is_no_image_is_refused_and_deleted(
        self, client: Client, app: FastAPI, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)

        delivery = await deliver(client, app, {"notes.dcm": b"plain text", "nothing.dcm": b""})

        assert delivery.codes("notes.dcm") == ["not_an_image"]
        assert delivery.codes("nothing.dcm") == ["empty_file"]
        assert delivery.upload["counts"]["refused"] == 2
        assert stored_keys(storage, "") == []

    async def test_what_is_damaged_is_kept_aside_with_file_and_tag(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        good = pocket_ct(tmp_path, slices=2).images
        cut = good["ct/0001.dcm"][:-100]

        delivery = await deliver(client, app, {"cut.dcm": cut, "ct/0002.dcm": good["ct/0002.dcm"]})

        (remark,) = delivery.items["cut.dcm"]["remarks"]
        assert (delivery.outcome("cut.dcm"), remark["code"], remark["place"]) == (
            "quarantined", "truncated", "(7FE0,0010) PixelData",
        )  # fmt: skip
        assert delivery.outcome("ct/0002.dcm") == "stored"
        (kept,) = stored_keys(storage, "quarantine")
        assert await storage.read(kept) == cut
        assert await count(work, Instance) == 1

    async def test_what_is_not_accepted_claims_no_uid(
        self, client: Client, app: FastAPI, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        (content,) = pocket_ct(tmp_path, slices=1).images.values()

        delivery = await deliver(client, app, {"cut.dcm": content[:-100], "whole.dcm": content})

        assert (delivery.outcome("cut.dcm"), delivery.outcome("whole.dcm")) == ("quarantined", "stored")


class TestConflicts:
    async def test_the_same_uid_with_other_bytes_names_both_files(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        (content,) = pocket_ct(tmp_path, slices=1).images.values()
        other = changed(content, StudyDescription="Other")

        delivery = await deliver(client, app, {"first.dcm": content, "second.dcm": other})

        assert delivery.codes("second.dcm") == ["uid_conflict"]
        message = delivery.items["second.dcm"]["remarks"][0]["message"]
        assert "first.dcm" in message
        assert "second.dcm" in message
        assert await count(work, Instance) == 1

    async def test_somebody_elses_file_is_not_named(
        self, client: Client, app: FastAPI, lead: User, stranger: User, tmp_path: Path
    ) -> None:
        (content,) = pocket_ct(tmp_path, slices=1).images.values()
        sign_in(client, lead)
        await deliver(client, app, {"Jane Doe.dcm": content})
        sign_in(client, stranger)

        delivery = await deliver(client, app, {"mine.dcm": changed(content, StudyDescription="Other")})

        assert delivery.codes("mine.dcm") == ["uid_conflict"]
        assert "Jane" not in delivery.items["mine.dcm"]["remarks"][0]["message"]

    async def test_a_study_belongs_to_one_patient(
        self, client: Client, app: FastAPI, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        jane, next_slice = pocket_ct(tmp_path, slices=2).images.values()
        files = {
            "jane.dcm": jane,
            "other.dcm": changed(next_slice, PatientID="MRN-9", SOPInstanceUID=generate_uid()),
            "nobody.dcm": changed(next_slice, PatientID="", SOPInstanceUID=generate_uid()),
        }

        delivery = await deliver(client, app, files)

        assert delivery.outcome("jane.dcm") == "stored"
        assert delivery.codes("other.dcm") == ["patient_mismatch"]
        assert delivery.codes("nobody.dcm")[0] == "patient_mismatch"

    async def test_a_series_stays_in_its_study(self, client: Client, app: FastAPI, lead: User, tmp_path: Path) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, slices=2).images.values()

        delivery = await deliver(client, app, {"a": first, "b": changed(second, StudyInstanceUID=generate_uid())})

        assert delivery.codes("b") == ["uid_conflict"]
        assert delivery.items["b"]["remarks"][0]["place"] == "(0020,000E) SeriesInstanceUID"


class TestArchives:
    async def test_members_become_files_of_the_delivery(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        images = pocket_ct(tmp_path, slices=2).images

        delivery = await deliver(client, app, {"ct.zip": zipped(images)})

        assert {path: item["outcome"] for path, item in delivery.items.items()} == {
            "ct.zip": "stored", "ct.zip!ct/0001.dcm": "stored", "ct.zip!ct/0002.dcm": "stored",
        }  # fmt: skip
        assert await count(work, Instance) == 2
        assert stored_keys(storage, "incoming") == [], "the archive itself is not kept"

    async def test_tell_what_became_of_their_members(
        self, client: Client, app: FastAPI, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        images = pocket_ct(tmp_path, slices=2).images
        junk = {"notes.txt": b"text", ".DS_Store": b"x", "__MACOSX/._0001.dcm": b"x"}

        delivery = await deliver(client, app, {"mixed.zip": zipped(images | junk)})

        (remark,) = delivery.items["mixed.zip"]["remarks"]
        assert delivery.outcome("mixed.zip") == "stored_with_warning"
        assert (remark["code"], remark["place"]) == ("partial_archive", "stored=2 refused=1 ignored=2")
        assert "mixed.zip!.DS_Store" not in delivery.items

    async def test_an_archive_in_an_archive_is_not_opened(
        self, client: Client, app: FastAPI, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        delivery = await deliver(client, app, {"a.zip": zipped({"b.zip": zipped({"c.dcm": b"x"})})})

        assert delivery.codes("a.zip!b.zip") == ["nested_archive"]
        assert delivery.outcome("a.zip") == "refused"

    async def test_a_file_named_like_a_member_is_a_file_of_its_own(
        self, client: Client, app: FastAPI, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, slices=2).images.values()

        delivery = await deliver(client, app, {"a.zip": zipped({"x": first}), "a.zip!x": second})

        assert delivery.upload["counts"] | {"received": 3, "stored": 3} == delivery.upload["counts"]


class TestPhotographs:
    async def test_are_kept_with_their_size(self, client: Client, app: FastAPI, work: UnitOfWork, lead: User) -> None:
        sign_in(client, lead)

        delivery = await deliver(client, app, {"skin.png": png(8)})

        file = (await work.db.scalars(select(StoredFile))).one()
        assert delivery.outcome("skin.png") == "stored"
        assert (file.media_type, file.pixel_width, file.pixel_height, file.display_key) == ("image/png", 8, 8, None)

    async def test_with_metadata_get_an_upright_copy_to_show(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, storage: Storage
    ) -> None:
        sign_in(client, lead)

        await deliver(client, app, {"phone.jpg": jpeg_on_its_side()})

        file = (await work.db.scalars(select(StoredFile))).one()
        assert (file.pixel_width, file.pixel_height) == (10, 20)
        assert file.display_key is not None
        assert (await storage.read(file.display_key)).startswith(b"\x89PNG")
        assert await storage.read(file.storage_key) == jpeg_on_its_side(), "the original is as it came"


class TestSamples:
    async def test_series_and_photographs_join_the_set(
        self, client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        ct = pocket_ct(tmp_path, slices=3)

        await deliver(client, app, ct.all | {"skin.png": png()}, sample_set.id)

        samples = (await work.db.scalars(select(Sample).order_by(Sample.position))).all()
        assert [sample.modality for sample in samples] == ["CT", "XC"]

    async def test_what_was_stored_before_joins_too_and_only_once(
        self, client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        files = pocket_ct(tmp_path, slices=2).images | {"skin.png": png()}
        await deliver(client, app, files)

        await deliver(client, app, files, sample_set.id)
        await deliver(client, app, files, sample_set.id)

        assert await count(work, Sample) == 2

    async def test_who_may_no_longer_fill_the_set_is_refused_when_the_job_starts(
        self, client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, pocket_ct(tmp_path, slices=1).images, sample_set.id)
        await finish(client, upload_id)
        membership = await work.db.get(Membership, (sample_set.group_id, lead.id))
        await work.db.delete(membership)
        await work.flush()

        await run_jobs(app)

        ended = await look(client, upload_id)
        assert (ended.upload["state"], ended.upload["counts"]["pending"]) == ("failed", 1)
        assert (await client.get(f"/api/v1/jobs/{UUID(ended.upload['job_id'])}")).json()["error_code"] == "NotPermitted"
