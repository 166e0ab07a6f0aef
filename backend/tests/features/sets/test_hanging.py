"""Hanging rules are a setting of the set like any other: led, versioned, cloned."""

from typing import Any

import pytest

from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, sign_in

pytestmark = pytest.mark.once

RULE = {"modality": "MG", "body_part": None, "layout": "2x2", "with_prior": False, "links": ["zoom"]}


@pytest.fixture
async def sample_set(work: UnitOfWork, group: Group) -> SampleSet:
    return await create_set(work, group)


async def hang(client: Client, sample_set: SampleSet, rules: Any, **headers: str) -> Any:
    return await client.patch(f"/api/v1/sets/{sample_set.id}", json={"hanging": rules}, headers=headers)


class TestHangingRules:
    async def test_a_reader_may_not(self, client: Client, sample_set: SampleSet, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await hang(client, sample_set, [RULE])).status_code == 403

    @pytest.mark.parametrize(
        "wrong",
        [{"layout": "3x3"}, {"modality": "M;G"}, {"modality": ""}, {"body_part": "X" * 17}, {"links": ["brightness"]}],
        ids=str,
    )
    async def test_wrong_words_are_refused(
        self, client: Client, sample_set: SampleSet, lead: User, wrong: dict[str, object]
    ) -> None:
        sign_in(client, lead)

        assert (await hang(client, sample_set, [RULE | wrong])).status_code == 422

    async def test_are_kept_in_their_order_until_the_usual_ones_are_wanted(
        self, client: Client, sample_set: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)
        rules = [RULE, RULE | {"modality": None, "layout": "1x2", "with_prior": True, "links": []}]

        stored = (await hang(client, sample_set, rules)).json()
        assert stored["hanging"] == rules
        assert (await hang(client, sample_set, None)).json()["hanging"] is None

    async def test_modality_is_written_in_capitals(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)

        stored = (await hang(client, sample_set, [{"modality": " ct ", "layout": "1x1"}])).json()

        assert stored["hanging"] == [
            {"modality": "CT", "body_part": None, "layout": "1x1", "with_prior": False, "links": ["scroll"]}
        ]

    async def test_an_edit_of_an_old_version_is_refused(
        self, client: Client, sample_set: SampleSet, lead: User
    ) -> None:
        sign_in(client, lead)
        tag = (await client.get(f"/api/v1/sets/{sample_set.id}")).headers["ETag"]
        await hang(client, sample_set, [RULE])

        assert (await hang(client, sample_set, [], **{"If-Match": tag})).status_code == 412

    async def test_go_with_a_clone(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)
        await hang(client, sample_set, [RULE])

        clone = await client.post(f"/api/v1/sets/{sample_set.id}/clone", json={"name": "Again"})

        assert clone.json()["hanging"] == [RULE]
