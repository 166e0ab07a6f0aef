"""Values of runs: the table one looks at, and the files one takes away."""

import csv
import io
import math
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.features.radiomics.feature_ids import JOINT, FeatureId, FeatureName, feature_name, parse_feature_id
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask
from backend.models.organization import Organization
from backend.models.patient import Patient
from backend.models.sample_set import Identity, SampleSet
from backend.models.study import Study
from backend.models.user import User
from backend.tests.factories.extractions import create_run, create_task, default_preset
from backend.tests.factories.images import create_patient, create_series, create_study
from backend.tests.factories.users import Client, sign_in

MEAN, VOLUME, SKEW = "original_firstorder_Mean", "original_shape_VoxelVolume", "log-sigma-1-0-mm-3D_firstorder_Skewness"
ENDINGS = ("features", "columns", "features.csv", "features.zip", "preset.yaml")


@dataclass
class Results:
    """A run over two patients: CT and PET of the first, with one feature that is not computable; CT of the second,
    where a region failed.
    """

    client: Client
    work: UnitOfWork
    run: ExtractionRun
    sample_set: SampleSet
    patients: tuple[Patient, Patient]
    studies: tuple[Study, Study]
    tasks: dict[str, ExtractionTask]

    @property
    def address(self) -> str:
        return f"/api/v1/extraction-runs/{self.run.id}"

    async def table(self, **query: Any) -> dict[str, Any]:
        response = await self.client.get(f"{self.address}/features", params=query)
        assert response.status_code == 200, response.text
        table: dict[str, Any] = response.json()
        return table

    async def rows(self, **query: Any) -> list[str]:
        """By what they are of, as `CT GTV 2.0`."""
        table = await self.table(columns=[MEAN], **query)
        return [f"{row['modality']} {row['region_name']} {row['values'][0]}" for row in table["items"]]

    async def csv(self, **query: Any) -> list[dict[str, str]]:
        response = await self.client.get(f"{self.address}/features.csv", params=query)
        assert response.status_code == 200, response.text
        return list(csv.DictReader(io.StringIO(response.text)))

    async def archive(self) -> dict[str, str]:
        response = await self.client.get(f"{self.address}/features.zip")
        assert response.status_code == 200, response.text
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
async def results(
    client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, lead: User
) -> Results:
    preset = await default_preset(work, organization.id)
    run = await create_run(work, sample_set, lead, preset)
    jane = await create_patient(work, organization, name="DOE^JANE")
    john = await create_patient(work, organization, name="ROE^JOHN")
    jane.pseudonym, john.pseudonym = "P-1", "P-2"
    studies = await create_study(work, organization, patient=jane), await create_study(work, organization, patient=john)
    ct, _ = await create_series(work, organization, study=studies[0], slices=1)
    pet, _ = await create_series(work, organization, study=studies[0], slices=1, modality="PT")
    other, _ = await create_series(work, organization, study=studies[1], slices=1)
    tasks = {
        "ct": await create_task(work, run, ct, {MEAN: 2.0, VOLUME: 0.1, SKEW: math.nan}),
        "pet": await create_task(work, run, pet, {MEAN: -1.5, VOLUME: 1e-300, SKEW: 7.0}),
        "other": await create_task(work, run, other, {VOLUME: 5.0}),
        "failed": await create_task(work, run, other, region="Heart", error="The region is empty."),
    }
    sign_in(client, lead)
    return Results(client, work, run, sample_set, (jane, john), studies, tasks)


