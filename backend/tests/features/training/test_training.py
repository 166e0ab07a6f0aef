"""Training: known answers, marks after each case, who has passed may read."""

from typing import Any

import pytest
from httpx import Response

from backend.core.work import UnitOfWork
from backend.models.distribution import Distribution
from backend.models.examination import ExaminationState
from backend.models.group import Group
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.training import Training
from backend.models.training_result import TrainingResult
from backend.models.user import User
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.distribution.test_rereading import BOX, say
from backend.tests.features.examinations.operations import put, send, state
from backend.tests.features.packages.test_packages import create_samples


@pytest.fixture
async def label(work: UnitOfWork, sample_set: SampleSet) -> Label:
    return await create_label(work, sample_set)


@pytest.fixture
async def samples(
    work: UnitOfWork, organization: Organization, sample_set: SampleSet, label: Label, lead: User
) -> list[Sample]:
    """Two that the lead has read."""
    made = await create_samples(work, sample_set, organization, 2)
    await create_package(work, sample_set, *made, assignee=lead)
    for sample in made:
        await say(work, sample, lead, label)
    return made


async def prepare(
    client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User, *, pass_mark: float = 0.7
) -> None:
    """A training whose answers are the lead's own readings."""
    sign_in(client, lead)
    assert (await client.post(f"/api/v1/sets/{sample_set.id}/known-answers", json={})).status_code == 200
    await client.put(f"/api/v1/sets/{sample_set.id}/training", json={"pass_mark": pass_mark})


async def read_case(
    client: Client, package: dict[str, Any], item: dict[str, Any], label: Label, *, x: float
) -> Response:
    """Read a case with one box, and ask how that was."""
    sample = item["sample"]
    url = f"/api/v1/packages/{package['id']}/samples/{sample['id']}/examination"
    reading = (await client.post(url)).json()
    box = {
        "id": "00000000-0000-4000-8000-000000000001",
        "label_id": str(label.id),
        "image_id": sample["images"][0]["id"],
        "kind": "box",
        "geometry": {"kind": "box", **BOX, "x": x},
    }
    done = await send(client, reading, put(box), state("done"))
    assert done.status_code == 200, done.text
    return await client.post(f"/api/v1/examinations/{reading['id']}/feedback")


async def read_all(client: Client, sample_set: SampleSet, label: Label, *, x: float) -> list[dict[str, Any]]:
    package = (await client.post(f"/api/v1/sets/{sample_set.id}/training/start")).json()
    items = (await client.get(f"/api/v1/packages/{package['id']}/items")).json()["items"]
    return [(await read_case(client, package, item, label, x=x)).json() for item in items]


class TestListTrainings:
    async def test_are_the_sets_of_a_group_whose_answers_are_known(
        self,
        client: Client,
        work: UnitOfWork,
        group: Group,
        sample_set: SampleSet,
        label: Label,
        samples: list[Sample],
        lead: User,
    ) -> None:
        empty = await create_set(work, group, name="A training without cases")
        work.db.add(Training(set_id=empty.id, pass_mark=0.7))
        await prepare(client, work, sample_set, lead)

        response = await client.get(f"/api/v1/groups/{group.id}/sets", params={"trainings": True})

        assert [found["id"] for found in response.json()["items"]] == [str(sample_set.id)]


class TestKnownAnswers:
    async def test_only_leads_say_them(
        self, client: Client, sample_set: SampleSet, annotator: User, reviewer: User, stranger: User
    ) -> None:
        url = f"/api/v1/sets/{sample_set.id}/known-answers"
        answers = [await client.post(url, json={})]
        for user in (stranger, annotator, reviewer):
            sign_in(client, user)
            answers.append(await client.post(url, json={}))

        assert [answer.status_code for answer in answers] == [401, 404, 403, 403]

    async def test_there_must_be_something_to_take(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)

        response = await client.post(f"/api/v1/sets/{sample_set.id}/known-answers", json={})

        assert (response.status_code, response.json()["error"]) == (422, "NothingToTake")

    async def test_who_is_blind_takes_ones_own_alone(
        self, client: Client, sample_set: SampleSet, samples: list[Sample], lead: User, annotator: User
    ) -> None:
        sign_in(client, lead)
        url = f"/api/v1/sets/{sample_set.id}/known-answers"

        of_another = await client.post(url, json={"reader_id": str(annotator.id)})
        decisions = await client.post(url, json={"decisions": True})
        own = await client.post(url, json={"sample_ids": [str(samples[0].id)]})
        rest = await client.post(url, json={})

        assert [answer.status_code for answer in (of_another, decisions)] == [403, 403]
        assert own.json() == {"taken": 1, "known": 1}
        assert rest.json() == {"taken": 2, "known": 2}  # said once more, of one of them

    async def test_readers_do_not_see_them(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        samples: list[Sample],
        lead: User,
        annotator: User,
    ) -> None:
        await prepare(client, work, sample_set, lead)
        sign_in(client, annotator)

        listed = await client.get(f"/api/v1/sets/{sample_set.id}/known-answers")
        readings = await client.get(f"/api/v1/sets/{sample_set.id}/samples/{samples[0].id}/examinations")

        assert listed.status_code == 403
        assert readings.json()["items"] == []


