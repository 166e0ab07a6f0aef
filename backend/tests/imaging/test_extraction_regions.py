"""Regions of all kinds: drawn by readers, of other series, and those without values or with a warning."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.imaging.extraction import DEFAULT_PRESET, CaseRegion, ExtractionCase, extract_features, require_suv
from backend.imaging.mask import Mask, encode_mask
from backend.imaging.phantoms import DemoHospital
from backend.imaging.region_errors import NotSuv
from backend.imaging.shapes import Shape, rasterise_shapes
from backend.imaging.volume import Grid, read_geometry, read_grid
from backend.tests.imaging.dicom_editing import changed, with_values
from backend.tests.imaging.test_extraction import case_of, pyradiomics_is_needed, with_pyradiomics

pytestmark = pytest.mark.once


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


@pyradiomics_is_needed
class TestExtractFeatures:
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

    def test_filters_that_do_not_fit_the_image_are_told_of(self, hospital: DemoHospital, tmp_path: Path) -> None:
        block = {"imageType": {"Original": {}, "LoG": {"sigma": [2.0]}}, "featureClass": {"firstorder": ["Mean"]}}
        preset = with_pyradiomics(block)
        preset["any"]["preprocessing"] = [{"crop": {"padding_mm": 4}}]

        (thin,) = extract_features(case_of_block(hospital, tmp_path, "slice", preset))
        (whole,) = extract_features(case_of_block(hospital, tmp_path, "slice", with_pyradiomics(block)))

        assert thin.names == ("original_firstorder_Mean",)
        assert [warning["code"] for warning in thin.warnings] == ["one_slice", "filter_left_out"]
        assert "LoG" in thin.warnings[1]["message"]
        assert [warning["code"] for warning in whole.warnings] == ["one_slice"]

    def test_a_region_that_is_all_of_the_image_has_the_values_it_has_in_a_larger_one(
        self, hospital: DemoHospital, tmp_path: Path
    ) -> None:
        block = DEFAULT_PRESET["any"]["pyradiomics"]
        cropped = with_pyradiomics(block)
        cropped["any"]["preprocessing"] = [{"crop": {"padding_mm": 0}}]
        filtered = with_pyradiomics({**block, "imageType": {"Wavelet": {}}})
        filtered["any"]["preprocessing"] = [{"crop": {"padding_mm": 0}}]

        (full,) = extract_features(case_of_block(hospital, tmp_path, "slice", cropped))
        (larger,) = extract_features(case_of_block(hospital, tmp_path, "slice", with_pyradiomics(block)))
        (refused,) = extract_features(case_of_block(hospital, tmp_path, "slice", filtered))

        assert len(full.values) == 107
        assert full.values == larger.values
        assert refused.provenance["error"] == "FillsImage"

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