class TestWhoSees:
    @pytest.mark.parametrize("ending", ENDINGS)
    async def test_strangers_learn_nothing(self, results: Results, stranger: User, ending: str) -> None:
        sign_in(results.client, stranger)

        foreign = await results.client.get(f"{results.address}/{ending}")
        unknown = await results.client.get(f"/api/v1/extraction-runs/{new_id()}/{ending}")

        assert foreign.json() == unknown.json()
        assert (foreign.status_code, foreign.json()["error"]) == (404, "RunNotFound")

    @pytest.mark.parametrize(
        ("identity", "labels"),
        [
            (Identity.HIDDEN, [None, None, None]),
            (Identity.PSEUDONYM, ["P-1", "P-1", "P-2"]),
            (Identity.FULL, ["DOE^JANE", "DOE^JANE", "ROE^JOHN"]),
        ],
    )
    async def test_patients_are_named_as_the_set_has_it(
        self, results: Results, identity: Identity, labels: list[str | None]
    ) -> None:
        results.sample_set.identity = identity
        await results.work.flush()

        table = await results.table()
        files = "".join((await results.archive()).values())

        shown = [row["patient_label"] and row["patient_label"].split(" · ")[0] for row in table["items"]]
        assert shown == labels
        assert ("DOE^JANE" in files) is (identity is Identity.FULL)
        wide = await results.csv(names="quantimage")
        assert [row["PatientID"].split(" · ")[0] for row in wide] == [labels[0] or "", labels[2] or ""]

    async def test_a_hidden_name_is_not_found_by_searching(self, results: Results) -> None:
        assert await results.rows(search="jane") == []


class TestTable:
    async def test_columns_are_those_of_the_run_in_order(self, results: Results) -> None:
        columns = (await results.client.get(f"{results.address}/columns")).json()

        assert [column["name"] for column in columns] == [MEAN, VOLUME, SKEW]
        assert columns[2] == {
            "name": SKEW,
            "image_type": "log-sigma-1-0-mm-3D",
            "feature_class": "firstorder",
            "feature": "Skewness",
        }

    async def test_chosen_columns_come_in_the_order_of_the_run(self, results: Results) -> None:
        table = await results.table(columns=[SKEW, MEAN])

        assert table["columns"] == [MEAN, SKEW]
        assert table["items"][0]["values"] == [2.0, None]
        assert table["items"][0]["reasons"] == {SKEW: "flat region"}

    @pytest.mark.parametrize("query", [{"columns": ["original_glcm_Idm"]}, {"sort": "-volume"}, {"sort": ""}])
    async def test_unknown_columns_are_named(self, results: Results, query: dict[str, Any]) -> None:
        response = await results.client.get(f"{results.address}/features", params=query)

        assert (response.status_code, response.json()["error"]) == (422, "UnknownColumn")

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            (MEAN, ["PT GTV -1.5", "CT GTV 2.0", "CT GTV None"]),
            (f"-{MEAN}", ["CT GTV 2.0", "PT GTV -1.5", "CT GTV None"]),
            (f"-{SKEW}", ["PT GTV -1.5", "CT GTV 2.0", "CT GTV None"]),
            ("-modality", ["PT GTV -1.5", "CT GTV 2.0", "CT GTV None"]),
            ("-patient", ["CT GTV None", "CT GTV 2.0", "PT GTV -1.5"]),
            ("region", ["CT GTV 2.0", "PT GTV -1.5", "CT GTV None"]),
        ],
    )
    async def test_what_is_not_computable_comes_last(self, results: Results, sort: str, order: list[str]) -> None:
        assert await results.rows(sort=sort) == order

    async def test_pages_are_those_of_the_whole_order(self, results: Results) -> None:
        pages = [await results.rows(sort=f"-{MEAN}", page=page, page_size=1) for page in (1, 2, 3, 4)]

        assert pages == [["CT GTV 2.0"], ["PT GTV -1.5"], ["CT GTV None"], []]
        assert (await results.table(page_size=1))["total"] == 3

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"search": "pt gtv"}, 1),
            ({"search": "p-2"}, 1),
            ({"search": "gtv p-1"}, 2),
            ({"search": "heart"}, 0),
            ({"modality": "CT"}, 2),
            ({"region": "gtv"}, 0),
            ({"region": "GTV", "modality": "PT"}, 1),
            ({"stale": True}, 0),
            ({"stale": False}, 3),
        ],
    )
    async def test_rows_are_searched_and_chosen(self, results: Results, query: dict[str, Any], found: int) -> None:
        assert (await results.table(**query))["total"] == found

    async def test_a_mask_that_changed_makes_a_row_stale(self, results: Results) -> None:
        results.tasks["pet"].region_hash = "c" * 64
        await results.work.flush()

        assert await results.rows(stale=True) == ["PT GTV -1.5"]
        assert [row["stale"] for row in await results.csv()] == ["no", "yes", "no", "no"]

    async def test_the_key_of_a_mapped_series_goes_before_its_modality(self, results: Results) -> None:
        results.tasks["ct"].modality_key, results.tasks["pet"].modality_key = "MR_T1", "any"
        await results.work.flush()

        assert [row["modality_key"] for row in (await results.table(modality="MR_T1"))["items"]] == ["MR_T1"]
        assert (await results.table(modality="PT"))["total"] == 1


