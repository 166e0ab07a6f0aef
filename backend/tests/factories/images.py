"""Images as rows: what an import would have written, without the bytes."""

from typing import Any
from uuid import UUID

from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.models.instance import Instance
from backend.models.organization import Organization
from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.sample_image import ImageRole, SampleImage
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.series_uploader import SeriesUploader
from backend.models.stored_file import StoredFile
from backend.models.study import Study


async def create_patient(work: UnitOfWork, organization: Organization, *, name: str = "DOE^JANE") -> Patient:
    key = new_id().hex
    patient = Patient(
        organization_id=organization.id,
        identity_key=f"|{key}",
        medical_record_number=f"MRN-{key[-6:]}",
        name=name,
        pseudonym=f"P-{key[-8:].upper()}",
    )
    work.db.add(patient)
    await work.flush()
    return patient


async def create_file(work: UnitOfWork, organization: Organization, **fields: Any) -> StoredFile:
    digest = new_id().hex * 2
    defaults: dict[str, Any] = {
        "size_bytes": 10,
        "media_type": "application/dicom",
        "file_name": "a.dcm",
        "storage_key": f"{organization.id}/{digest}",
    }
    file = StoredFile(organization_id=organization.id, sha256=digest, **{**defaults, **fields})
    work.db.add(file)
    await work.flush()
    return file


async def create_study(work: UnitOfWork, organization: Organization, *, patient: Patient | None = None) -> Study:
    patient = patient or await create_patient(work, organization)
    study = Study(organization_id=organization.id, patient_id=patient.id, study_instance_uid=generate_uid())
    work.db.add(study)
    await work.flush()
    return study


async def create_series(
    work: UnitOfWork,
    organization: Organization,
    *,
    patient: Patient | None = None,
    modality: str = "CT",
    slices: int = 3,
    uploaded_by: Any = None,
    study: Study | None = None,
) -> tuple[Series, list[Instance]]:
    """A series of 512 by 512 slices, in a study of its own unless another is given."""
    study = study or await create_study(work, organization, patient=patient)
    series = Series(
        organization_id=organization.id,
        study_id=study.id,
        series_instance_uid=generate_uid(),
        modality=modality,
    )
    work.db.add(series)
    await work.flush()
    if uploaded_by is not None:
        work.db.add(SeriesUploader(series_id=series.id, user_id=uploaded_by.id))
    instances = []
    for number in range(1, slices + 1):
        file = await create_file(work, organization)
        instance = Instance(
            organization_id=organization.id,
            series_id=series.id,
            file_id=file.id,
            sop_instance_uid=generate_uid(),
            sop_class_uid=CTImageStorage,
            transfer_syntax_uid=ExplicitVRLittleEndian,
            instance_number=number,
            row_count=512,
            column_count=512,
            is_image=True,
            attributes={},
            frame_ranges=[[[0, 10]]],
        )
        work.db.add(instance)
        instances.append(instance)
    await work.flush()
    return series, instances


async def create_sample(
    work: UnitOfWork,
    sample_set: SampleSet,
    *,
    series_id: UUID | None = None,
    file_id: UUID | None = None,
    patient: Patient | None = None,
    position: int = 1,
) -> tuple[Sample, SampleImage]:
    """A sample of one image (name a series or a file), in no package yet."""
    sample = Sample(
        organization_id=sample_set.organization_id,
        set_id=sample_set.id,
        patient_id=patient.id if patient else None,
        position=position,
        title=f"CT {position}",
        modality="CT",
        content_key=f"test:{new_id()}",
    )
    work.db.add(sample)
    await work.flush()
    image = SampleImage(
        organization_id=sample_set.organization_id,
        sample_id=sample.id,
        role=ImageRole.MAIN,
        position=1,
        series_id=series_id,
        file_id=file_id,
    )
    work.db.add(image)
    await work.flush()
    return sample, image
