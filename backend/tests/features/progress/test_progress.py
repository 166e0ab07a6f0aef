"""How far readers are: counted from their readings, timed from their journals."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from backend.core.work import UnitOfWork
from backend.features.progress import remembering
from backend.features.progress.activity import active_seconds, median_seconds
from backend.features.progress.schemas import SetProgress
from backend.models.annotation_operation import AnnotationOperation
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.packages.test_packages import create_samples

MORNING = datetime(2030, 1, 1, 9, tzinfo=UTC)


async def read(work: UnitOfWork, sample: Sample, reader: User, *seconds: float, **fields: object) -> Examination:
    """A reading that is done, with an operation after so many seconds each."""
    reading = await create_examination(work, sample, reader)
    reading.state, reading.created_at, reading.version = ExaminationState.DONE, MORNING, len(seconds)
    reading.done_at = MORNING + timedelta(seconds=max(seconds, default=0))
    for name, value in fields.items():
        setattr(reading, name, value)
    work.db.add_all(
        AnnotationOperation(
            examination_id=reading.id,
            id=uuid4(),
            sequence_number=number,
            actor_id=reader.id,
            kind="set_flags",
            payload={},
            created_at=MORNING + timedelta(seconds=at),
        )
        for number, at in enumerate(seconds, start=1)
    )
    await work.flush()
    return reading


@pytest.mark.once
class TestActiveTime:
    def moments(self, *seconds: float) -> list[datetime]:
        return [MORNING + timedelta(seconds=at) for at in seconds]

    def test_long_pauses_do_not_count(self) -> None:
        assert active_seconds(self.moments(0, 30, 150, 271, 3600, 3605)) == 30 + 120 + 5

    def test_nothing_done_takes_no_time(self) -> None:
        assert active_seconds(self.moments(0)) == 0
        assert active_seconds([]) == 0

    def test_the_median_of_none_is_none(self) -> None:
        assert median_seconds([]) is None
        assert median_seconds([self.moments(0, 10), self.moments(0, 20), self.moments(0, 90)]) == 20


class TestSetProgress:
    async def test_strangers_learn_nothing(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        url = f"/api/v1/sets/{sample_set.id}/progress"
        anonymous = [await client.get(url), await client.get(f"{url}/packages")]
        sign_in(client, stranger)
        foreign = [await client.get(url), await client.get(f"{url}/packages")]

        assert [answer.status_code for answer in (*anonymous, *foreign)] == [401, 401, 404, 404]

    async def test_counts_and_times_each_reader(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 5)
        late = await create_package(work, sample_set, *samples[:3], assignee=annotator)
        late.due_on = date(2020, 1, 1)
        await create_package(work, sample_set, samples[3], assignee=reviewer)
        await create_package(work, sample_set, samples[4])
        await read(work, samples[0], annotator, 10, 20, tentative=True)
        await read(work, samples[1], annotator, 40, 5000, bad_quality=True)
        await create_examination(work, samples[2], annotator)
        await read(work, samples[3], reviewer, 6)
        known = await read(work, samples[4], lead, 1)
        known.kind = ExaminationKind.REFERENCE
        await work.flush()
        sign_in(client, lead)

        shown = (await client.get(f"/api/v1/sets/{sample_set.id}/progress")).json()

        whole = {key: shown[key] for key in ("samples", "begun", "done", "tentative", "bad_quality", "packages")}
        assert whole == {"samples": 5, "begun": 4, "done": 3, "tentative": 1, "bad_quality": 1, "packages": 3}
        assert (shown["free_packages"], shown["free_samples"], shown["median_seconds"]) == (1, 1, 20)
        rows = {row["reader"]["id"]: row for row in shown["readers"]}
        assert set(rows) == {str(annotator.id), str(reviewer.id)}
        hers = rows[str(annotator.id)]
        assert (hers["samples"], hers["begun"], hers["done"], hers["median_seconds"]) == (3, 3, 2, 30)
        assert (hers["packages"], hers["overdue_packages"]) == (1, 1)
        assert rows[str(reviewer.id)]["median_seconds"] == 6

    async def test_earlier_rounds_do_not_count(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        (sample,) = await create_samples(work, sample_set, organization, 1)
        await create_package(work, sample_set, sample, assignee=annotator)
        await read(work, sample, annotator, 5)
        sample_set.round = 2
        await work.flush()
        sign_in(client, lead)

        shown = (await client.get(f"/api/v1/sets/{sample_set.id}/progress")).json()

        assert (shown["round"], shown["done"], shown["median_seconds"]) == (2, 0, None)

    async def test_who_is_blind_sees_only_themselves(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        annotator: User,
        reviewer: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 2)
        for sample, reader in zip(samples, (annotator, reviewer), strict=True):
            await create_package(work, sample_set, sample, assignee=reader)
        sign_in(client, reviewer)
        url = f"/api/v1/sets/{sample_set.id}/progress"
        before = [(await client.get(url)).text, (await client.get(f"{url}/packages")).text]

        await read(work, samples[0], annotator, 5)
        after = [(await client.get(url)).text, (await client.get(f"{url}/packages")).text]
        await read(work, samples[1], reviewer, 7)
        own = (await client.get(url)).json()

        assert after == before
        assert own["is_own_only"]
        assert [(row["reader"]["id"], row["median_seconds"]) for row in own["readers"]] == [(str(reviewer.id), 7)]
        assert (own["samples"], own["done"], own["free_packages"]) == (1, 1, None)


@pytest.mark.once
class TestLargeSets:
    def counted(self, samples: int, *, is_own_only: bool = False) -> SetProgress:
        return SetProgress(
            set_id=uuid4(), set_name="", round=1, is_own_only=is_own_only, samples=samples, begun=0, done=0,
            tentative=0, bad_quality=0, packages=0, free_packages=0, free_samples=0, median_seconds=None, readers=[],
        )  # fmt: skip

    def test_are_counted_anew_only_after_some_seconds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = [100.0]
        monkeypatch.setattr(remembering, "monotonic", lambda: clock[0])
        remembered, large = remembering.Remembered(), self.counted(20_000)
        remembered.keep(large)

        at_once, later_round = remembered.get(large.set_id, 1), remembered.get(large.set_id, 2)
        clock[0] += remembering.SECONDS
        later = remembered.get(large.set_id, 1)

        assert (at_once, later_round, later) == (large, None, None)

    def test_small_ones_and_what_one_sees_of_oneself_are_not_remembered(self) -> None:
        remembered = remembering.Remembered()
        for progress in (self.counted(9_999), self.counted(20_000, is_own_only=True)):
            remembered.keep(progress)

            assert remembered.get(progress.set_id, 1) is None


class TestPackageProgress:
    async def test_times_the_samples_of_each_package(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        samples = await create_samples(work, sample_set, organization, 3)
        await create_package(work, sample_set, *samples[:2], assignee=annotator)
        await create_package(work, sample_set, samples[2], assignee=annotator)
        await read(work, samples[0], annotator, 10)
        await read(work, samples[1], annotator, 20)
        sign_in(client, lead)

        rows = (await client.get(f"/api/v1/sets/{sample_set.id}/progress/packages")).json()["items"]

        assert [(row["package"]["done_count"], row["median_seconds"]) for row in rows] == [(2, 15), (0, None)]


class TestGroupProgress:
    async def test_strangers_learn_nothing(self, client: Client, group: Group, stranger: User) -> None:
        anonymous = await client.get(f"/api/v1/groups/{group.id}/progress")
        sign_in(client, stranger)
        foreign = await client.get(f"/api/v1/groups/{group.id}/progress")

        assert (anonymous.status_code, foreign.status_code) == (401, 404)

    async def test_over_all_sets(
        self,
        client: Client,
        work: UnitOfWork,
        group: Group,
        organization: Organization,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
    ) -> None:
        other = await create_set(work, group, name="Abscesses")
        for one in (sample_set, other):
            samples = await create_samples(work, one, organization, 2)
            await create_package(work, one, *samples, assignee=annotator)
            await read(work, samples[0], annotator, 3)
        sign_in(client, lead)

        shown = (await client.get(f"/api/v1/groups/{group.id}/progress")).json()

        assert [(row["set_name"], row["samples"], row["done"]) for row in shown["sets"]] == [
            ("Abscesses", 2, 1),
            ("Nodules", 2, 1),
        ]
        assert [(row["packages"], row["samples"], row["done"]) for row in shown["readers"]] == [(2, 4, 2)]
        assert (shown["samples"], shown["done"]) == (4, 2)