class TestWideCsv:
    async def test_a_row_per_region_in_every_state_in_full_precision(self, results: Results) -> None:
        rows = await results.csv()

        found = {(row["patient"], row["modality"], row["region"]): row for row in rows}
        assert found[("P-1", "PT", "GTV")][VOLUME] == "1e-300"
        assert float(found[("P-1", "CT", "GTV")][VOLUME]) == 0.1
        failed = found[("P-2", "CT", "Heart")]
        assert (failed["state"], failed["error"], failed[MEAN]) == ("failed", "The region is empty.", "")

    async def test_what_is_not_computable_says_why(self, results: Results) -> None:
        (row,) = (row for row in await results.csv() if row["not_computable"])

        assert (row[SKEW], row["not_computable"]) == ("", f"{SKEW}: flat region")

    async def test_says_what_the_values_come_from(self, results: Results) -> None:
        row = (await results.csv())[0]

        assert row["preset"] == "pyradiomics defaults v1"
        assert (row["pyradiomics_version"], row["image_hash"], row["region_hash"]) == ("3.0.1", "b" * 64, "a" * 64)
        assert row["study_instance_uid"] == results.studies[0].study_instance_uid

    async def test_a_name_over_two_lines_stays_in_its_cell(self, results: Results, organization: Organization) -> None:
        series, _ = await create_series(results.work, organization, study=results.studies[1], slices=1)
        name = 'one,\r\n"two"'
        await create_task(results.work, results.run, series, {MEAN: 3.0, VOLUME: 4.0}, region=name)

        assert name in [row["region"] for row in await results.csv()]
        assert name in [row["region"] for row in await results.csv(layout="long")]
        assert f"CT{JOINT}{name}{JOINT}{VOLUME}" in (await results.csv(names="quantimage"))[0]

    @pytest.mark.parametrize("query", [{"layout": "tall"}, {"names": "ibsi"}])
    async def test_other_forms_are_refused(self, results: Results, query: dict[str, str]) -> None:
        response = await results.client.get(f"{results.address}/features.csv", params=query)

        assert (response.status_code, response.json()["error"]) == (422, "InvalidRequest")


class TestLongCsv:
    async def test_a_row_per_value_with_its_reason(self, results: Results) -> None:
        rows = await results.csv(layout="long")

        told = [(row["modality"], row["region"], row["feature"], row["value"], row["not_computable"]) for row in rows]
        assert told == [
            ("CT", "GTV", MEAN, "2.0", ""),
            ("CT", "GTV", VOLUME, "0.1", ""),
            ("CT", "GTV", SKEW, "", "flat region"),
            ("PT", "GTV", MEAN, "-1.5", ""),
            ("PT", "GTV", VOLUME, "1e-300", ""),
            ("PT", "GTV", SKEW, "7.0", ""),
            ("CT", "GTV", VOLUME, "5.0", ""),
            ("CT", "Heart", "", "", "The region is empty."),
        ]

    async def test_features_may_have_the_ids_of_quantimage(self, results: Results) -> None:
        row = (await results.csv(layout="long", names="quantimage"))[0]

        assert row["feature"] == f"CT{JOINT}GTV{JOINT}{MEAN}"


