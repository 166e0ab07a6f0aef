"""A set of two samples that two readers have begun to read, and a lead who does not read."""

from dataclasses import dataclass

import pytest

from backend.core.permissions import Caller, GroupRole
from backend.core.work import UnitOfWork
from backend.models.examination import Examination, ExaminationState
from backend.models.group import Group
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.repositories.users import UserRepository
from backend.tests.factories.groups import join
from backend.tests.factories.images import create_file, create_patient, create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_annotation, create_examination
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import create_user


@dataclass
class ReadSet:
    sample_set: SampleSet
    label: Label
    patient: Patient
    photo: Sample
    photo_image: SampleImage
    series: Sample
    series_image: SampleImage
    reader: User
    other: User


@pytest.fixture
async def read_set(work: UnitOfWork, organization: Organization, group: Group, sample_set: SampleSet) -> ReadSet:
    """The reader has begun the photograph; nothing else is read."""
    label = await create_label(work, sample_set, name="=Nodule")
    patient = await create_patient(work, organization, name="DOE^JANE")
    file = await create_file(
        work, organization, media_type="image/png", file_name="jane doe.png", pixel_width=100, pixel_height=80
    )
    slices = await create_series(work, organization, patient=patient)
    photo, photo_image = await create_sample(work, sample_set, file_id=file.id)
    series, series_image = await create_sample(work, sample_set, series_id=slices[0].id, patient=patient, position=2)
    reader = await join(work, group, await create_user(work, name="Ada Reader"), GroupRole.ANNOTATOR)
    other = await join(work, group, await create_user(work, name="Ben Other"), GroupRole.ANNOTATOR)
    await create_package(work, sample_set, photo, series, assignee=reader)
    found = ReadSet(sample_set, label, patient, photo, photo_image, series, series_image, reader, other)
    await read_by(work, found, reader)
    return found


async def read_by(work: UnitOfWork, found: ReadSet, reader: User, *, done: bool = True) -> Examination:
    """Have somebody draw a box on the photograph."""
    examination = await create_examination(work, found.photo, reader)
    await create_annotation(work, examination, found.photo_image, found.label)
    examination.state = ExaminationState.DONE if done else ExaminationState.OPEN
    await work.flush()
    return examination


async def caller_of(work: UnitOfWork, user: User) -> Caller:
    return await UserRepository(work.db).caller(user)
