"""Features: equal to stock pyradiomics, with provenance, one region at a time."""

import json
import logging
import math
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.core.errors import Unavailable, Unprocessable
from backend.imaging import engine
from backend.imaging.extraction import (
    DEFAULT_PRESET,
    CaseRegion,
    ExtractionCase,
    engine_status,
    extract_each,
    extract_features,
)
from backend.imaging.itk import simple_itk
from backend.imaging.mask import Mask, encode_mask
from backend.imaging.phantoms import DemoHospital
from backend.imaging.preset import preset_hash
from backend.imaging.reading import quietly
from backend.imaging.regions import rasterise, read_regions
from backend.imaging.volume import read_geometry
from backend.tests.imaging.test_rtstruct import reference_mask
from backend.tests.imaging.test_volume import read_with_simple_itk

pytestmark = pytest.mark.once
pyradiomics_is_needed = pytest.mark.skipif(not engine_status().available, reason="pyradiomics could not be built here")
WITH_FILTERS: dict[str, Any] = {
    "imageType": {"Original": {}, "LoG": {"sigma": [2.0]}, "Wavelet": {}},
    "featureClass": {"firstorder": None, "glcm": ["Contrast", "Idm"]},
    "setting": {"binWidth": 20, "resampledPixelSpacing": [2, 2, 2]},
}


def case_of(
    images: tuple[Path, ...] | list[Path], structure: Path, folder: Path, preset: dict[str, Any] | None = None
) -> ExtractionCase:
    geometry = read_geometry(images)
    regions = []
    for info in read_regions(structure):
        path = folder / f"{info.number}.mask"
        path.write_bytes(encode_mask(rasterise(structure, info.number, geometry)))
        regions.append(CaseRegion(f"task-{info.number}", str(path), info.name))
    return ExtractionCase(
        tuple(str(path) for path in images), "CT", geometry.hash, tuple(regions), preset or DEFAULT_PRESET
    )


def with_pyradiomics(block: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": "isocenter-preset/1",
        "any": {"preprocessing": [], "mask_preprocessing": [], "pyradiomics": block},
    }


@quietly()
def stock_features(folder: Path, mask: np.ndarray, parameters: dict[str, Any] | None = None) -> dict[str, float]:
    """Ask pyradiomics itself, on SimpleITK's reading of the series."""
    from radiomics.featureextractor import RadiomicsFeatureExtractor

    logging.getLogger("radiomics").setLevel(logging.ERROR)
    image = read_with_simple_itk(folder)
    region = simple_itk().GetImageFromArray(mask.astype(np.uint8))
    region.CopyInformation(image)
    found = RadiomicsFeatureExtractor(parameters or {}).execute(image, region)
    return {name: float(value) for name, value in found.items() if not name.startswith("diagnostics_")}


def assert_same(names: tuple[str, ...], values: tuple[float, ...], stock: dict[str, float]) -> None:
    assert set(names) == set(stock)
    for name, value in zip(names, values, strict=True):
        assert value == pytest.approx(stock[name], rel=1e-9, abs=1e-12, nan_ok=True), name