class TestQuantImageCsv:
    async def test_a_row_per_patient_and_study(self, results: Results) -> None:
        jane, john = await results.csv(names="quantimage")

        assert list(jane) == [
            "PatientID",
            "StudyInstanceUID",
            *(f"CT{JOINT}GTV{JOINT}{name}" for name in (MEAN, VOLUME, SKEW)),
            *(f"PT{JOINT}GTV{JOINT}{name}" for name in (MEAN, VOLUME, SKEW)),
        ]
        assert list(jane.values()) == [
            "P-1", results.studies[0].study_instance_uid, "2.0", "0.1", "", "-1.5", "1e-300", "7.0"
        ]  # fmt: skip
        assert (john["PatientID"], john[f"CT{JOINT}GTV{JOINT}{VOLUME}"], john[f"PT{JOINT}GTV{JOINT}{MEAN}"]) == (
            "P-2",
            "5.0",
            "",
        )

    async def test_two_studies_of_a_patient_are_two_rows(self, results: Results, organization: Organization) -> None:
        study = await create_study(results.work, organization, patient=results.patients[0])
        series, _ = await create_series(results.work, organization, study=study, slices=1)
        await create_task(results.work, results.run, series, {MEAN: 3.0})

        rows = await results.csv(names="quantimage")

        assert [row["PatientID"] for row in rows] == ["P-1", "P-1", "P-2"]

    async def test_regions_that_would_share_their_columns_are_named(
        self, results: Results, organization: Organization
    ) -> None:
        series, _ = await create_series(results.work, organization, study=results.studies[0], slices=1)
        await create_task(results.work, results.run, series, {MEAN: 3.0})

        response = await results.client.get(f"{results.address}/features.csv", params={"names": "quantimage"})

        assert (response.status_code, response.json()["error"]) == (409, "ColumnsClash")
        assert "2 regions GTV on CT" in response.json()["detail"]


class TestArchive:
    async def test_a_table_per_modality_and_region(self, results: Results) -> None:
        files = await results.archive()

        assert set(files) == {"features_CT-GTV.csv", "features_PT-GTV.csv", "not_computable.csv"}
        assert files["features_PT-GTV.csv"].splitlines() == [
            f"PatientID,Modality,ROI,{MEAN},{VOLUME},{SKEW}",
            "P-1,PT,GTV,-1.5,1e-300,7.0",
        ]
        assert files["features_CT-GTV.csv"].splitlines()[1:] == ["P-1,CT,GTV,2.0,0.1,", "P-2,CT,GTV,,5.0,"]

    async def test_says_what_is_not_computable_and_what_failed(self, results: Results) -> None:
        lines = (await results.archive())["not_computable.csv"].splitlines()

        assert lines[1:] == [f"P-1,CT,GTV,{SKEW},flat region", "P-2,CT,Heart,,The region is empty."]

    @pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "a\\b", "..", "GTV:1", "gtv ", "Läsion", "x" * 300])
    async def test_names_of_regions_make_safe_names_of_files(
        self, results: Results, organization: Organization, name: str
    ) -> None:
        series, _ = await create_series(results.work, organization, study=results.studies[1], slices=1)
        await create_task(results.work, results.run, series, {MEAN: 3.0}, region=name)

        files = await results.archive()

        assert len(files) == 4
        assert all(file.replace(".csv", "").replace("_", "").replace("-", "").isalnum() for file in files)
        assert max(map(len, files)) < 200

    async def test_names_that_come_out_alike_are_numbered(self, results: Results, organization: Organization) -> None:
        for name in ("a/b", "a b", "A_B"):
            series, _ = await create_series(results.work, organization, study=results.studies[1], slices=1)
            await create_task(results.work, results.run, series, {MEAN: 3.0}, region=name)

        files = {file.lower() for file in await results.archive()}

        assert {"features_ct-a_b.csv", "features_ct-a_b_2.csv", "features_ct-a_b_3.csv"} <= files


