"""The samples of a set as a grid: found by what is known of them, each with how far it is read."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from backend.core.work import UnitOfWork
from backend.models.examination import ExaminationState
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, sign_in


async def create_photograph(
    work: UnitOfWork, organization: Organization, sample_set: SampleSet, position: int, modality: str = "XC"
) -> Sample:
    file = await create_file(work, organization, media_type="image/png", pixel_width=8, pixel_height=8)
    sample, _ = await create_sample(work, sample_set, file_id=file.id, position=position)
    sample.modality, sample.title = modality, f"{modality} {position}"
    await work.flush()
    return sample


@dataclass
class Grid:
    """Two readers a sample; of four samples one is done by both, one by one, one is begun, one is not."""

    client: Client
    sample_set: SampleSet
    samples: list[Sample]
    packages: list[Package]

    async def ask(self, user: User, **params: Any) -> dict[str, Any]:
        sign_in(self.client, user)
        response = await self.client.get(f"/api/v1/sets/{self.sample_set.id}/samples", params=params)
        assert response.status_code == 200, response.text
        listed: dict[str, Any] = response.json()
        return listed

    async def positions(self, user: User, **params: Any) -> list[int]:
        return [item["position"] for item in (await self.ask(user, **params))["items"]]


@pytest.fixture
async def grid(
    client: Client, work: UnitOfWork, group: Group, organization: Organization, annotator: User, reviewer: User
) -> Grid:
    sample_set = await create_set(work, group, readers_per_sample=2)
    modalities = enumerate(("XC", "US", "XC", "US"), start=1)
    samples = [await create_photograph(work, organization, sample_set, *item) for item in modalities]
    packages = [
        await create_package(work, sample_set, *samples, assignee=annotator),
        await create_package(work, sample_set, *samples[:2], slot=2, assignee=reviewer),
        await create_package(work, sample_set, *samples[2:], slot=2),
    ]
    for sample in samples[:3]:
        reading = await create_examination(work, sample, annotator)
        reading.state = ExaminationState.OPEN if sample is samples[2] else ExaminationState.DONE
    (await create_examination(work, samples[0], reviewer)).state = ExaminationState.DONE
    await work.flush()
    return Grid(client, sample_set, samples, packages)


class TestListSamples:
    async def test_anonymous_is_refused(self, client: Client, sample_set: SampleSet) -> None:
        assert (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        sign_in(client, stranger)

        response = await client.get(f"/api/v1/sets/{sample_set.id}/samples")

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    @pytest.mark.parametrize(
        "params", [{"state": "lost"}, {"sort": "name"}, {"reader": "me"}, {"search": "a\0"}, {"search": "a" * 201}]
    )
    async def test_nonsense_is_refused(
        self, client: Client, sample_set: SampleSet, viewer: User, params: dict[str, str]
    ) -> None:
        sign_in(client, viewer)

        assert (await client.get(f"/api/v1/sets/{sample_set.id}/samples", params=params)).status_code == 422

    async def test_leads_see_how_far_everyone_is(self, grid: Grid, lead: User) -> None:
        listed = (await grid.ask(lead))["items"]

        assert [item["state"] for item in listed] == ["done", "begun", "begun", "unread"]
        assert [[tray["state"] for tray in item["packages"]] for item in listed] == [
            ["done", "done"],
            ["done", None],
            ["open", None],
            [None, None],
        ]
        assert [tray["position"] for tray in listed[3]["packages"]] == [1, 3]
        assert [tray["reader"] is None for tray in listed[3]["packages"]] == [False, True]

    async def test_readers_see_how_far_they_are_themselves(self, grid: Grid, annotator: User, viewer: User) -> None:
        mine = (await grid.ask(annotator))["items"]
        nobody_s = (await grid.ask(viewer))["items"]

        assert [item["state"] for item in mine] == ["done", "done", "begun", "unread"]
        assert {tray["reader"]["id"] for item in mine for tray in item["packages"]} == {str(annotator.id)}
        assert {item["state"] for item in nobody_s} == {"unread"}
        assert not any(item["packages"] for item in nobody_s)

    async def test_only_the_current_round_counts(self, grid: Grid, work: UnitOfWork, lead: User) -> None:
        grid.sample_set.round = 2
        await work.flush()

        listed = (await grid.ask(lead))["items"]

        assert {item["state"] for item in listed} == {"unread"}
        assert {tray["state"] for item in listed for tray in item["packages"]} == {None}

    @pytest.mark.parametrize(
        ("state", "of_all", "own"), [("done", [1], [1, 2]), ("begun", [2, 3], [3]), ("unread", [4], [4])]
    )
    async def test_by_state(
        self, grid: Grid, lead: User, annotator: User, state: str, of_all: list[int], own: list[int]
    ) -> None:
        assert await grid.positions(lead, state=state) == of_all
        assert await grid.positions(annotator, state=state) == own

    async def test_by_reader_and_package(self, grid: Grid, lead: User, annotator: User, reviewer: User) -> None:
        assert await grid.positions(lead, reader=reviewer.id) == [1, 2]
        assert await grid.positions(lead, reader=reviewer.id, state="unread") == [2]
        assert await grid.positions(lead, reader=annotator.id, state="done") == [1, 2]
        assert await grid.positions(lead, package_id=grid.packages[2].id) == [3, 4]
        assert await grid.positions(lead, package_id=uuid4()) == []

    async def test_what_one_may_not_see_finds_nothing(self, grid: Grid, annotator: User, reviewer: User) -> None:
        assert await grid.positions(annotator, reader=reviewer.id) == []
        assert await grid.positions(annotator, package_id=grid.packages[1].id) == []

    async def test_by_words_and_modality_in_an_order(self, grid: Grid, viewer: User) -> None:
        assert await grid.positions(viewer, search="us") == [2, 4]
        assert await grid.positions(viewer, search="us 4") == [4]
        assert await grid.positions(viewer, search="%") == []
        assert await grid.positions(viewer, modality="XC") == [1, 3]
        assert await grid.positions(viewer, sort="-position") == [4, 3, 2, 1]
        assert await grid.positions(viewer, sort="modality") == [2, 4, 1, 3]
        assert await grid.positions(viewer, sort="-modality") == [1, 3, 2, 4]

    async def test_page_by_page(self, grid: Grid, viewer: User) -> None:
        page = await grid.ask(viewer, sort="-position", page=2, page_size=3)

        assert ([item["position"] for item in page["items"]], page["total"]) == ([1], 4)
