"""A sample that an annotator and the lead both have to read, with a label and a box that the annotator drew."""

from dataclasses import dataclass

import pytest

from backend.core.work import UnitOfWork
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.images import create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_annotation, create_examination
from backend.tests.factories.sets import create_label


@dataclass
class Read:
    """A set of one sample that two people have in their packages; the annotator has read it."""

    sample_set: SampleSet
    sample: Sample
    label: Label
    theirs: Examination
    package: Package
    work: UnitOfWork

    async def read_by(self, user: User, *, done: bool = True, round_: int = 1) -> Examination:
        reading = await create_examination(self.work, self.sample, user, round_=round_)
        reading.state = ExaminationState.DONE if done else ExaminationState.OPEN
        await self.work.flush()
        return reading

    async def known_answer(self, kind: ExaminationKind, by: User) -> Examination:
        reading = await create_examination(self.work, self.sample, by)
        reading.kind = kind
        await self.work.flush()
        return reading


@pytest.fixture
async def read(
    work: UnitOfWork, sample_set: SampleSet, organization: Organization, annotator: User, lead: User
) -> Read:
    series, _ = await create_series(work, organization)
    sample, image = await create_sample(work, sample_set, series_id=series.id)
    label = await create_label(work, sample_set)
    await create_package(work, sample_set, sample, assignee=annotator)
    package = await create_package(work, sample_set, sample, assignee=lead, slot=2)
    theirs = await create_examination(work, sample, annotator)
    await create_annotation(work, theirs, image, label)
    theirs.state = ExaminationState.DONE
    await work.flush()
    return Read(sample_set, sample, label, theirs, package, work)