class TestSettings:
    async def test_only_leads_make_a_training(
        self, client: Client, sample_set: SampleSet, annotator: User, reviewer: User, stranger: User
    ) -> None:
        url = f"/api/v1/sets/{sample_set.id}/training"
        answers = [await client.put(url, json={"pass_mark": 0.5}), await client.delete(url)]
        for user in (stranger, annotator, reviewer):
            sign_in(client, user)
            answers += [await client.put(url, json={"pass_mark": 0.5}), await client.delete(url)]

        assert [answer.status_code for answer in answers] == [401, 401, 404, 404, 403, 403, 403, 403]

    async def test_made_and_ended(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)
        url = f"/api/v1/sets/{sample_set.id}/training"

        wrong = await client.put(url, json={"pass_mark": 1.2})
        made = await client.put(url, json={"pass_mark": 0.5})
        ended = await client.delete(url)
        shown = await client.get(url)

        assert wrong.status_code == 422
        assert (made.json()["is_training"], made.json()["pass_mark"]) == (True, 0.5)
        assert ended.status_code == 204
        assert (shown.json()["is_training"], shown.json()["pass_mark"]) == (False, None)


class TestStart:
    async def test_only_readers_of_the_group(
        self, client: Client, sample_set: SampleSet, viewer: User, stranger: User
    ) -> None:
        url = f"/api/v1/sets/{sample_set.id}/training/start"
        answers = [await client.post(url)]
        for user in (stranger, viewer):
            sign_in(client, user)
            answers.append(await client.post(url))

        assert [answer.status_code for answer in answers] == [401, 404, 403]

    async def test_says_what_is_missing(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User
    ) -> None:
        sign_in(client, annotator)
        url = f"/api/v1/sets/{sample_set.id}/training/start"

        no_training = await client.post(url)
        work.db.add(Training(set_id=sample_set.id, pass_mark=0.5))
        await work.flush()
        no_answers = await client.post(url)

        assert no_training.json()["error"] == "NotATraining"
        assert no_answers.json()["error"] == "NoKnownAnswers"

    async def test_everybody_gets_all_cases_and_the_same_package_again(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        samples: list[Sample],
        lead: User,
        annotator: User,
        reviewer: User,
    ) -> None:
        await prepare(client, work, sample_set, lead)
        started = []
        for reader in (annotator, reviewer):
            sign_in(client, reader)
            started.append((await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")).json())
            again = (await client.post(f"/api/v1/sets/{sample_set.id}/training/start")).json()
            assert again["id"] == started[-1]["id"]

        assert [package["sample_count"] for package in started] == [2, 2]
        assert started[0]["id"] != started[1]["id"]


class TestFeedback:
    async def test_only_on_ones_own_reading_that_is_done(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        samples: list[Sample],
        lead: User,
        annotator: User,
        reviewer: User,
        stranger: User,
    ) -> None:
        await prepare(client, work, sample_set, lead)
        reading = await create_examination(work, samples[0], annotator)
        url = f"/api/v1/examinations/{reading.id}/feedback"
        client.headers.pop("Authorization")
        answers = [await client.post(url)]
        for user in (stranger, reviewer, annotator):
            sign_in(client, user)
            answers.append(await client.post(url))

        assert [answer.status_code for answer in answers] == [401, 404, 403, 409]
        assert answers[-1].json()["error"] == "NotDoneYet"

    async def test_shows_the_answer_and_marks_once(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        samples: list[Sample],
        label: Label,
        lead: User,
        annotator: User,
    ) -> None:
        await prepare(client, work, sample_set, lead)
        sign_in(client, annotator)
        package = (await client.post(f"/api/v1/sets/{sample_set.id}/training/start")).json()
        item = (await client.get(f"/api/v1/packages/{package['id']}/items")).json()["items"][0]

        first = (await read_case(client, package, item, label, x=300.0)).json()
        reading = (await client.get(f"/api/v1/examinations/{first['examination_id']}")).json()
        (drawn,) = reading["annotations"]
        right = {key: drawn[key] for key in ("id", "label_id", "image_id", "kind")} | {
            "geometry": {"kind": "box", **BOX}
        }
        corrected = await send(client, reading, state("open"), put(right), state("done"), base=reading["version"])
        again = await client.post(f"/api/v1/examinations/{reading['id']}/feedback")

        assert corrected.status_code == 200
        assert first["likeness"] == again.json()["likeness"] == 0.0
        assert [shape["geometry"]["x"] for shape in first["answer"]["annotations"]] == [10.0]
        assert first["answer"]["annotations"][0]["image_id"] == item["sample"]["images"][0]["id"]
        assert (first["marked"], first["total"], first["result"]) == (1, 2, None)

    async def test_a_set_that_is_no_training_marks_nothing(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, samples: list[Sample], annotator: User
    ) -> None:
        reading = await create_examination(work, samples[0], annotator)
        reading.state = ExaminationState.DONE
        await work.flush()
        sign_in(client, annotator)

        response = await client.post(f"/api/v1/examinations/{reading.id}/feedback")

        assert response.json()["error"] == "NotATraining"


class TestPassing:
    async def test_who_reaches_the_mark_has_passed(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        samples: list[Sample],
        label: Label,
        lead: User,
        annotator: User,
    ) -> None:
        await prepare(client, work, sample_set, lead)
        sign_in(client, annotator)

        feedback = await read_all(client, sample_set, label, x=11.0)
        shown = (await client.get(f"/api/v1/sets/{sample_set.id}/training")).json()
        again = await client.post(f"/api/v1/sets/{sample_set.id}/training/start")

        assert [item["result"] is not None for item in feedback] == [False, True]
        assert feedback[-1]["result"]["is_passed"]
        assert (shown["is_passed"], shown["attempts"][0]["score"]) == (True, 1.0)
        assert again.json()["error"] == "TrainingPassed"

    async def test_who_does_not_tries_again_and_is_marked_by_the_same_answers(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        samples: list[Sample],
        label: Label,
        lead: User,
        annotator: User,
    ) -> None:
        await prepare(client, work, sample_set, lead)
        sign_in(client, annotator)

        failed = await read_all(client, sample_set, label, x=300.0)
        passed = await read_all(client, sample_set, label, x=10.0)

        assert not failed[-1]["result"]["is_passed"]
        assert passed[-1]["result"]["is_passed"]
        shown = (await client.get(f"/api/v1/sets/{sample_set.id}/training")).json()
        assert [(attempt["attempt"], attempt["score"]) for attempt in shown["attempts"]] == [(1, 0.0), (2, 1.0)]

    async def test_results_are_for_those_with_sight(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User, annotator: User, reviewer: User
    ) -> None:
        work.db.add(
            TrainingResult(
                set_id=sample_set.id, user_id=annotator.id, attempt=1, cases=2, score=0.9, pass_mark=0.5, is_passed=True
            )
        )
        await create_package(work, sample_set, assignee=reviewer)
        answers = []
        for user in (annotator, reviewer, lead):
            sign_in(client, user)
            answers.append(await client.get(f"/api/v1/sets/{sample_set.id}/training/results"))

        assert [answer.status_code for answer in answers] == [403, 403, 200]
        (row,) = answers[-1].json()["items"]
        assert (row["reader"]["id"], row["score"], row["is_passed"]) == (str(annotator.id), 0.9, True)


class TestQualification:
    async def test_of_a_training_of_the_same_group(
        self, client: Client, work: UnitOfWork, group: Group, sample_set: SampleSet, lead: User
    ) -> None:
        no_training = await create_set(work, group)
        sign_in(client, lead)
        url = f"/api/v1/sets/{sample_set.id}/distribution"

        refused = [await client.patch(url, json={"training_set_id": str(one.id)}) for one in (no_training, sample_set)]
        work.db.add(Training(set_id=no_training.id, pass_mark=0.5))
        await work.flush()
        taken = await client.patch(url, json={"training_set_id": str(no_training.id)})
        cleared = await client.patch(url, json={"training_set_id": None})

        assert [answer.json()["error"] for answer in refused] == ["TrainingNotFound"] * 2
        assert taken.json()["training_set_id"] == str(no_training.id)
        assert cleared.json()["training_set_id"] is None

    async def test_who_has_not_passed_gets_no_package(
        self, client: Client, work: UnitOfWork, group: Group, sample_set: SampleSet, lead: User, annotator: User
    ) -> None:
        training = await create_set(work, group, name="First steps")
        work.db.add(Training(set_id=training.id, pass_mark=0.5))
        work.db.add(Distribution(set_id=sample_set.id, training_set_id=training.id))
        package = await create_package(work, sample_set)
        sign_in(client, lead)
        given = await client.put(f"/api/v1/packages/{package.id}/assignee", json={"user_id": str(annotator.id)})
        shared = await client.post(
            f"/api/v1/sets/{sample_set.id}/packages/share-out", json={"reader_ids": [str(annotator.id)]}
        )
        sign_in(client, annotator)
        claimed = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")
        result = TrainingResult(
            set_id=training.id, user_id=annotator.id, attempt=1, cases=1, score=1.0, pass_mark=0.5, is_passed=True
        )
        work.db.add(result)
        await work.flush()
        qualified = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")

        assert {answer.json()["error"] for answer in (given, shared, claimed)} == {"NotQualified"}
        assert "First steps" in claimed.json()["detail"]
        assert qualified.json()["id"] == str(package.id)
