"""Features: equal to stock pyradiomics, with provenance, one region at a time."""

import json
import logging
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
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
    require_suv,
)
from backend.imaging.itk import simple_itk
from backend.imaging.mask import Mask, encode_mask
from backend.imaging.phantoms import DemoHospital
from backend.imaging.preset import preset_hash
from backend.imaging.reading import quietly
from backend.imaging.region_errors import NotSuv
from backend.imaging.regions import rasterise, read_regions
from backend.imaging.shapes import Shape, rasterise_shapes
from backend.imaging.volume import Grid, read_geometry, read_grid
from backend.tests.imaging.dicom_editing import changed, with_values
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


def box_on(grid: Grid, z: int) -> Shape:
    return Shape(*grid.places[z], {"kind": "box", "x": 60, "y": 60, "width": 20, "height": 30})


def case_of_block(hospital: DemoHospital, folder: Path, kind: str, preset: dict[str, Any]) -> ExtractionCase:
    """The CT with a row of voxels, or with voxels on one slice."""
    geometry = read_geometry(hospital.ct_series)
    mask = np.zeros(geometry.shape_zyx, bool)
    mask[20, 70, 60:100] = True
    if kind == "slice":
        mask[20, 70:80, 60:100] = True
    path = folder / f"{kind}.mask"
    path.write_bytes(encode_mask(Mask(mask, geometry.hash)))
    paths = tuple(str(image) for image in hospital.ct_series)
    return ExtractionCase(paths, "CT", geometry.hash, (CaseRegion(kind, str(path), kind),), preset)


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

    def test_pyradiomics_refuses_in_words_of_ours(self, hospital: DemoHospital, tmp_path: Path) -> None:
        block = DEFAULT_PRESET["any"]["pyradiomics"]
        settings = {"row": {"minimumROIDimensions": 2}, "slice": {"minimumROISize": 5000}}

        errors = {
            name: extract_features(
                case_of_block(hospital, tmp_path, name, with_pyradiomics({**block, "setting": {**setting}}))
            )[0]
            for name, setting in settings.items()
        }

        assert errors["row"].error is not None
        assert "along 1 of the three axes; this preset asks for 2" in errors["row"].error
        assert errors["row"].provenance["error"] == "TooFewDimensions"
        assert errors["slice"].provenance["error"] == "TooSmall"
        assert "(minimumROISize); the region has 400." in str(errors["slice"].error)

    def test_a_region_on_one_slice_is_warned_of_unless_it_is_measured_flat(
        self, hospital: DemoHospital, tmp_path: Path
    ) -> None:
        block = {"featureClass": {"firstorder": None}, "setting": {"force2D": False}}
        flat = {**block, "setting": {"force2D": True}}

        solid_result, flat_result = (
            extract_features(case_of_block(hospital, tmp_path, "slice", with_pyradiomics(each)))[0]
            for each in (block, flat)
        )

        assert [warning["code"] for warning in solid_result.warnings] == ["one_slice"]
        assert flat_result.warnings == ()
        assert solid_result.values == flat_result.values

    def test_shapes_of_a_reader_equal_their_mask(self, hospital: DemoHospital, tmp_path: Path) -> None:
        grid = read_grid(hospital.ct_series)
        points = [{"x": x, "y": y} for x, y in ((60, 60), (90, 62), (85, 88), (62, 80))]
        shapes = tuple(Shape(*grid.places[z], {"kind": "polygon", "points": points}) for z in (18, 19, 20))
        path = tmp_path / "drawn.mask"
        path.write_bytes(encode_mask(rasterise_shapes(grid, shapes)))
        case = case_of(hospital.ct_series, hospital.ct_structure, tmp_path)

        drawn, kept = extract_features(
            replace(case, regions=(CaseRegion("drawn", "", "Nodule", shapes), CaseRegion("kept", str(path), "Nodule")))
        )

        assert drawn.error is None
        assert drawn.values == kept.values
        assert drawn.provenance["mask_hash"] == kept.provenance["mask_hash"]

    def test_a_region_of_another_frame_of_reference_is_refused(self, hospital: DemoHospital, tmp_path: Path) -> None:
        ct = case_of(hospital.ct_series, hospital.ct_structure, tmp_path)
        moved = with_values(FrameOfReferenceUID="1.2.3.4")
        elsewhere = [changed(path, tmp_path / path.name, moved) for path in hospital.ct_series]
        region = replace(ct.regions[0], grid_paths=tuple(str(path) for path in elsewhere))
        (tmp_path / "1.mask").write_bytes(
            encode_mask(rasterise_shapes(read_grid(elsewhere), [box_on(read_grid(elsewhere), 20)]))
        )

        (result,) = extract_features(replace(ct, regions=(region,)))

        assert result.provenance["error"] == "AnotherFrameOfReference"

    def test_a_region_of_another_series_is_used_in_the_same_place(self, hospital: DemoHospital, tmp_path: Path) -> None:
        ct = case_of(hospital.ct_series, hospital.ct_structure, tmp_path)
        every_third = hospital.ct_series[::3]
        grid = read_grid(every_third)
        path = tmp_path / "thick.mask"
        path.write_bytes(encode_mask(rasterise_shapes(grid, [box_on(grid, z) for z in (5, 6, 7)])))
        thick = CaseRegion("thick", str(path), "Box", grid_paths=tuple(str(image) for image in every_third))

        (result,) = extract_features(replace(ct, regions=(thick,)))

        assert result.error is None
        values = dict(zip(result.names, result.values, strict=True))
        fact = result.provenance["preprocessing"][-1]
        assert fact["voxel_count"] == 3 * fact["voxel_count_before"]
        assert values["original_shape_VoxelVolume"] == pytest.approx(fact["volume_mm3_before"])

    def test_suv_is_asked_of_pet_in_grams_a_millilitre_only(self) -> None:
        require_suv("PT", "GML")

        with pytest.raises(NotSuv, match="only PET"):
            require_suv("CT", "")
        with pytest.raises(NotSuv, match="BQML, not GML"):
            require_suv("PT", "BQML")

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
