"""Two worlds in which somebody reads a set: in one nobody else has read anything in it, in the other everybody has.

Everything that somebody may do about the readings of others belongs into `others_have_read` or into the deeds that it
calls: whatever routes there are then answer a blind reader as if it had not happened.

Some things are told to the blind by design, and are therefore the same in both worlds: what was said to them of their
own reading, their own exports and runs, that a training has cases, and that there are packages with samples to be read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, select, update

from backend.core.database import new_id, now
from backend.core.outcomes import PEOPLE, Person
from backend.core.permissions import GroupRole, OrganizationRole
from backend.core.work import UnitOfWork
from backend.features.webhooks.events import WebhookEvent
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
from backend.models.sample_set import SampleSet, Sight
from backend.models.training import Training
from backend.models.user import User
from backend.models.webhook import Webhook
from backend.tests.core.deeds_of_others import Deeds
from backend.tests.core.world import Ids, World, files_of
from backend.tests.factories.extractions import create_run, default_preset
from backend.tests.factories.groups import join
from backend.tests.factories.images import create_patient, create_sample, create_series
from backend.tests.factories.masks import create_mask
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import create_user

OBSERVER = Person("observer", organization=OrganizationRole.MEMBER, group=GroupRole.ADMIN)
OTHERS, AGAIN = "others'", "what another reads once more"
ANNOTATOR, REVIEWER, ADMIN = BLIND = [
    next(person for person in PEOPLE if person.name == name) for name in ("annotator", "reviewer", "group admin")
]
# What others do that can be named, by nobody but those who see it.
DEEDS = (
    "examination_id",
    "region_id",
    "run_id",
    "adjudication_id",
    "thread_id",
    "comment_id",
    "agreement_run_id",
    "release_id",
    "export_id",
    "import_id",
    "delivery_id",
    "repeat_sample_id",
    "repeat_image_id",
    "repeat_package_id",
)


@dataclass
class Programme:
    """A set that three people read blind, and a colleague who reads the same samples and one more."""

    sample_set: SampleSet
    label: Label
    colleague: User
    readers: Mapping[str, User]
    given_back: Sample
    own: dict[str, Ids] = field(default_factory=dict)
    of_others: Ids = field(default_factory=dict)

    def ids(self, person: Person) -> dict[str, Ids]:
        """What somebody can name: their own things in the set, and those of the colleague."""
        others = self.own[person.name] | self.of_others
        if person is OBSERVER:
            return {OTHERS: others}
        again = {name: others[f"repeat_{name}"] for name in ("sample_id", "image_id", "package_id")}
        return {"own": self.own[person.name], OTHERS: others, AGAIN: others | again}


async def create_programme(work: UnitOfWork, world: World) -> Programme:
    """On the world's people, each of whom reads in the set of their own things already."""
    first = await work.db.get_one(Sample, UUID(world.own_ids[ANNOTATOR.name]["sample_id"]))
    sample_set = await work.db.get_one(SampleSet, first.set_id)
    organization = await work.db.get_one(Organization, sample_set.organization_id)
    group = await work.db.get_one(Group, sample_set.group_id)
    known = await work.db.get_one(User, UUID(world.ids["user_id"]))  # may sign in, as bodies have it
    colleague = await create_user(work, name="Colleague", password_hash=known.password_hash)
    await join(work, group, colleague, GroupRole.ANNOTATOR)
    world.users[OBSERVER.name] = await join(work, group, await create_user(work), GroupRole.ADMIN)
    label = await create_label(work, sample_set)
    series, instances = await create_series(work, organization, patient=await create_patient(work, organization))
    sample, image = await create_sample(work, sample_set, series_id=series.id, position=100)
    read_by_all = await work.db.scalars(select(Sample).where(Sample.set_id == sample_set.id, Sample.id != sample.id))
    package = await create_package(work, sample_set, sample, assignee=colleague)
    await create_package(work, sample_set, *read_by_all, assignee=colleague, slot=2)
    webhook = await _webhook(work, group, world.users[ADMIN.name])
    common = {"set_id": str(sample_set.id), "label_id": str(label.id), "webhook_id": str(webhook.id)}
    programme = Programme(
        sample_set,
        label,
        colleague,
        {person.name: world.users[person.name] for person in (*BLIND, OBSERVER)},
        given_back=(await create_sample(work, sample_set, series_id=series.id, position=101))[0],
        own={person.name: world.own_ids[person.name] | common for person in BLIND} | {OBSERVER.name: common},
        of_others={
            "sample_id": str(sample.id),
            "package_id": str(package.id),
            "image_id": str(image.id),
            "series_uid": series.series_instance_uid,
            "sop_uid": instances[0].sop_instance_uid,
            "user_id": str(colleague.id),
        }
        | {name: str(new_id()) for name in DEEDS},
    )
    free = await create_package(work, sample_set, programme.given_back)
    for ids in programme.own.values():
        ids |= {"free_package_id": str(free.id), "other_set_id": world.bodies["move_samples"]["to_set_id"]}
    await _read_together(work, programme, series.id)
    world.files |= await files_of(work)
    return programme