class TestEngineStatus:
    @pyradiomics_is_needed
    def test_says_which_versions_compute(self) -> None:
        status = engine_status()

        assert status.versions["pyradiomics"] == "3.0.1"
        assert {"numpy", "SimpleITK", "PyWavelets"} <= set(status.versions)
        assert status.reason == ""

    def test_a_machine_without_pyradiomics_is_told_why(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(name: str) -> None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

        monkeypatch.setattr(engine, "import_module", missing)

        status = engine_status()

        assert not status.available
        assert "could not be built on this machine" in status.reason
        with pytest.raises(Unavailable):
            list(extract_each(ExtractionCase(("a.dcm",), "CT", "", (), DEFAULT_PRESET)))


@pyradiomics_is_needed
class TestExtractFeatures:
    def test_a_modality_without_section_is_refused(self, hospital: DemoHospital, tmp_path: Path) -> None:
        case = case_of(hospital.ct_series, hospital.ct_structure, tmp_path)
        preset = {"format": "isocenter-preset/1", "MR": DEFAULT_PRESET["any"]}

        with pytest.raises(Unprocessable, match="no section for CT"):
            extract_features(ExtractionCase(case.image_paths, "CT", case.series_hash, case.regions, preset))

    def test_unknown_steps_are_refused_and_not_left_out(self, hospital: DemoHospital, tmp_path: Path) -> None:
        preset = {"format": "isocenter-preset/1", "any": {**DEFAULT_PRESET["any"], "preprocessing": [{"bias": {}}]}}

        with pytest.raises(Unprocessable, match="preprocessing steps"):
            extract_features(case_of(hospital.ct_series, hospital.ct_structure, tmp_path, preset))

    def test_a_series_that_changed_is_refused(self, hospital: DemoHospital, tmp_path: Path) -> None:
        case = case_of(hospital.ct_series, hospital.ct_structure, tmp_path)
        other = tuple(str(path) for path in hospital.ct_series[:-1])

        with pytest.raises(Unprocessable, match="has changed"):
            extract_features(ExtractionCase(other, "CT", case.series_hash, case.regions, case.preset))

    def test_107_features_equal_stock_pyradiomics(self, hospital: DemoHospital, tmp_path: Path) -> None:
        results = extract_features(case_of(hospital.ct_series, hospital.ct_structure, tmp_path))

        nodule = rasterise(hospital.ct_structure, 1, read_geometry(hospital.ct_series))
        stock = stock_features(hospital.ct_series[0].parent, nodule.array)
        assert [result.task_id for result in results] == ["task-1", "task-2", "task-3"]
        assert len(results[0].names) == 107
        assert list(results[0].names) == list(stock)
        assert_same(results[0].names, results[0].values, stock)

    def test_filters_and_resampling_equal_stock_pyradiomics(self, hospital: DemoHospital, tmp_path: Path) -> None:
        case = case_of(hospital.mr_series, hospital.mr_segmentation, tmp_path, with_pyradiomics(WITH_FILTERS))

        result = extract_features(case)[0]

        lesion = rasterise(hospital.mr_segmentation, 1, read_geometry(hospital.mr_series))
        assert result.error is None
        assert_same(
            result.names, result.values, stock_features(hospital.mr_series[0].parent, lesion.array, WITH_FILTERS)
        )

    def test_one_bad_region_does_not_stop_the_others(self, hospital: DemoHospital, tmp_path: Path) -> None:
        case = case_of(hospital.ct_series, hospital.ct_structure, tmp_path)
        geometry = read_geometry(hospital.ct_series)
        one_voxel = np.zeros(geometry.shape_zyx, bool)
        one_voxel[3, 4, 5] = True
        bad = {
            "missing": None,
            "foreign": encode_mask(Mask(np.ones((2, 2, 2), bool), "elsewhere")),
            "empty": encode_mask(Mask(np.zeros(geometry.shape_zyx, bool), geometry.hash)),
            "garbage": b"no mask",
            "one voxel": encode_mask(Mask(one_voxel, geometry.hash)),
        }
        for name, content in bad.items():
            if content is not None:
                (tmp_path / name).write_bytes(content)
        regions = (*(CaseRegion(name, str(tmp_path / name), name) for name in bad), case.regions[0])

        *failed, good = extract_features(ExtractionCase(case.image_paths, "CT", case.series_hash, regions, case.preset))

        errors = {result.task_id: result.error or "" for result in failed}
        assert "not there" in errors["missing"]
        assert "another grid" in errors["foreign"]
        assert "empty" in errors["empty"]
        assert "no mask" in errors["garbage"]
        assert "single voxel" in errors["one voxel"]
        assert [result.provenance["error"] for result in failed] == [
            "Unprocessable",
            "GeometryMismatch",
            "EmptyRegion",
            "Unprocessable",
            "OneVoxel",
        ]
        assert all(not result.names and not result.values for result in failed)
        assert good.error is None
        assert len(good.values) == 107

    def test_results_carry_their_provenance(self, hospital: DemoHospital, tmp_path: Path) -> None:
        case = case_of(hospital.ct_series, hospital.ct_structure, tmp_path)

        provenance = extract_features(case)[0].provenance

        assert provenance["versions"]["pyradiomics"] == "3.0.1"
        assert provenance["preset_hash"] == preset_hash(DEFAULT_PRESET)
        assert provenance["settings"]["binWidth"] == 25
        assert len(provenance["image_hash"]) == len(provenance["mask_hash"]) == 64
        assert provenance["seconds"] > 0
        json.dumps(provenance, allow_nan=False)

    def test_results_come_one_by_one(self, hospital: DemoHospital, tmp_path: Path) -> None:
        results = extract_each(case_of(hospital.ct_series, hospital.ct_structure, tmp_path))

        assert next(results).task_id == "task-1"

    def test_the_same_twice_gives_the_same_numbers(self, hospital: DemoHospital, tmp_path: Path) -> None:
        case = case_of(hospital.mr_series, hospital.mr_segmentation, tmp_path)

        first, second = extract_features(case), extract_features(case)

        assert [result.values for result in first] == [result.values for result in second]

    def test_what_is_not_computable_is_nan_with_a_reason(
        self, hospital: DemoHospital, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from radiomics.glcm import RadiomicsGLCM

        def getMCCFeatureValue(_: object) -> None:
            raise np.linalg.LinAlgError("Array must not contain infs or NaNs")

        case = case_of(hospital.ct_series, hospital.ct_structure, tmp_path)
        monkeypatch.setattr(RadiomicsGLCM, "getMCCFeatureValue", getMCCFeatureValue)

        result = extract_features(case)[0]

        assert result.error is None
        assert [name for name, value in zip(result.names, result.values, strict=True) if math.isnan(value)] == [
            "original_glcm_MCC"
        ]
        assert list(result.reasons) == ["original_glcm_MCC"]
        assert "must not contain infs or NaNs" in result.reasons["original_glcm_MCC"]

    def test_settings_pyradiomics_does_not_know_are_refused(self, hospital: DemoHospital, tmp_path: Path) -> None:
        block = {**DEFAULT_PRESET["any"]["pyradiomics"], "setting": {"binWidth": "wide"}}

        with pytest.raises(Unprocessable, match="does not accept the preset"):
            extract_features(case_of(hospital.ct_series, hospital.ct_structure, tmp_path, with_pyradiomics(block)))

    def test_works_in_a_spawned_process(self, hospital: DemoHospital, tmp_path: Path) -> None:
        case = case_of(hospital.mr_series, hospital.mr_segmentation, tmp_path)

        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            results = pool.submit(extract_features, case).result()

        assert [result.values for result in results] == [result.values for result in extract_features(case)]

    @pytest.mark.shared_data
    @pytest.mark.parametrize(
        ("images", "structure", "reference"),
        [
            (
                "ct_ibsi1_rtstruct/dicom/image",
                "ct_ibsi1_rtstruct/dicom/mask/DCM_RS_00060.dcm",
                "ct_ibsi1_rtstruct/nifti/mask/mask.nii.gz",
            ),
            *(
                (
                    f"sts_multimodal/STS_{patient}/{series}/image",
                    f"sts_multimodal/STS_{patient}/{series}/mask/RS.dcm",
                    f"sts_multimodal/nifti/STS_{patient}/{series}_mask.nii.gz",
                )
                for patient in ("002", "019")
                for series in ("CT", "MR_T1", "PET")
            ),
        ],
    )
    def test_clinical_features_equal_stock_on_the_published_mask(
        self, shared_data: Path, tmp_path: Path, images: str, structure: str, reference: str
    ) -> None:
        paths = sorted((shared_data / images).iterdir())

        (result,) = extract_features(case_of(paths, shared_data / structure, tmp_path))

        assert len(result.names) == 107
        assert result.error is None
        published = reference_mask(shared_data / reference, paths)
        assert_same(result.names, result.values, stock_features(shared_data / images, published))
