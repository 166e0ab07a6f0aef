"""Two worlds in which somebody reads a set: in one nobody else has read anything in it, in the other everybody has.

Everything that somebody may do about the readings of others belongs into `others_have_read`: whatever routes there are
then answer a blind reader as if it had not happened.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from backend.core.database import new_id
from backend.core.outcomes import PEOPLE, Person
from backend.core.permissions import GroupRole, OrganizationRole
from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation, AnnotationKind
from backend.models.annotation_operation import AnnotationOperation
from backend.models.blinding_lift import BlindingLift
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.group import Group
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.region import Region, RegionOrigin, RegionState
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.core.world import Ids, World
from backend.tests.factories.extractions import create_run, default_preset
from backend.tests.factories.groups import join
from backend.tests.factories.images import create_patient, create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import create_user

OBSERVER = Person("observer", organization=OrganizationRole.MEMBER, group=GroupRole.REVIEWER)
OTHERS = "others'"
BLIND = [person for person in PEOPLE if person.name in ("annotator", "reviewer", "group admin")]


@dataclass
class Programme:
    """A set that three people read blind, and a colleague who reads the same samples and one more."""

    sample_set: SampleSet
    label: Label
    colleague: User
    readers: Mapping[str, User]
    own: dict[str, Ids] = field(default_factory=dict)
    of_others: Ids = field(default_factory=dict)

    def ids(self, person: Person) -> dict[str, Ids]:
        """What somebody can name: their own things in the set, and those of the colleague."""
        others = self.own[person.name] | self.of_others
        return {OTHERS: others} if person is OBSERVER else {"own": self.own[person.name], OTHERS: others}


async def create_programme(work: UnitOfWork, world: World) -> Programme:
    """On the world's people, each of whom reads in the set of their own things already."""
    first = await work.db.get_one(Sample, UUID(world.own_ids[BLIND[0].name]["sample_id"]))
    sample_set = await work.db.get_one(SampleSet, first.set_id)
    organization = await work.db.get_one(Organization, sample_set.organization_id)
    group = await work.db.get_one(Group, sample_set.group_id)
    colleague = await join(work, group, await create_user(work, name="Colleague"), GroupRole.ANNOTATOR)
    world.users[OBSERVER.name] = await join(work, group, await create_user(work), GroupRole.REVIEWER)
    label = await create_label(work, sample_set)
    series, instances = await create_series(work, organization, patient=await create_patient(work, organization))
    sample, image = await create_sample(work, sample_set, series_id=series.id, position=100)
    read_by_all = await work.db.scalars(select(Sample).where(Sample.set_id == sample_set.id, Sample.id != sample.id))
    package = await create_package(work, sample_set, sample, assignee=colleague)
    await create_package(work, sample_set, *read_by_all, assignee=colleague, slot=2)
    common = {"set_id": str(sample_set.id), "label_id": str(label.id)}
    return Programme(
        sample_set,
        label,
        colleague,
        {person.name: world.users[person.name] for person in (*BLIND, OBSERVER)},
        own={person.name: world.own_ids[person.name] | common for person in BLIND} | {OBSERVER.name: common},
        of_others={
            "sample_id": str(sample.id),
            "package_id": str(package.id),
            "image_id": str(image.id),
            "series_uid": series.series_instance_uid,
            "sop_uid": instances[0].sop_instance_uid,
            "examination_id": str(new_id()),
            "region_id": str(new_id()),
            "run_id": str(new_id()),
        },
    )


async def nobody_else_has_read(work: UnitOfWork, programme: Programme, person: Person) -> None:
    """Take away what the other people of the world have begun."""
    await work.db.execute(
        delete(Examination).where(
            Examination.set_id == programme.sample_set.id,
            Examination.reader_id != programme.readers[person.name].id,
        )
    )


async def others_have_read(work: UnitOfWork, programme: Programme, person: Person) -> None:
    """Everything that comes of the readings of others, and what is known of samples beside them."""
    await nobody_else_has_read(work, programme, person)
    samples = list(
        await work.db.scalars(
            select(Sample)
            .join(PackageItem, PackageItem.sample_id == Sample.id)
            .join(Package, Package.id == PackageItem.package_id)
            .where(Package.assignee_id == programme.colleague.id)
            .order_by(Sample.position)
        )
    )
    main = UUID(programme.of_others["sample_id"])
    for sample in samples:
        key = UUID(programme.of_others["examination_id"]) if sample.id == main else new_id()
        await _read(work, programme, sample, key)
    await _extract(work, programme)
    other = next(programme.readers[each.name] for each in BLIND if each.name not in (person.name, "annotator"))
    work.db.add(BlindingLift(set_id=programme.sample_set.id, user_id=other.id, round=1, reason="To decide."))
    await _decide(work, programme, samples, other)
    own = programme.own[person.name].get("sample_id")
    await work.db.execute(
        update(Sample)
        .where(Sample.id == UUID(own or programme.of_others["sample_id"]))
        .values(purpose=SamplePurpose.CONTROL, original_id=samples[0].id, content_key=f"repeat:{new_id()}")
    )
    await work.flush()


