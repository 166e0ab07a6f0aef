"""Presets: what a centre has from its first day, and what its people add."""

import json
from typing import Any, ClassVar
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.features.radiomics import presets as shipping
from backend.features.radiomics.presets import (
    ensure_shipped_presets,
    ensure_shipped_presets_everywhere,
    shipped_names,
    shipped_presets,
)
from backend.imaging.preset import DEFAULT_PRESET, read_preset, regions_rule
from backend.models.audit_entry import AuditEntry
from backend.models.extraction_preset import ExtractionPreset
from backend.models.organization import Organization
from backend.models.user import User
from backend.tests.factories.users import Client, create_user, sign_in

ADDRESS = "/api/v1/extraction-presets"
SOURCE = """\
format: isocenter-preset/1
description: Fine bins.
CT:
  preprocessing:
    - crop: {padding_mm: 10}
    - resample: {spacing_mm: [1, 1, 0]}
  mask_preprocessing:
    - resample: {order: 1}
  pyradiomics:
    imageType: {Original: {}, LoG: {sigma: [1, 2.5]}}
    featureClass: {glcm: [Idm], firstorder: }
    setting: {binWidth: 5}
PT:
  intensity: suv
  preprocessing: [z_score: {above: 0.001}]
  pyradiomics: {}
"""


async def create(client: Client, name: str = "Ours", source: str = SOURCE, **more: Any) -> dict[str, Any]:
    response = await client.post(ADDRESS, json={"name": name, "source": source, **more})
    assert response.status_code == 201, response.text
    preset: dict[str, Any] = response.json()
    return preset


async def listed(client: Client, **query: Any) -> list[dict[str, Any]]:
    response = await client.get(ADDRESS, params={"page_size": 100, **query})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def refusal(client: Client, address: str, **body: Any) -> tuple[int, str]:
    response = await client.post(address, json=body)
    return response.status_code, response.json()["error"]


@pytest.fixture
async def foreigner(work: UnitOfWork) -> User:
    """Of another centre."""
    elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
    work.db.add(elsewhere)
    await work.flush()
    return await create_user(work, organization=elsewhere)


@pytest.fixture
async def homeless(work: UnitOfWork) -> User:
    return await create_user(work, organization_role=None)


