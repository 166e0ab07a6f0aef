from backend.core.work import UnitOfWork
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, sign_in

NEW = {"name": "Nodule", "color": "#E69F00"}


class TestCreateLabel:
    async def test_a_stranger_learns_nothing(self, client: Client, sample_set: SampleSet, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW)).status_code == 404

    async def test_a_reader_may_not(self, client: Client, sample_set: SampleSet, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW)).status_code == 403

    async def test_a_name_counts_once(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)
        await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW)

        response = await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW)

        assert response.json()["error"] == "LabelNameTaken"

    async def test_takes_the_next_digit(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)

        made = [
            (await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW | {"name": name})).json()["position"]
            for name in ("Nodule", "nodule", "Mass")
        ]

        assert made == [1, 2, 3]


class TestDeleteLabel:
    async def test_a_stranger_learns_nothing(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, stranger: User
    ) -> None:
        label = await create_label(work, sample_set)
        sign_in(client, stranger)

        assert (await client.delete(f"/api/v1/labels/{label.id}")).status_code == 404

    async def test_goes_when_nobody_uses_it(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        label = await create_label(work, sample_set)
        sign_in(client, lead)

        assert (await client.delete(f"/api/v1/labels/{label.id}")).status_code == 204
        assert (await client.get(f"/api/v1/sets/{sample_set.id}/labels")).json()["total"] == 0
