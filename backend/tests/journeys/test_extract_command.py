"""`isocenter extract`: from files to a table without a browser."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from backend.cli import app
from backend.core.errors import ApplicationError
from backend.core.permissions import GroupRole
from backend.core.settings import Settings
from backend.core.work import begin_reading
from backend.extracting import Wanted, extract
from backend.features.radiomics.feature_forms import FeatureNames, Layout
from backend.features.radiomics.feature_ids import JOINT
from backend.imaging.engine import engine_status
from backend.importing import import_from_folder
from backend.models.extraction_preset import ExtractionPreset
from backend.models.extraction_run import ExtractionRun
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.organizations import OrganizationRepository
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import create_user
from backend.tests.features.ingest.pocket import JANE, JOHN, pocket_ct
from backend.worker.local import LocalProduct, local_product

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not engine_status().available, reason="pyradiomics could not be built here"),
]
MEAN = "original_firstorder_Mean"
# Small and quick: what is computed is not the matter here.
SOURCE = """\
format: isocenter-preset/1
name: Means
CT:
  pyradiomics:
    featureClass: {firstorder: [Mean]}
"""


@dataclass
class Shell:
    """One who types commands at a product with two patients, each with a CT and a region Ball."""

    product: LocalProduct
    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.folder / "features.csv"

    async def extract(self, wanted: Wanted) -> bool:
        self.said.clear()
        return await extract(self.product, wanted, self.said.append)

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out.read_text(encoding="utf-8"))))

    async def one(self, statement: Any) -> Any:
        async with begin_reading(self.product.database) as work:
            return await work.db.scalar(statement)


@pytest.fixture(scope="module")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalProduct]:
    folder = tmp_path_factory.mktemp("shell")
    for patient in (JANE, JOHN):
        pocket_ct(folder / "files", patient)
    settings = Settings(_env_file=None, data_dir=folder / "data", worker_processes=1)
    async with local_product(settings) as opened:
        assert await import_from_folder(opened, folder / "files", set_id=None, email=None, tell=lambda _: None)
        yield opened


@pytest.fixture
def shell(product: LocalProduct, tmp_path: Path) -> Shell:
    return Shell(product, tmp_path)


@pytest.fixture
def wanted(shell: Shell) -> Wanted:
    """All regions, by a preset in a file."""
    path = shell.folder / "means.yaml"
    path.write_text(SOURCE)
    return Wanted(preset=str(path), out=shell.out, is_all=True)


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            ({"is_all": False}, "WrongOption", "exactly one of"),
            ({"study": "1.2.3"}, "WrongOption", "exactly one of"),
            ({"is_all": False, "study": "1.2.3"}, "StudyNotFound", "1.2.3"),
            ({"out": Path("/nowhere/at/all.csv")}, "WrongOption", "cannot be written"),
            ({"preset": "Nobody's"}, "PresetNotFound", "Nobody's"),
            ({"mapped": ["1.2.3=CT"]}, "NotFound", "1.2.3"),
            ({"mapped": ["MR_T1"]}, "NotFound", "MR_T1"),
            ({"email": "nobody@test.example"}, "UserNotFound", "nobody"),
            ({"regions": ["Heart"]}, "NothingToExtract", ""),
        ],
    )
    async def test_is_named_before_anything_is_computed(
        self, shell: Shell, wanted: Wanted, changes: dict[str, Any], error: str, words: str
    ) -> None:
        before = await shell.one(select(func.count()).select_from(ExtractionRun))

        with pytest.raises(ApplicationError) as caught:
            await shell.extract(replace(wanted, **changes))

        assert type(caught.value).__name__ == error
        assert words in str(caught.value)
        assert await shell.one(select(func.count()).select_from(ExtractionRun)) == before
        assert not shell.out.exists()

    async def test_a_set_needs_somebody_who_may(self, shell: Shell, wanted: Wanted) -> None:
        async with shell.product.begin() as work:
            organization = await OrganizationRepository(work.db).default()
            assert organization is not None
            group = await create_group(work, organization)
            reader = await join(work, group, await create_user(work), GroupRole.ANNOTATOR)
            sample_set = await create_set(work, group)
        of_set = replace(wanted, is_all=False, set_id=sample_set.id)

        with pytest.raises(ApplicationError, match="--as EMAIL"):
            await shell.extract(of_set)
        with pytest.raises(ApplicationError, match="role does not allow"):
            await shell.extract(replace(of_set, email=reader.email))

    async def test_a_bad_preset_is_told_with_its_line(self, shell: Shell, wanted: Wanted) -> None:
        Path(wanted.preset).write_text(SOURCE.replace("[Mean]", "[Average]"))

        with pytest.raises(ApplicationError, match="Line 5: The class firstorder has no feature Average"):
            await shell.extract(wanted)

    async def test_what_is_no_text_is_no_preset(self, shell: Shell, wanted: Wanted) -> None:
        Path(wanted.preset).write_bytes(b"\xff\xfe\x00")

        with pytest.raises(ApplicationError, match="cannot be read as text"):
            await shell.extract(wanted)


class TestExtract:
    async def test_all_regions_go_to_a_table(self, shell: Shell, wanted: Wanted) -> None:
        assert await shell.extract(wanted)

        rows = shell.rows()
        assert [(row["modality"], row["region"], row["state"]) for row in rows] == [("CT", "Ball", "done")] * 2
        assert all(-1024 < float(row[MEAN]) < 0 for row in rows)
        assert "2 regions can be computed, 0 are left out." in shell.said
        assert shell.said[-1] == f"Written to {shell.out}"

    async def test_what_is_computed_already_is_taken_over(self, shell: Shell, wanted: Wanted) -> None:
        await shell.extract(wanted)
        first = [row[MEAN] for row in shell.rows()]

        await shell.extract(wanted)

        assert [row[MEAN] for row in shell.rows()] == first
        assert "2 done (2 computed before), 0 failed." in shell.said

    async def test_a_preset_from_a_file_is_kept_once(self, shell: Shell, wanted: Wanted) -> None:
        await shell.extract(wanted)
        await shell.extract(replace(wanted, preset="Means"))

        assert await shell.one(select(func.count()).where(ExtractionPreset.name == "Means")) == 1

    async def test_one_study_with_the_ids_of_quantimage(self, shell: Shell, wanted: Wanted) -> None:
        uid = await shell.one(select(Study.study_instance_uid).limit(1))

        await shell.extract(replace(wanted, is_all=False, study=uid, names=FeatureNames.QUANTIMAGE))

        (row,) = shell.rows()
        assert list(row) == ["PatientID", "StudyInstanceUID", f"CT{JOINT}Ball{JOINT}{MEAN}"]
        assert row["StudyInstanceUID"] == uid

    async def test_what_is_left_out_is_told_with_its_reason(self, shell: Shell, wanted: Wanted) -> None:
        uid = await shell.one(select(Series.series_instance_uid).where(Series.modality == "CT").limit(1))
        Path(wanted.preset).write_text(SOURCE.replace("CT:", "MR_T1:").replace("Means", "Mapped"))

        await shell.extract(replace(wanted, mapped=[f"{uid}=MR_T1"], layout=Layout.LONG))

        assert [(row["modality"], row["feature"]) for row in shell.rows()] == [("MR_T1", MEAN)]
        (left_out,) = (line for line in shell.said if line.startswith("left out"))
        assert "no section for CT" in left_out

    async def test_a_zip_holds_a_table_per_modality_and_region(self, shell: Shell, wanted: Wanted) -> None:
        out = shell.folder / "features.ZIP"

        await shell.extract(replace(wanted, out=out))

        with zipfile.ZipFile(out) as archive:
            assert set(archive.namelist()) == {"features_CT-Ball.csv", "not_computable.csv"}


@pytest.mark.parametrize(
    "options", [["--all", "--study", "1.2.3"], [], ["--set", "0193aa00-0000-7000-8000-000000000000"]]
)
def test_the_command_refuses_options_at_once(options: list[str]) -> None:
    result = CliRunner().invoke(app, ["extract", "--preset", "pyradiomics defaults", *options])

    assert result.exit_code == 1
    assert "WrongOption: " in result.output
