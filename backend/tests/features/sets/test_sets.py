import pytest

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.images import create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, sign_in

NEW = {"name": "CT nodules", "task": "detection"}


class TestCreateSet:
    async def test_anonymous_is_refused(self, client: Client, group: Group) -> None:
        assert (await client.post(f"/api/v1/groups/{group.id}/sets", json=NEW)).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, group: Group, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.post(f"/api/v1/groups/{group.id}/sets", json=NEW)).status_code == 404

    async def test_a_reader_may_not(self, client: Client, group: Group, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await client.post(f"/api/v1/groups/{group.id}/sets", json=NEW)).status_code == 403

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("package_size", 0),
            ("package_size", 1001),
            ("readers_per_sample", 0),
            ("task", "guessing"),
            ("name", ""),
            ("sample_grouping", "all"),
        ],
    )
    async def test_bad_values_are_named(
        self, client: Client, group: Group, lead: User, field: str, value: object
    ) -> None:
        sign_in(client, lead)

        response = await client.post(f"/api/v1/groups/{group.id}/sets", json=NEW | {field: value})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == f"body.{field}"

    async def test_starts_in_the_first_round_with_pseudonyms(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)

        made = (await client.post(f"/api/v1/groups/{group.id}/sets", json=NEW)).json()

        assert (made["round"], made["identity"], made["package_size"], made["sample_count"]) == (1, "pseudonym", 20, 0)


class TestUpdateSet:
    async def test_a_reader_may_not(self, client: Client, sample_set: SampleSet, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await client.patch(f"/api/v1/sets/{sample_set.id}", json={"name": "x"})).status_code == 403

    async def test_raises_its_version(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)

        changed = (await client.patch(f"/api/v1/sets/{sample_set.id}", json={"name": "Other"})).json()

        assert (changed["name"], changed["version"]) == ("Other", sample_set.version + 1)

    async def test_says_which_images_become_one_sample(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)
        first = (await client.post(f"/api/v1/groups/{group.id}/sets", json=NEW)).json()
        grouped = (
            await client.post(f"/api/v1/groups/{group.id}/sets", json=NEW | {"sample_grouping": "mammography"})
        ).json()

        changed = await client.patch(f"/api/v1/sets/{first['id']}", json={"sample_grouping": "study_fusion"})
        kept = await client.patch(f"/api/v1/sets/{first['id']}", json={"name": "Other", "sample_grouping": None})

        assert (first["sample_grouping"], grouped["sample_grouping"]) == ("none", "mammography")
        assert changed.json()["sample_grouping"] == kept.json()["sample_grouping"] == "study_fusion"

    async def test_readers_per_sample_is_fixed_by_packages(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        await create_package(work, sample_set)
        sign_in(client, lead)

        response = await client.patch(f"/api/v1/sets/{sample_set.id}", json={"readers_per_sample": 2})

        assert response.json()["error"] == "ReadersFixed"


class TestListSamples:
    async def test_a_stranger_learns_nothing(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).status_code == 404

    async def test_tells_what_a_viewer_needs(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, viewer: User, organization: Organization
    ) -> None:
        series, instances = await create_series(work, organization, slices=3)
        await create_sample(work, sample_set, series_id=series.id)
        sign_in(client, viewer)

        (item,) = (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).json()["items"]

        (image,) = item["images"]
        assert image["kind"] == "series"
        assert image["series_instance_uid"] == series.series_instance_uid
        assert (image["frame_count"], image["rows"], image["columns"]) == (len(instances), 512, 512)


class TestListMySets:
    async def test_a_stranger_sees_none(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.get("/api/v1/sets")).json()["items"] == []

    async def test_is_searched_by_name_over_all_groups(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, annotator: User
    ) -> None:
        other = await join_another_group(work, organization, annotator)
        here, there = await create_set(work, group, name="Liver CT"), await create_set(work, other, name="Lung ct")
        await create_set(work, group, name="Chest")
        sign_in(client, annotator)

        found = (await client.get("/api/v1/sets", params={"search": "ct"})).json()

        assert [item["id"] for item in found["items"]] == [str(there.id), str(here.id)]

    async def test_counts_what_waits_for_somebody(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, annotator: User
    ) -> None:
        await create_label(work, sample_set, name="Kept")
        (await create_label(work, sample_set, name="Archived", position=2)).archived_at = now()
        await create_package(work, sample_set)
        await create_package(work, sample_set, assignee=annotator)
        sign_in(client, annotator)

        (shown,) = (await client.get("/api/v1/sets", params={"archived": False})).json()["items"]

        assert (shown["label_count"], shown["package_count"], shown["free_package_count"]) == (1, 2, 1)


async def join_another_group(work: UnitOfWork, organization: Organization, reader: User) -> Group:
    other = await create_group(work, organization)
    await join(work, other, reader, GroupRole.ANNOTATOR)
    return other
