"""Whose readings somebody sees: by their role, by what they read themselves, and by the rule of the set."""

import pytest

from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.examination import ExaminationKind
from backend.models.group import Group
from backend.models.sample_set import Sight
from backend.models.user import User
from backend.tests.factories.groups import join
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.blinding.conftest import Read


async def sees(client: Client, user: User, reading_id: object) -> bool:
    """Whether somebody sees a reading, by itself and in the list of its sample alike."""
    sign_in(client, user)
    alone = await client.get(f"/api/v1/examinations/{reading_id}")
    listed = await client.get(
        f"/api/v1/sets/{alone.json()['set_id']}/samples/{alone.json()['sample_id']}/examinations"
        if alone.status_code == 200
        else f"/api/v1/examinations/{reading_id}"
    )
    if alone.status_code == 200:
        assert str(reading_id) in [item["id"] for item in listed.json()["items"]]
    return alone.status_code == 200


class TestRoles:
    async def test_a_reviewer_who_does_not_read_sees_all(self, client: Client, read: Read, reviewer: User) -> None:
        assert await sees(client, reviewer, read.theirs.id)

    async def test_a_lead_who_reads_in_the_set_does_not(self, client: Client, read: Read, lead: User) -> None:
        assert not await sees(client, lead, read.theirs.id)

    async def test_to_have_read_in_an_earlier_round_is_to_read(
        self, client: Client, read: Read, reviewer: User
    ) -> None:
        await read.read_by(reviewer)
        read.sample_set.round = 2
        await read.work.flush()

        assert not await sees(client, reviewer, read.theirs.id)

    async def test_who_writes_known_answers_does_not_read_by_that(
        self, client: Client, read: Read, reviewer: User
    ) -> None:
        await read.known_answer(ExaminationKind.REFERENCE, reviewer)

        assert await sees(client, reviewer, read.theirs.id)

    async def test_one_s_own_are_always_seen(self, client: Client, read: Read, annotator: User) -> None:
        assert await sees(client, annotator, read.theirs.id)


class TestRules:
    @pytest.fixture
    async def other(self, work: UnitOfWork, group: Group) -> User:
        return await join(work, group, await create_user(work), GroupRole.ANNOTATOR)

    async def rule(self, read: Read, sight: Sight) -> None:
        read.sample_set.readers_see_readings = sight
        await read.work.flush()

    async def test_never(self, client: Client, read: Read, other: User) -> None:
        await read.read_by(other)

        assert not await sees(client, other, read.theirs.id)

    async def test_always(self, client: Client, read: Read, other: User, lead: User) -> None:
        await self.rule(read, Sight.ALWAYS)

        assert await sees(client, other, read.theirs.id)
        assert await sees(client, lead, read.theirs.id)

    async def test_always_means_readers(self, client: Client, read: Read, viewer: User) -> None:
        await self.rule(read, Sight.ALWAYS)

        assert not await sees(client, viewer, read.theirs.id)

    @pytest.mark.parametrize(("done", "seen"), [(True, True), (False, False)])
    async def test_after_own_of_the_same_sample_is_done(
        self, client: Client, read: Read, other: User, done: bool, seen: bool
    ) -> None:
        await self.rule(read, Sight.AFTER_OWN)
        await read.read_by(other, done=done)

        assert await sees(client, other, read.theirs.id) is seen

    async def test_own_of_another_round_does_not_open_this_one(self, client: Client, read: Read, other: User) -> None:
        await self.rule(read, Sight.AFTER_OWN)
        await read.read_by(other, round_=2)

        assert not await sees(client, other, read.theirs.id)

    async def test_after_the_round(self, client: Client, read: Read, other: User) -> None:
        await self.rule(read, Sight.AFTER_ROUND)
        during = await sees(client, other, read.theirs.id)
        read.sample_set.round = 2
        await read.work.flush()

        assert (during, await sees(client, other, read.theirs.id)) == (False, True)

    async def test_known_answers_are_shown_to_no_reader(
        self, client: Client, read: Read, other: User, lead: User, reviewer: User
    ) -> None:
        await self.rule(read, Sight.ALWAYS)
        known = await read.known_answer(ExaminationKind.REFERENCE, await create_user(read.work))
        await read.read_by(other)

        seen = [await sees(client, person, known.id) for person in (other, lead, reviewer)]
        assert seen == [False, False, True]

    @pytest.mark.parametrize(("sight", "seen"), [(Sight.ALWAYS, True), (Sight.NEVER, False)])
    async def test_imported_readings_have_a_rule_of_their_own(
        self, client: Client, read: Read, other: User, sight: Sight, seen: bool
    ) -> None:
        read.sample_set.readers_see_imported = sight
        imported = await read.known_answer(ExaminationKind.IMPORTED, await create_user(read.work))

        assert await sees(client, other, imported.id) is seen


class TestWhatIsCounted:
    async def test_readings_are_not_counted_for_who_is_blind(
        self, client: Client, read: Read, lead: User, reviewer: User
    ) -> None:
        shown = {}
        for person in (lead, reviewer):
            sign_in(client, person)
            shown[person.id] = (await client.get(f"/api/v1/sets/{read.sample_set.id}")).json()

        assert [shown[lead.id][name] for name in ("is_blind", "examination_count", "done_count")] == [True, None, None]
        assert [shown[reviewer.id][name] for name in ("is_blind", "examination_count", "done_count")] == [False, 1, 1]


class TestWhatWouldTell:
    """Refusals that hang on whether others have read: who is blind gets one answer, always the same."""

    @pytest.mark.parametrize("is_read", [True, False])
    async def test_verbs_of_a_blind_lead(self, client: Client, read: Read, lead: User, is_read: bool) -> None:
        if not is_read:
            await read.work.db.delete(read.theirs)
            await read.work.flush()
        sign_in(client, lead)
        base = f"/api/v1/sets/{read.sample_set.id}"
        samples = {"sample_ids": [str(read.sample.id)]}

        answers = [
            await client.post(f"{base}/rounds"),
            await client.patch(base, json={"task": "segmentation"}),
            await client.patch(base, json={"readers_see_readings": "always"}),
            await client.patch(base, json={"readers_see_imported": "never"}),
            await client.delete(f"/api/v1/labels/{read.label.id}"),
            await client.get(f"/api/v1/labels/{read.label.id}/contents"),
            await client.post(f"{base}/samples/delete", json=samples),
            await client.get(f"{base}/blinding-lifts"),
        ]

        assert [answer.json()["error"] for answer in answers] == ["BlindInSet"] * len(answers)
        assert {answer.status_code for answer in answers} == {403}

    async def test_a_blind_lead_may_take_samples_away_with_whatever_was_read_of_them(
        self, client: Client, read: Read, lead: User
    ) -> None:
        sign_in(client, lead)
        body = {"sample_ids": [str(read.sample.id)], "with_readings": True}

        response = await client.post(f"/api/v1/sets/{read.sample_set.id}/samples/delete", json=body)

        assert response.json() == {"samples": 1, "readings": None, "packages": 2}
