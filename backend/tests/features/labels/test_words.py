"""What a label says beside its name: its concept, its key, and what it asks of its objects."""

from typing import Any

import pytest

from backend.core.work import UnitOfWork
from backend.features.labels.attributes import ATTRIBUTES, fault_of
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, sign_in

NEW: dict[str, Any] = {"name": "Nodule", "color": "#E69F00"}
CONCEPT = {"scheme": "SCT", "code": "27925004", "meaning": "Nodule"}
MARGIN = {"kind": "choice", "name": "margin", "required": True, "options": ["smooth", "spiculated"]}
SIZE = {"kind": "number", "name": "size", "required": False, "min": 0, "max": 100, "unit": "mm"}
ATTRIBUTES_OF_ALL_KINDS = [
    MARGIN,
    SIZE,
    {"kind": "text", "name": "remark", "required": False},
    {"kind": "yes_no", "name": "calcified", "required": False},
]


class TestWords:
    async def test_are_kept_and_cleared(self, client: Client, sample_set: SampleSet, lead: User) -> None:
        sign_in(client, lead)
        words = {"concept": CONCEPT, "shortcut": "A", "attributes": ATTRIBUTES_OF_ALL_KINDS}

        made = (await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW | words)).json()

        assert {name: made[name] for name in words} == words
        cleared = (await client.patch(f"/api/v1/labels/{made['id']}", json=dict.fromkeys(words))).json()
        assert [cleared[name] for name in words] == [None, None, None]
        assert cleared["version"] == made["version"] + 1

    async def test_a_key_chooses_one_label(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User
    ) -> None:
        other = await create_label(work, sample_set, name="Mass")
        sign_in(client, lead)
        await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW | {"shortcut": "7"})

        created = await client.post(
            f"/api/v1/sets/{sample_set.id}/labels", json=NEW | {"name": "Cyst", "shortcut": "7"}
        )
        updated = await client.patch(f"/api/v1/labels/{other.id}", json={"shortcut": "7"})

        assert (created.json()["error"], updated.json()["error"]) == ("ShortcutTaken", "ShortcutTaken")

    @pytest.mark.once
    @pytest.mark.parametrize(
        "words",
        [
            {"concept": CONCEPT | {"code": ""}},
            {"concept": CONCEPT | {"code": "a\\b"}},
            {"concept": CONCEPT | {"scheme": "much too long a scheme"}},
            {"concept": {"scheme": "SCT", "code": "1"}},
            {"shortcut": "P"},
            {"attributes": [MARGIN, MARGIN]},
            {"attributes": [MARGIN | {"options": []}]},
            {"attributes": [MARGIN | {"options": ["a", "a"]}]},
            {"attributes": [SIZE | {"min": 3, "max": 2}]},
            {"attributes": [{"kind": "date", "name": "when"}]},
            {"attributes": [SIZE | {"name": f"n{n}"} for n in range(21)]},
        ],
        ids=str,
    )
    async def test_wrong_ones_are_refused(
        self, client: Client, sample_set: SampleSet, lead: User, words: dict[str, Any]
    ) -> None:
        sign_in(client, lead)

        assert (await client.post(f"/api/v1/sets/{sample_set.id}/labels", json=NEW | words)).status_code == 422


@pytest.mark.once
class TestValues:
    @pytest.mark.parametrize(
        ("place", "value", "fits"),
        [
            (0, "smooth", True),
            (0, "rough", False),
            (0, True, False),
            (1, 0.0, True),
            (1, 100.0, True),
            (1, 100.1, False),
            (1, -0.1, False),
            (1, "3", False),
            (1, True, False),
            (2, "3", True),
            (2, 3.0, False),
            (3, False, True),
            (3, 1.0, False),
            (3, "yes", False),
        ],
    )
    def test_fit_their_kind_or_not(self, place: int, value: Any, fits: bool) -> None:
        attribute = ATTRIBUTES.validate_python(ATTRIBUTES_OF_ALL_KINDS)[place]

        assert (fault_of(attribute, value) is None) is fits