async def _read(work: UnitOfWork, programme: Programme, sample: Sample, key: UUID) -> None:
    """A reading that is done, with one object."""
    reading = Examination(
        id=key,
        set_id=sample.set_id,
        sample_id=sample.id,
        reader_id=programme.colleague.id,
        round=1,
        version=1,
        state=ExaminationState.DONE,
        tentative=True,
        bad_quality=True,
        remark="A colleague's remark",
    )
    work.db.add(reading)
    await work.flush()
    image = (await work.db.scalars(select(SampleImage).where(SampleImage.sample_id == sample.id).limit(1))).one()
    box = {"kind": "box", "x": 1, "y": 1, "width": 2, "height": 2}
    work.db.add_all(
        [
            Annotation(
                examination_id=key,
                id=new_id(),
                set_id=sample.set_id,
                label_id=programme.label.id,
                sample_image_id=image.id,
                kind=AnnotationKind.BOX,
                geometry=box,
            ),
            AnnotationOperation(
                examination_id=key,
                id=new_id(),
                sequence_number=1,
                actor_id=programme.colleague.id,
                kind="put_annotation",
                payload={},
            ),
        ]
    )
    await work.flush()


async def _extract(work: UnitOfWork, programme: Programme) -> None:
    """Values of what the colleague has drawn."""
    organization_id = programme.sample_set.organization_id
    main = UUID(programme.of_others["sample_id"])
    series_id = (await work.db.scalars(select(SampleImage.series_id).where(SampleImage.sample_id == main))).one()
    region = Region(
        id=UUID(programme.of_others["region_id"]),
        organization_id=organization_id,
        series_id=series_id,
        examination_id=UUID(programme.of_others["examination_id"]),
        label_id=programme.label.id,
        tracking_uid="",
        name="Nodule",
        origin=RegionOrigin.READING,
        state=RegionState.READY,
        version=1,
        content_hash="0" * 64,
        mask_key="masks/of-a-colleague",
    )
    preset = await default_preset(work, organization_id)
    run = await create_run(work, programme.sample_set, programme.colleague, preset)
    programme.of_others["run_id"] = str(run.id)
    work.db.add(region)
    await work.flush()
    work.db.add(
        ExtractionTask(
            organization_id=organization_id,
            run_id=run.id,
            series_id=series_id,
            region_id=region.id,
            region_version=1,
            modality_key="CT",
            state=TaskState.DONE,
        )
    )
    await work.flush()


async def _decide(work: UnitOfWork, programme: Programme, samples: list[Sample], by: User) -> None:
    """Decisions over the readings."""
    for sample in samples:
        work.db.add(
            Examination(
                set_id=sample.set_id,
                sample_id=sample.id,
                reader_id=by.id,
                round=1,
                version=0,
                kind=ExaminationKind.ADJUDICATION,
                state=ExaminationState.DONE,
            )
        )
    await work.flush()


UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
DUE = re.compile(r'"next_at":"[^"]*"')  # a moment before now
# Random, or signed with a new id or a time: signing in, refreshing, joining, tokens.
TOKENS = re.compile(
    r"eyJ[\w-]+\.[\w-]+\.[\w-]+|<new>\.\d+\.[\w-]+|\b[0-9A-Z]{5}-[0-9A-Z]{5}\b|\b(?:iso|whsec)_[\w-]{4,}"
)


def as_told(text: str, asked_at: datetime) -> str:
    """An answer without what was made for it: ids and times that are not older than the question, and tokens."""
    since = int(asked_at.timestamp() * 1000)

    def new_uuid(found: re.Match[str]) -> str:
        return "<new>" if int(found[0].replace("-", "")[:12], 16) >= since else found[0]

    def new_time(found: re.Match[str]) -> str:
        return "<now>" if datetime.fromisoformat(found[0]) >= asked_at else found[0]

    return TOKENS.sub("<token>", TIMES.sub(new_time, UUIDS.sub(new_uuid, DUE.sub("<due>", text))))


def about(body: Any, world: World, ids: Ids) -> Any:
    """A body that names the world's things, naming these instead."""
    text = json.dumps(body)
    for name, value in world.ids.items():
        if name in ids and len(value) > 8:
            text = text.replace(value, ids[name])
    return json.loads(text)


def moment() -> datetime:
    return datetime.now(UTC)
