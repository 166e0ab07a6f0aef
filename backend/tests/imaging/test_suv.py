"""SUV by body weight: the same as in the viewer, whose tests read the same table."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset

from backend.imaging.suv import SuvRefused, suv_of
from backend.imaging.suv_attributes import suv_attributes
from backend.imaging.viewer_attributes import viewer_attributes

pytestmark = pytest.mark.once
VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "suv.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_suv(vector: dict[str, Any]) -> None:
    if "refused" in vector:
        with pytest.raises(SuvRefused) as refusal:
            suv_of(vector["attributes"])
        assert refusal.value.tag == vector["refused"]
        return

    found = suv_of(vector["attributes"])

    assert found.factor == pytest.approx(vector["expected"]["factor"], rel=1e-12)
    assert found.rule == vector["expected"]["rule"]


def pet(**more: Any) -> Dataset:
    tracer = Dataset()
    tracer.RadiopharmaceuticalStartTime = "233000"
    dataset = Dataset()
    dataset.SeriesDate = dataset.AcquisitionDate = "20200102"
    dataset.SeriesTime, dataset.AcquisitionTime = "003000", "003500"
    dataset.RadiopharmaceuticalInformationSequence = [tracer]
    for keyword, value in more.items():
        setattr(tracer if keyword.startswith("Radio") else dataset, keyword, value)
    return dataset


class TestTimesPassed:
    def test_instead_of_dates(self) -> None:
        added = suv_attributes(pet(RadiopharmaceuticalStartDateTime="20200101233000"))

        assert added["49530010"]["Value"] == ["ISOCENTER"]
        assert [added[tag]["Value"] for tag in ("49531001", "49531002")] == [[3600.0], [3900.0]]
        assert "2020" not in json.dumps(added)

    def test_without_a_date_the_administration_was_before_the_series(self) -> None:
        assert suv_attributes(pet())["49531001"]["Value"] == [3600.0]

    def test_a_wrong_date_is_told_not_mended(self) -> None:
        added = suv_attributes(pet(RadiopharmaceuticalStartDateTime="20200103000000"))

        assert added["49531001"]["Value"] == [-84600.0]

    @pytest.mark.parametrize("keyword", ["RadiopharmaceuticalStartTime", "SeriesDate"])
    def test_without_what_it_takes_there_are_none(self, keyword: str) -> None:
        assert suv_attributes(pet(**{keyword: None})) == {}

    def test_an_image_without_a_tracer_has_none(self) -> None:
        assert suv_attributes(Dataset()) == {}


@pytest.mark.shared_data
def test_of_a_real_scanner(shared_data: Path) -> None:
    header = dcmread(shared_data / "projection_fo" / "pt_single_jpeg_lossless.dcm", stop_before_pixels=True)
    tracer = header.RadiopharmaceuticalInformationSequence[0]
    # Series and acquisition began at 11:00:36, decay was corrected to the start.
    start = str(tracer.RadiopharmaceuticalStartTime)
    passed = (11 * 3600 + 36) - (int(start[:2]) * 3600 + int(start[2:4]) * 60 + float(start[4:]))
    left = float(tracer.RadionuclideTotalDose) * 2 ** (-passed / float(tracer.RadionuclideHalfLife))

    found = suv_of(viewer_attributes(header) | suv_attributes(header))

    assert found.factor == pytest.approx(float(header.PatientWeight) * 1000 / left, rel=1e-12)
    assert found.rule == "START"