class TestSafety:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
    async def test_no_file_holds_a_formula(self, results: Results, organization: Organization, start: str) -> None:
        name = f"{start}cmd|'/c calc'!A0"
        series, _ = await create_series(results.work, organization, study=results.studies[1], slices=1)
        await create_task(results.work, results.run, series, {MEAN: -1.0}, region=name)
        results.patients[1].pseudonym = f"{start}P"
        await results.work.flush()

        texts = [
            (await results.client.get(f"{results.address}/features.csv", params=query)).text
            for query in ({}, {"layout": "long"}, {"names": "quantimage"}, {"layout": "long", "names": "quantimage"})
        ]

        for text in [*texts, *(await results.archive()).values()]:
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
            assert not [cell for cell in cells if cell.startswith(start) and not _is_number(cell)]

    async def test_a_run_without_values_gives_its_headers(
        self, client: Client, work: UnitOfWork, sample_set: SampleSet, lead: User, organization: Organization
    ) -> None:
        run = await create_run(work, sample_set, lead, await default_preset(work, organization.id))
        sign_in(client, lead)
        address = f"/api/v1/extraction-runs/{run.id}"

        assert (await client.get(f"{address}/features")).json()["items"] == []
        assert (await client.get(f"{address}/columns")).json() == []
        for query in ({}, {"layout": "long"}, {"names": "quantimage"}):
            assert len((await client.get(f"{address}/features.csv", params=query)).text.splitlines()) == 1
        assert (await client.get(f"{address}/features.zip")).status_code == 200


async def test_the_preset_of_a_run_is_given(results: Results) -> None:
    response = await results.client.get(f"{results.address}/preset.yaml")

    assert response.text.startswith("format: isocenter-preset/1\nname: pyradiomics defaults\n")
    assert response.headers["content-disposition"] == 'attachment; filename="pyradiomics_defaults-v1.yaml"'


@pytest.mark.once
class TestFeatureIds:
    @pytest.mark.parametrize(
        ("modality", "region", "feature"),
        [
            ("CT", "GTV", "original_shape_VoxelVolume"),
            ("MR_T1", "GTV-1 (left)", "wavelet-LLH_glcm_Idm"),
            ("PT", f"odd{JOINT}name", "log-sigma-1-0-mm-3D_firstorder_Mean"),
            ("CT", f"original{JOINT}", "squareroot_gldm_SmallDependenceEmphasis"),
            ("CT", "", "lbp-2D_glcm_Idm"),
            ("CT", "new\nline", "gradient_glcm_Idm"),
        ],
    )
    def test_what_is_made_is_read(self, modality: str, region: str, feature: str) -> None:
        made = FeatureId(modality, region, feature)

        assert parse_feature_id(str(made)) == made

    @pytest.mark.parametrize("feature", ["zrad_glcm_Idm", "tex_riesz_1"])
    def test_older_kinds_are_read(self, feature: str) -> None:
        assert parse_feature_id(f"CT{JOINT}GTV{JOINT}{feature}") == FeatureId("CT", "GTV", feature)

    @pytest.mark.parametrize(
        "text", ["", "age", "0193-aa::stage", "CT-GTV-original_shape_x", f"CT{JOINT}GTV{JOINT}age"]
    )
    def test_clinical_features_are_none(self, text: str) -> None:
        assert parse_feature_id(text) is None

    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            (SKEW, ("log-sigma-1-0-mm-3D", "firstorder", "Skewness")),
            ("original_glcm_Idm", ("original", "glcm", "Idm")),
            ("odd", ("", "", "odd")),
        ],
    )
    def test_names_have_three_parts(self, name: str, parts: tuple[str, str, str]) -> None:
        assert feature_name(name) == FeatureName(*parts)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