class TestShippedPresets:
    """As quantimage2.md §5.4 has those of QuantImage: an accident in a YAML file would change published numbers."""

    IMAGE, MASK, WIDTH, SHIFT = range(4)
    QUANTIMAGE: ClassVar[dict[str, tuple[str, dict[str, tuple[int, int, float, int]]]]] = {
        "QuantImage PET/CT": ("combined", {"CT": (3, 3, 20, 1000), "PT": (3, 3, 0.2, 0)}),
        "QuantImage MRI": ("referenced", {"MR_T1": (1, 1, 0.3, 10), "MR_T2": (1, 1, 0.3, 10)}),
        "QuantImage MRI/CT": (
            "referenced",
            {
                "MR_T1Pre": (1, 1, 0.05, 10),
                "MR_T1Venous": (1, 1, 0.05, 10),
                "MR_T2map": (1, 1, 0.06, 10),
                "MR_T2": (1, 1, 0.06, 10),
                "MR_ADC": (1, 1, 0.06, 10),
                "CT": (3, 1, 20, 1000),
            },
        ),
        "QuantImage MRI/PET": (
            "referenced",
            {
                "MR_T1": (1, 1, 0.03, 1),
                "MR_T1Veineux": (1, 1, 0.05, 10),
                "MR_T1Art": (1, 1, 0.06, 1),
                "MR_T2": (1, 1, 0.02, 1),
                "MR_TRACE": (1, 1, 0.2, 1),
                "MR_ADC": (1, 1, 0.06, 1),
                "PT": (1, 1, 0.2, 0),
            },
        ),
    }

    def expected(self, key: str, values: tuple[int, int, float, int]) -> dict[str, Any]:
        z_score = [{"z_score": {"above": 0.001}}] if key.startswith("MR") else []
        resample = {"spacing_mm": [1, 1, 1], "order": values[self.IMAGE]}
        classes = ("shape", "firstorder", "glcm", "glszm", "glrlm", "ngtdm", "gldm")
        section = {
            "preprocessing": [{"crop": {"padding_mm": 10}}, {"resample": resample}, *z_score],
            "mask_preprocessing": [{"resample": {"order": values[self.MASK], "threshold": 0.5}}],
            "pyradiomics": {
                "imageType": {"Original": {}},
                "featureClass": dict.fromkeys(classes),
                "setting": {"binWidth": values[self.WIDTH], "voxelArrayShift": values[self.SHIFT]},
            },
        }
        return {"intensity": "suv", **section} if key == "PT" else section

    @pytest.mark.once
    @pytest.mark.parametrize("name", QUANTIMAGE)
    def test_those_of_quantimage_are_theirs(self, name: str) -> None:
        regions, sections = self.QUANTIMAGE[name]
        (preset,) = (file.preset for _, file in shipped_presets() if file.name == name)

        assert regions_rule(preset) == regions
        found = {key: value for key, value in preset.items() if key not in ("format", "regions")}
        assert json.dumps(found) == json.dumps({key: self.expected(key, values) for key, values in sections.items()})

    @pytest.mark.once
    def test_the_default_is_what_it_always_was(self) -> None:
        assert shipped_presets()[0][1].preset == DEFAULT_PRESET

    @pytest.mark.once
    def test_every_one_says_what_it_is_in_a_sentence(self) -> None:
        assert all(file.name and 0 < len(file.description or "") <= 400 for _, file in shipped_presets())

    async def test_a_centre_has_them_once(self, work: UnitOfWork, organization: Organization) -> None:
        await ensure_shipped_presets(work, organization.id)

        found = list(await work.db.scalars(select(ExtractionPreset.name)))
        assert sorted(found) == sorted(shipped_names())

    async def test_a_centre_that_was_there_before_gets_what_is_new(
        self, work: UnitOfWork, organization: Organization
    ) -> None:
        await work.db.execute(delete(ExtractionPreset))
        first = json.dumps(DEFAULT_PRESET, indent=2)  # as the first version of the product wrote it
        work.db.add(
            ExtractionPreset(
                organization_id=organization.id,
                name="pyradiomics defaults",
                version=1,
                description="",
                content=first,
                content_hash="0" * 64,
            )
        )
        await work.flush()

        await ensure_shipped_presets_everywhere(work)

        found = {
            (preset.name, preset.version): preset.content for preset in await work.db.scalars(select(ExtractionPreset))
        }
        assert set(found) == {(name, 1) for name in shipped_names()}
        assert found[("pyradiomics defaults", 1)] == first

    async def test_a_fix_is_a_new_version(
        self, work: UnitOfWork, organization: Organization, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = SOURCE.replace("format:", "name: QuantImage MRI\nformat:")
        files = (*shipped_presets(), (source, read_preset(source)))
        monkeypatch.setattr(shipping, "shipped_presets", lambda: files)

        await ensure_shipped_presets(work, organization.id)
        await ensure_shipped_presets(work, organization.id)

        rows = await work.db.scalars(
            select(ExtractionPreset).where(ExtractionPreset.name == "QuantImage MRI").order_by(ExtractionPreset.version)
        )
        first, second = rows
        assert (first.version, second.version) == (1, 2)
        assert (second.source, first.source != second.source) == (source, True)

    async def test_a_name_that_people_took_stays_theirs(
        self, client: Client, work: UnitOfWork, organization: Organization, lead: User
    ) -> None:
        await work.db.execute(delete(ExtractionPreset).where(ExtractionPreset.name == "LoG and wavelet"))
        sign_in(client, lead)
        taken = await create(client, name="LoG and wavelet")

        await ensure_shipped_presets(work, organization.id)

        (preset,) = await listed(client, search="log and")
        assert (preset["id"], preset["is_shipped"]) == (taken["id"], False)


class TestListPresets:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get(ADDRESS)).status_code == 401

    async def test_other_centres_see_their_own(self, client: Client, lead: User, foreigner: User) -> None:
        sign_in(client, lead)
        await create(client)
        sign_in(client, foreigner)

        assert await listed(client, search="Ours") == []

    async def test_says_of_each_what_it_does(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        await create(client)

        (preset,) = await listed(client, search="fine BINS")

        assert (preset["created_by_name"], preset["is_shipped"], preset["is_latest"]) == (lead.name, False, True)
        ct, pt = preset["sections"]
        assert ct == {
            "modality": "CT",
            "intensity": "as stored, rescaled",
            "preprocessing": ["Crop to the region and 10 mm around it", "Resample to 1 by 1 by as it is mm, cubic"],
            "mask_preprocessing": ["Resample onto the grid of the image, linear; inside from 0.5"],
            "image_types": ["Original", "LoG (sigma 1, 2.5)"],
            "feature_classes": ["glcm (Idm)", "firstorder"],
            "settings": {"binWidth": 5},
        }
        assert pt["intensity"] == "standardised uptake values"
        assert pt["preprocessing"] == ["z-score by mean and standard deviation of the voxels above 0.001"]
        assert (pt["image_types"], len(pt["feature_classes"])) == (["Original"], 7)

    async def test_search_takes_wildcards_as_they_are(self, client: Client, lead: User) -> None:
        sign_in(client, lead)

        assert await listed(client, search="%") == []

    async def test_the_latest_of_each_or_all(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        first = await create(client)
        await client.post(f"{ADDRESS}/{first['id']}/versions", json={"source": "setting: {binWidth: 7}"})

        versions = await listed(client, search="ours")
        latest = await listed(client, search="ours", latest=True)

        assert [(preset["version"], preset["is_latest"]) for preset in versions] == [(2, True), (1, False)]
        assert [preset["version"] for preset in latest] == [2]

    async def test_shipped_ones_are_nobody_s(self, client: Client, organization_admin: User) -> None:
        sign_in(client, organization_admin)

        found = await listed(client)

        assert {preset["name"] for preset in found} == set(shipped_names())
        assert {(preset["is_shipped"], preset["can_edit"], preset["created_by_name"]) for preset in found} == {
            (True, False, None)
        }


class TestCreatePreset:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.post(ADDRESS, json={"name": "Ours", "source": SOURCE})).status_code == 401

    async def test_a_foreigner_finds_no_such_centre(
        self, client: Client, foreigner: User, organization: Organization
    ) -> None:
        sign_in(client, foreigner)

        refused = await refusal(client, ADDRESS, name="Ours", source=SOURCE, organization_id=str(organization.id))

        assert refused == (404, "OrganizationNotFound")

    async def test_who_belongs_to_no_centre_may_not(self, client: Client, homeless: User) -> None:
        sign_in(client, homeless)

        assert await refusal(client, ADDRESS, name="Ours", source=SOURCE) == (403, "NotPermitted")

    async def test_what_is_wrong_is_told_with_its_line(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        source = SOURCE.replace("padding_mm: 10", "padding_mm: -10").replace("binWidth: 5", "binwidth: 5")

        response = await client.post(ADDRESS, json={"name": "Ours", "source": source})

        problem = response.json()
        assert (response.status_code, problem["error"]) == (422, "InvalidPreset")
        assert problem["detail"].startswith("Line 5: ")
        assert [(error["line"], error["path"], error["field"]) for error in problem["errors"]] == [
            (5, "CT.preprocessing[0].crop.padding_mm", "body.source"),
            (12, "CT.pyradiomics.setting.binwidth", "body.source"),
        ]
        assert await listed(client, search="Ours") == []

    @pytest.mark.parametrize("body", [{"name": "Ours"}, {"name": " ", "source": SOURCE}, {"name": "O", "source": ""}])
    async def test_needs_a_name_and_a_source(self, client: Client, lead: User, body: dict[str, str]) -> None:
        sign_in(client, lead)

        assert await refusal(client, ADDRESS, **body) == (422, "InvalidRequest")

    @pytest.mark.parametrize("name", ["Ours", "pyradiomics defaults"])
    async def test_a_name_is_taken_once(self, client: Client, lead: User, reviewer: User, name: str) -> None:
        sign_in(client, lead)
        await create(client)
        sign_in(client, reviewer)

        assert await refusal(client, ADDRESS, name=name, source=SOURCE) == (409, "PresetNameTaken")

    async def test_keeps_the_source_and_the_normal_form(self, client: Client, work: UnitOfWork, viewer: User) -> None:
        sign_in(client, viewer)

        preset = await create(client, name="  Ours ")

        assert (preset["name"], preset["version"], preset["description"]) == ("Ours", 1, "Fine bins.")
        assert preset["source"] == SOURCE
        content = json.loads(preset["content"])
        assert content["CT"]["mask_preprocessing"] == [{"resample": {"order": 1, "threshold": 0.5}}]
        assert list(content["CT"]["pyradiomics"]["featureClass"]) == ["glcm", "firstorder"]
        entry = (
            await work.db.scalars(select(AuditEntry).where(AuditEntry.action == "extraction_preset.created"))
        ).one()
        assert (str(entry.object_id), entry.actor_id) == (preset["id"], viewer.id)

    async def test_what_is_said_goes_before_what_the_source_says(self, client: Client, lead: User) -> None:
        sign_in(client, lead)

        assert (await create(client, description="Coarse."))["description"] == "Coarse."


class TestPresetVersions:
    @pytest.fixture
    async def address(self, client: Client, annotator: User) -> str:
        sign_in(client, annotator)
        return f"{ADDRESS}/{(await create(client))['id']}/versions"

    async def test_a_foreigner_learns_nothing(self, client: Client, foreigner: User, address: str) -> None:
        sign_in(client, foreigner)

        assert await refusal(client, address, source=SOURCE) == (404, "PresetNotFound")

    async def test_a_colleague_may_not(self, client: Client, lead: User, address: str) -> None:
        sign_in(client, lead)

        assert await refusal(client, address, source="setting: {binWidth: 7}") == (403, "NotPermitted")
        assert (await listed(client, search="ours"))[0]["can_edit"] is False

    async def test_shipped_ones_stay(self, client: Client, organization_admin: User) -> None:
        sign_in(client, organization_admin)
        preset, *_ = await listed(client)

        refused = await refusal(client, f"{ADDRESS}/{preset['id']}/versions", source=SOURCE)

        assert refused == (403, "PresetIsShipped")

    async def test_what_is_wrong_is_told_with_its_line(self, client: Client, address: str) -> None:
        response = await client.post(address, json={"source": "setting:\n  binWidth: no"})

        assert (response.status_code, response.json()["error"]) == (422, "InvalidPreset")
        assert response.json()["errors"][0]["line"] == 2

    async def test_the_same_in_other_words_is_no_version(self, client: Client, address: str) -> None:
        reworded = SOURCE.replace("{order: 1}", "{threshold: 0.5, order: 1}").replace("Fine", "# Fine\n  Fine")

        assert await refusal(client, address, source=reworded.replace("# Fine\n", "\n")) == (409, "PresetUnchanged")

    async def test_who_made_it_or_runs_the_centre_makes_the_next(
        self, client: Client, address: str, organization_admin: User
    ) -> None:
        second = (await client.post(address, json={"source": "setting: {binWidth: 7}"})).json()
        sign_in(client, organization_admin)
        third = (await client.post(address, json={"source": "setting: {binWidth: 8}", "description": "Eight."})).json()

        assert (second["name"], second["version"], second["description"]) == ("Ours", 2, "Fine bins.")
        assert (third["name"], third["version"], third["description"]) == ("Ours", 3, "Eight.")
        assert third["created_by_name"] == organization_admin.name

    async def test_a_version_of_an_older_one_follows_the_newest(self, client: Client, address: str) -> None:
        for width in (7, 8):
            await client.post(address, json={"source": f"setting: {{binWidth: {width}}}"})

        assert [preset["version"] for preset in await listed(client, search="ours")] == [3, 2, 1]


class TestGetPreset:
    async def test_an_unknown_one_is_not_there(self, client: Client, lead: User) -> None:
        sign_in(client, lead)

        for tail in ("", "/source"):
            assert (await client.get(f"{ADDRESS}/{new_id()}{tail}")).json()["error"] == "PresetNotFound"

    async def test_the_source_is_downloaded_as_it_was_given(self, client: Client, lead: User) -> None:
        sign_in(client, lead)
        preset = await create(client, name='PET/CT "täglich"\r\n..')

        response = await client.get(f"{ADDRESS}/{preset['id']}/source")

        assert response.text == SOURCE
        assert response.headers["content-disposition"] == 'attachment; filename="PET_CT_t_glich-v1.yaml"'

    async def test_what_had_no_source_gives_its_content(self, client: Client, work: UnitOfWork, lead: User) -> None:
        sign_in(client, lead)
        preset = await create(client)
        row = await work.db.get_one(ExtractionPreset, UUID(preset["id"]))
        row.source = None
        await work.flush()

        source = (await client.get(f"{ADDRESS}/{preset['id']}/source")).text

        assert read_preset(source).preset == json.loads(preset["content"])


class TestCheckPreset:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.post(f"{ADDRESS}/check", json={"source": SOURCE})).status_code == 401

    async def test_says_what_is_wrong(self, client: Client, lead: User) -> None:
        sign_in(client, lead)

        checked = (await client.post(f"{ADDRESS}/check", json={"source": "CT: {}\nPT: [\n"})).json()

        assert (checked["valid"], checked["sections"]) == (False, [])
        assert checked["errors"][0]["line"] == 3

    async def test_says_what_it_would_do_and_keeps_nothing(self, client: Client, lead: User) -> None:
        sign_in(client, lead)

        checked = (await client.post(f"{ADDRESS}/check", json={"source": SOURCE})).json()

        assert (checked["valid"], checked["errors"], checked["description"]) == (True, [], "Fine bins.")
        assert [section["modality"] for section in checked["sections"]] == ["CT", "PT"]
        assert len(await listed(client)) == len(shipped_names())