async def _webhook(work: UnitOfWork, group: Group, owner: User) -> Webhook:
    """One that hears all there is, for somebody who is blind."""
    webhook = Webhook(
        organization_id=group.organization_id,
        group_id=group.id,
        owner_id=owner.id,
        url="https://hooks.test.example/all",
        events=list(WebhookEvent),
        looked_at=now(),
    )
    work.db.add(webhook)
    await work.flush()
    return webhook


async def _read_together(work: UnitOfWork, programme: Programme, series_id: UUID) -> None:
    """A sample that the blind are done with, each for themselves, and that the colleague has too."""
    sample, _ = await create_sample(work, programme.sample_set, series_id=series_id, position=102)
    people = [programme.colleague, *(programme.readers[person.name] for person in BLIND)]
    for slot, reader in enumerate(people, start=1):
        await create_package(work, programme.sample_set, sample, assignee=reader, slot=slot)
    for reader in people[1:]:
        await _read(work, programme, sample, new_id(), reader)


async def nobody_else_has_read(work: UnitOfWork, programme: Programme, person: Person) -> None:
    """Take away what the other people of the world have begun."""
    await work.db.execute(
        delete(Examination).where(
            Examination.set_id == programme.sample_set.id,
            Examination.reader_id != programme.readers[person.name].id,
        )
    )
    await _set_rules(work, programme, person)


async def _set_rules(work: UnitOfWork, programme: Programme, person: Person) -> None:
    """The same in both worlds. What files say is kept from two of the blind; for two of them the set is a training."""
    sight = Sight.ALWAYS if person is REVIEWER else Sight.NEVER
    of_set = update(SampleSet).where(SampleSet.id == programme.sample_set.id)
    await work.db.execute(of_set.values(readers_see_imported=sight))
    if person in (ANNOTATOR, REVIEWER):
        work.db.add(Training(set_id=programme.sample_set.id, pass_mark=0.8))
        work.db.add(
            Examination(
                set_id=programme.sample_set.id,
                sample_id=programme.given_back.id,
                reader_id=programme.readers[OBSERVER.name].id,
                round=1,
                kind=ExaminationKind.REFERENCE,
                state=ExaminationState.DONE,
                done_at=now(),
            )
        )
    await work.flush()


async def others_have_read(work: UnitOfWork, programme: Programme, person: Person) -> None:
    """Everything that comes of the readings of others, and what is known of samples beside them."""
    await nobody_else_has_read(work, programme, person)
    samples = await _samples_of_colleague(work, programme)
    main = UUID(programme.of_others["sample_id"])
    readings = []
    for sample in samples:
        key = UUID(programme.of_others["examination_id"]) if sample.id == main else new_id()
        readings.append(await _read(work, programme, sample, key, programme.colleague))
    await _extract(work, programme)
    lead = next(programme.readers[each.name] for each in (REVIEWER, ADMIN) if each is not person)
    work.db.add(BlindingLift(set_id=programme.sample_set.id, user_id=lead.id, round=1, reason="To decide."))
    readings.sort(key=lambda reading: reading.sample_id != main)
    deeds = Deeds(work, programme.sample_set, programme.colleague, lead, readings, programme.ids(person)[OTHERS])
    own = UUID(programme.own[person.name].get("sample_id") or programme.of_others["sample_id"])
    await deeds.all(own_sample_id=own)
    if person is not REVIEWER:
        await deeds.bring_in()
    if person not in (ANNOTATOR, REVIEWER):  # to whom a training tells how many cases it has
        await deeds.know_answers()
    await work.db.execute(
        update(Sample)
        .where(Sample.id == own)
        .values(purpose=SamplePurpose.CONTROL, original_id=samples[0].id, content_key=f"control:{new_id()}")
    )
    await work.flush()


async def _samples_of_colleague(work: UnitOfWork, programme: Programme) -> Sequence[Sample]:
    """What lies in their packages, and what they have begun and given back."""
    rows = await work.db.scalars(
        select(Sample)
        .join(PackageItem, PackageItem.sample_id == Sample.id)
        .join(Package, Package.id == PackageItem.package_id)
        .where(Package.assignee_id == programme.colleague.id)
        .order_by(Sample.position)
    )
    return [*rows, programme.given_back]


async def _read(work: UnitOfWork, programme: Programme, sample: Sample, key: UUID, reader: User) -> Examination:
    """A reading that is done, with a box and a mask."""
    reading = Examination(
        id=key,
        set_id=sample.set_id,
        sample_id=sample.id,
        reader_id=reader.id,
        round=1,
        version=1,
        state=ExaminationState.DONE,
        tentative=True,
        bad_quality=True,
        remark="A colleague's remark",
        done_at=now(),
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
                actor_id=reader.id,
                kind="put_annotation",
                payload={},
            ),
        ]
    )
    await work.flush()
    await create_mask(work, reading, programme.label, image, sop_instance_uid="1.2.3")
    return reading


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
    run = await create_run(
        work, programme.sample_set, programme.colleague, preset, key=UUID(programme.of_others["run_id"])
    )
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
