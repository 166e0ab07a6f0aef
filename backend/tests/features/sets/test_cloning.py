"""A set made once more: its settings and its words, and nothing of what is read in it."""

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet, Sight
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, sign_in

ATTRIBUTES = [{"kind": "yes_no", "name": "solid", "required": True}]


class TestClone:
    async def test_of_a_stranger_is_not_found_and_a_reader_may_not(
        self, client: Client, sample_set: SampleSet, stranger: User, annotator: User
    ) -> None:
        answers = []
        for person in (stranger, annotator):
            sign_in(client, person)
            answer = await client.post(f"/api/v1/sets/{sample_set.id}/clone", json={"name": "Again"})
            answers.append(answer.status_code)

        assert answers == [404, 403]

    async def test_has_settings_and_labels_and_no_samples(
        self, client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, lead: User
    ) -> None:
        sample_set.guideline, sample_set.readers_see_readings = "# How to read", Sight.AFTER_OWN
        label: Label = await create_label(work, sample_set)
        label.attributes, label.shortcut = ATTRIBUTES, "A"
        (await create_label(work, sample_set, name="Old", position=2)).archived_at = now()
        file = await create_file(work, organization)
        await create_sample(work, sample_set, file_id=file.id)
        await work.flush()
        sign_in(client, lead)

        clone = (await client.post(f"/api/v1/sets/{sample_set.id}/clone", json={"name": "Again"})).json()

        settings = ("guideline", "task", "package_size", "readers_per_sample", "identity", "readers_see_readings")
        original = (await client.get(f"/api/v1/sets/{sample_set.id}")).json()
        assert {name: clone[name] for name in settings} == {name: original[name] for name in settings}
        assert (clone["name"], clone["sample_count"], clone["round"]) == ("Again", 0, 1)
        labels = (await client.get(f"/api/v1/sets/{clone['id']}/labels")).json()["items"]
        assert [(each["name"], each["shortcut"], each["attributes"]) for each in labels] == [
            ("Nodule", "A", ATTRIBUTES),
            ("Old", None, None),
        ]
        assert labels[1]["archived_at"] is not None

    async def test_goes_only_where_one_leads(
        self, client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, lead: User
    ) -> None:
        other, foreign = await create_group(work, organization), await create_group(work, organization)
        await join(work, other, lead, GroupRole.REVIEWER)
        sign_in(client, lead)

        answers = [
            await client.post(f"/api/v1/sets/{sample_set.id}/clone", json={"name": "Again", "group_id": str(group.id)})
            for group in (other, foreign)
        ]

        assert [answer.status_code for answer in answers] == [403, 404]
