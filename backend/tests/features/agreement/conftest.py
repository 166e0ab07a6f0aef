"""A classification set that two readers have read, and a lead who does not read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from backend.core.database import new_id
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation, AnnotationKind
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.group import Group
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet, Task
from backend.models.user import User
from backend.tests.factories.groups import join
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import create_user

NAMES = ("Benign", "Malignant")


@dataclass
class Study:
    sample_set: SampleSet
    labels: list[Label]
    readers: list[User]
    samples: list[Sample]
    images: dict[str, SampleImage] = field(default_factory=dict)

    def image(self, sample: Sample) -> SampleImage:
        return self.images[str(sample.id)]


Boxes = list[tuple[Label, float, float]]
Read = Callable[..., Awaitable[Examination]]


@pytest.fixture
async def study(work: UnitOfWork, organization: Organization, group: Group) -> Study:
    """Three photographs, two labels, two readers with a package each; nothing is read yet."""
    sample_set = await create_set(work, group, task=Task.DETECTION, readers_per_sample=2)
    labels = [await create_label(work, sample_set, name=name, position=at) for at, name in enumerate(NAMES, 1)]
    readers = [
        await join(work, group, await create_user(work, name=name), GroupRole.ANNOTATOR) for name in ("Ada", "Ben")
    ]
    found = Study(sample_set, labels, readers, [])
    for position in (1, 2, 3):
        file = await create_file(work, organization, media_type="image/png", pixel_width=100, pixel_height=80)
        sample, image = await create_sample(work, sample_set, file_id=file.id, position=position)
        found.samples.append(sample)
        found.images[str(sample.id)] = image
    for slot, reader in enumerate(readers, 1):
        await create_package(work, sample_set, *found.samples, assignee=reader, slot=slot)
    return found


async def read(
    work: UnitOfWork,
    study: Study,
    reader: User,
    sample: Sample,
    *boxes: tuple[Label, float, float],
    round_: int = 1,
    kind: ExaminationKind = ExaminationKind.READING,
    state: ExaminationState = ExaminationState.DONE,
    bad_quality: bool = False,
) -> Examination:
    """A reading with boxes of ten by ten pixels at these corners; without any, of nothing found."""
    examination = Examination(
        set_id=sample.set_id,
        sample_id=sample.id,
        reader_id=reader.id,
        round=round_,
        kind=kind,
        state=state,
        no_finding=not boxes and not bad_quality,
        bad_quality=bad_quality,
        version=1,
    )
    work.db.add(examination)
    await work.flush()
    for label, x, y in boxes:
        drawn = Annotation(
            examination_id=examination.id,
            id=new_id(),
            set_id=sample.set_id,
            label_id=label.id,
            sample_image_id=study.image(sample).id,
            kind=AnnotationKind.BOX,
            geometry={"kind": "box", "x": x, "y": y, "width": 10.0, "height": 10.0},
            box_x=x,
            box_y=y,
            box_width=10.0,
            box_height=10.0,
        )
        work.db.add(drawn)
    await work.flush()
    return examination
