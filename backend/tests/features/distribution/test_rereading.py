"""What is read once more: repeats by the same reader, controls with a known answer, one more reader on disagreement."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.core.database import new_id, now
from backend.core.queue import RememberingQueue
from backend.core.work import UnitOfWork
from backend.features.distribution.rereading import RereadingService
from backend.features.packages.filling import PackageFiller
from backend.models.annotation import Annotation, AnnotationKind
from backend.models.distribution import Distribution
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.group import Group
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.overlap_decision import OverlapDecision
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet, Sight
from backend.models.user import User
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.packages.test_packages import create_samples
from backend.worker.dealer import Dealer

BOX = {"x": 10.0, "y": 10.0, "width": 40.0, "height": 40.0}


async def say(
    work: UnitOfWork, sample: Sample, reader: User, label: Label, *, x: float = 10.0, days_ago: float = 0, **fields: Any
) -> Examination:
    """A reading that is done, with one box."""
    reading = await create_examination(work, sample, reader)
    reading.state, reading.done_at = ExaminationState.DONE, now() - timedelta(days=days_ago)
    for name, value in fields.items():
        setattr(reading, name, value)
    image = await work.db.scalar(select(SampleImage).where(SampleImage.sample_id == sample.id))
    assert image is not None
    work.db.add(
        Annotation(
            examination_id=reading.id,
            id=new_id(),
            set_id=sample.set_id,
            label_id=label.id,
            sample_image_id=image.id,
            kind=AnnotationKind.BOX,
            geometry={"kind": "box", **BOX, "x": x},
        )
    )
    await work.flush()
    return reading


async def deal(work: UnitOfWork, sample_set: SampleSet, **settings: Any) -> Distribution:
    distribution = Distribution(set_id=sample_set.id, **settings)
    work.db.add(distribution)
    await work.flush()
    return distribution


async def copies(work: UnitOfWork, sample_set: SampleSet) -> list[Sample]:
    found = select(Sample).where(Sample.set_id == sample_set.id, Sample.original_id.is_not(None))
    return list(await work.db.scalars(found.order_by(Sample.position)))


@pytest.fixture
async def label(work: UnitOfWork, sample_set: SampleSet) -> Label:
    return await create_label(work, sample_set)


class TestRun:
    async def test_only_leads_who_are_not_blind(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        annotator: User,
        reviewer: User,
        stranger: User,
        lead: User,
    ) -> None:
        await create_package(work, sample_set, assignee=lead)
        url = f"/api/v1/sets/{sample_set.id}/distribution/run"
        answers = [await client.post(url)]
        for user in (stranger, annotator, reviewer, lead):
            sign_in(client, user)
            answers.append(await client.post(url))

        assert [answer.status_code for answer in answers] == [401, 404, 403, 403, 403]
        assert answers[-1].json()["error"] == "BlindInSet"


class TestRepeats:
    async def test_come_after_the_days_in_another_order_and_look_like_others(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        annotator: User,
        lead: User,
    ) -> None:
        sample_set = await create_set(work, group, package_size=8)
        label = await create_label(work, sample_set)
        samples = await create_samples(work, sample_set, organization, 8)
        await create_package(work, sample_set, *samples, assignee=annotator)
        for sample in samples:
            await say(work, sample, annotator, label, days_ago=20)
        await deal(work, sample_set, repeat_share=1.0, repeat_after_days=14, seed=3)
        service = RereadingService(work)

        too_early = await service.look_after(sample_set.id, now() - timedelta(days=7))
        due = await service.look_after(sample_set.id)
        again = await service.look_after(sample_set.id)
        sign_in(client, annotator)
        mine = (await client.get("/api/v1/packages")).json()["items"]
        newest = max(mine, key=lambda item: int(item["position"]))
        items = (await client.get(f"/api/v1/packages/{newest['id']}/items")).json()["items"]

        assert (too_early.repeats, due.repeats, again.repeats) == (0, 8, 0)
        repeated = await copies(work, sample_set)
        assert {sample.original_id for sample in repeated} == {sample.id for sample in samples}
        assert [sample.original_id for sample in repeated] != [sample.id for sample in samples]
        assert {sample.purpose for sample in repeated} == {SamplePurpose.REPEAT}
        assert [item["sample"]["title"] for item in items] == [f"CT {place}" for place in range(1, 9)]
        assert {item["purpose"] for item in items} == {None}
        assert "repeat" not in str(items)
        assert newest["status"] == "assigned"

    async def test_wait_until_there_is_a_whole_package_while_there_is_more_to_read(
        self, work: UnitOfWork, organization: Organization, sample_set: SampleSet, label: Label, annotator: User
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 4)
        await create_package(work, sample_set, *samples, assignee=annotator)
        for sample in samples[:3]:
            await say(work, sample, annotator, label, days_ago=40)
        await deal(work, sample_set, repeat_share=1.0, repeat_after_days=1)
        service = RereadingService(work)

        first = await service.look_after(sample_set.id)
        await say(work, samples[3], annotator, label)
        for copy in await copies(work, sample_set):
            await say(work, copy, annotator, label)
        rest = await service.look_after(sample_set.id)

        assert (first.repeats, rest.repeats) == (2, 1)  # a package holds two

    async def test_not_for_who_has_left_or_gave_up_reading(
        self, work: UnitOfWork, organization: Organization, sample_set: SampleSet, label: Label, stranger: User
    ) -> None:
        (sample,) = await create_samples(work, sample_set, organization, 1)
        await say(work, sample, stranger, label, days_ago=40)
        await deal(work, sample_set, repeat_share=1.0, repeat_after_days=1)

        assert (await RereadingService(work).look_after(sample_set.id)).repeats == 0

    async def test_of_a_share_only_so_many(
        self, work: UnitOfWork, organization: Organization, group: Group, annotator: User
    ) -> None:
        sample_set = await create_set(work, group, package_size=50)
        label = await create_label(work, sample_set)
        for sample in await create_samples(work, sample_set, organization, 40):
            await say(work, sample, annotator, label, days_ago=40)
        await deal(work, sample_set, repeat_share=0.25, repeat_after_days=1, seed=11)

        passed = await RereadingService(work).look_after(sample_set.id)

        assert 3 <= passed.repeats <= 18


class TestControls:
    async def test_are_mixed_into_what_is_dealt_out_later(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        lead: User,
    ) -> None:
        sample_set = await create_set(work, group, package_size=10)
        label = await create_label(work, sample_set)
        samples = await create_samples(work, sample_set, organization, 40)
        known = samples[:4]
        for sample in known:
            await say(work, sample, lead, label, kind=ExaminationKind.REFERENCE)
        await deal(work, sample_set, control_share=0.3, seed=5)

        await PackageFiller(work).fill(sample_set, [sample.id for sample in samples[4:]])

        controls = await copies(work, sample_set)
        assert {sample.purpose for sample in controls} == {SamplePurpose.CONTROL}
        assert {sample.original_id for sample in controls} <= {sample.id for sample in known}
        assert 8 <= len(controls) <= 24
        sizes = list(await work.db.scalars(select(PackageItem.package_id)))
        assert len(sizes) == 36 + len(controls)
        assert max(sizes.count(package_id) for package_id in sizes) == 10

        sign_in(client, lead)
        await client.post(f"/api/v1/sets/{sample_set.id}/packages/split", json={"split": "random"})
        anew = await copies(work, sample_set)
        assert anew
        assert not {sample.id for sample in anew} & {sample.id for sample in controls}  # those unread went

    async def test_without_known_answers_there_are_none(
        self, work: UnitOfWork, organization: Organization, sample_set: SampleSet
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 6)
        await deal(work, sample_set, control_share=0.5)

        await PackageFiller(work).fill(sample_set, [sample.id for sample in samples])

        assert await copies(work, sample_set) == []


class TestAdaptiveOverlap:
    @pytest.fixture
    async def pair(
        self, work: UnitOfWork, group: Group, organization: Organization, annotator: User, reviewer: User
    ) -> tuple[SampleSet, list[Sample], Label]:
        """Two samples read by two: of one they say the same, of the other something else."""
        sample_set = await create_set(work, group, readers_per_sample=2)
        label = await create_label(work, sample_set)
        samples = await create_samples(work, sample_set, organization, 2)
        for slot, reader in enumerate((annotator, reviewer), start=1):
            await create_package(work, sample_set, *samples, assignee=reader, slot=slot)
        return sample_set, samples, label

    async def test_asks_one_more_only_where_readers_disagree(
        self,
        client: Client,
        work: UnitOfWork,
        pair: tuple[SampleSet, list[Sample], Label],
        annotator: User,
        reviewer: User,
        lead: User,
    ) -> None:
        sample_set, (same, other), label = pair
        await deal(work, sample_set, extra_readers=1, alike_from=0.7)
        for sample in (same, other):
            await say(work, sample, annotator, label)
        service = RereadingService(work)
        half_done = await service.look_after(sample_set.id)
        await say(work, same, reviewer, label)
        await say(work, other, reviewer, label, x=300.0)

        done = await service.look_after(sample_set.id)
        again = await service.look_after(sample_set.id)

        assert (half_done.extra_readings, done.extra_readings, again.extra_readings) == (0, 1, 0)
        rows = await work.db.execute(
            select(PackageItem.sample_id, Package.assignee_id)
            .join(Package, Package.id == PackageItem.package_id)
            .where(Package.slot == 3)
        )
        assert list(rows) == [(other.id, None)]
        decided = {
            decision.sample_id: (decision.likeness, decision.is_extended)
            for decision in await work.db.scalars(select(OverlapDecision))
        }
        assert decided == {same.id: (1.0, False), other.id: (0.0, True)}
        sign_in(client, annotator)
        claimed = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")
        assert claimed.json()["error"] == "NoPackageLeft"
        sign_in(client, lead)
        assert (await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")).status_code == 200

    async def test_ends_at_the_most_readers(
        self,
        work: UnitOfWork,
        pair: tuple[SampleSet, list[Sample], Label],
        annotator: User,
        reviewer: User,
        lead: User,
    ) -> None:
        sample_set, (_, other), label = pair
        await deal(work, sample_set, extra_readers=1)
        await say(work, other, annotator, label)
        await say(work, other, reviewer, label, x=300.0)
        service = RereadingService(work)
        await service.look_after(sample_set.id)
        await say(work, other, lead, label, x=200.0)

        third = await service.look_after(sample_set.id)

        assert third.extra_readings == 0

    async def test_the_schedule_does_it(
        self,
        work: UnitOfWork,
        database: Any,
        pair: tuple[SampleSet, list[Sample], Label],
        annotator: User,
        reviewer: User,
    ) -> None:
        sample_set, (_, other), label = pair
        await deal(work, sample_set, extra_readers=2)
        await say(work, other, annotator, label)
        await say(work, other, reviewer, label, x=300.0)
        await work.db.commit()

        await Dealer(database, RememberingQueue()).deal()

        assert await work.db.scalar(select(Package.id).where(Package.slot == 3)) is not None


class TestDrift:
    async def test_only_for_those_with_sight(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User, reviewer: User, stranger: User
    ) -> None:
        await create_package(work, sample_set, assignee=reviewer)
        url = f"/api/v1/sets/{sample_set.id}/drift"
        answers = [await client.get(url)]
        for user in (stranger, annotator, reviewer):
            sign_in(client, user)
            answers.append(await client.get(url))

        assert [answer.status_code for answer in answers] == [401, 404, 403, 403]

    async def test_likens_controls_to_the_answer_and_repeats_to_ones_own(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        annotator: User,
        lead: User,
    ) -> None:
        sample_set = await create_set(work, group, readers_see_readings=Sight.ALWAYS)
        label = await create_label(work, sample_set)
        own, known, own_again, control = await create_samples(work, sample_set, organization, 4)
        own_again.purpose, own_again.original_id = SamplePurpose.REPEAT, own.id
        control.purpose, control.original_id = SamplePurpose.CONTROL, known.id
        await say(work, own, annotator, label, days_ago=30)
        await say(work, known, lead, label, kind=ExaminationKind.REFERENCE)
        await say(work, control, annotator, label, x=300.0, days_ago=2)
        await say(work, own_again, annotator, label, x=12.0, days_ago=1)
        sign_in(client, lead)

        shown = (await client.get(f"/api/v1/sets/{sample_set.id}/drift")).json()

        (row,) = shown["readers"]
        assert row["reader"]["id"] == str(annotator.id)
        assert [(point["purpose"], point["likeness"]) for point in row["points"]] == [("control", 0.0), ("repeat", 1.0)]
