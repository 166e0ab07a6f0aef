from pathlib import Path

import pydicom
import pytest

from backend.imaging.phantoms import DemoHospital, write_demo_hospital, write_tilted_series

SHARED_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
PYDICOM_FILES = Path(pydicom.__file__).parent / "data" / "test_files"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared test data are not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> DemoHospital:
    return write_demo_hospital(tmp_path_factory.mktemp("hospital"))


@pytest.fixture(scope="session")
def tilted_series(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return write_tilted_series(tmp_path_factory.mktemp("tilted"))


@pytest.fixture
def pydicom_files() -> Path:
    return PYDICOM_FILES
