"""Series as volumes: order, geometry, units, and what is refused."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

from backend.core.errors import Unprocessable
from backend.imaging.itk import simple_itk
from backend.imaging.phantoms import DemoHospital
from backend.imaging.volume import read_geometry, read_volume, to_sitk
from backend.tests.imaging.dicom_editing import changed, with_values, without


def read_with_simple_itk(folder: Path) -> Any:
    reader = simple_itk().ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return reader.Execute()


def copy_series(series: tuple[Path, ...], folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    copies = [folder / path.name for path in series]
    for path, copy in zip(series, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    return copies


class TestReadGeometry:
    def test_no_files_is_refused(self) -> None:
        with pytest.raises(Unprocessable):
            read_geometry([])

    def test_what_is_no_dicom_is_refused_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "note.txt").write_text("not an image")

        with pytest.raises(Unprocessable, match=r"note\.txt"):
            read_geometry([tmp_path / "note.txt"])

    def test_the_order_of_the_files_does_not_matter(self, hospital: DemoHospital) -> None:
        shuffled = list(hospital.ct_series)
        random.Random(3).shuffle(shuffled)

        assert read_geometry(shuffled) == read_geometry(hospital.ct_series)

    def test_slices_follow_the_normal(self, hospital: DemoHospital) -> None:
        geometry = read_geometry(hospital.ct_series)

        first = pydicom.dcmread(hospital.ct_series[0])
        assert geometry.sop_instance_uids[0] == first.SOPInstanceUID
        assert geometry.shape_zyx == (40, 192, 192)
        assert geometry.spacing_zyx_mm == pytest.approx((3.0, 1.9, 1.9))
        assert geometry.origin_xyz_mm == pytest.approx((-181.45, -181.45, -58.5))

    def test_patient_coordinates_of_a_tilted_voxel_come_back_as_its_index(
        self, tilted_series: tuple[Path, ...]
    ) -> None:
        geometry = read_geometry(tilted_series)
        image = to_sitk(read_volume(tilted_series))
        indices = [(0, 0, 0), (23, 0, 5), (7, 19, 2)]

        points = np.array([image.TransformIndexToPhysicalPoint(index) for index in indices])

        assert geometry.patient_to_index(points) == pytest.approx(np.array(indices), abs=1e-9)

    def test_the_hash_tells_grids_apart(self, hospital: DemoHospital, tilted_series: tuple[Path, ...]) -> None:
        hashes = {read_geometry(paths).hash for paths in (hospital.ct_series, hospital.mr_series, tilted_series)}

        assert len(hashes) == 3

    def test_one_slice_takes_its_thickness(self, hospital: DemoHospital) -> None:
        assert read_geometry(hospital.ct_series[:1]).spacing_zyx_mm[0] == 3.0

    def test_a_missing_slice_is_a_named_gap(self, hospital: DemoHospital) -> None:
        with pytest.raises(Unprocessable, match=r"gap.*0010\.dcm and 0012\.dcm"):
            read_geometry([path for path in hospital.ct_series if path.name != "0011.dcm"])

    def test_duplicate_positions_are_named(self, hospital: DemoHospital, tmp_path: Path) -> None:
        copies = copy_series(hospital.ct_series[:4], tmp_path)
        twin = tmp_path / "twin.dcm"
        twin.write_bytes(copies[2].read_bytes())

        with pytest.raises(Unprocessable, match="Duplicate positions"):
            read_geometry([*copies, twin])

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"ImageOrientationPatient": [1, 0, 0, 0, 0.9962, 0.0872]}, "Mixed orientation"),
            ({"PixelSpacing": [1.9, 2.0]}, "Mixed pixel spacing"),
            ({"FrameOfReferenceUID": "1.2.3"}, "Mixed frames of reference"),
            ({"Rows": 191}, "Mixed matrix"),
            ({"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]}, "Mixed orientation"),
            ({"RescaleSlope": 0}, "RescaleSlope"),
        ],
    )
    def test_one_slice_unlike_the_others_is_named(
        self, hospital: DemoHospital, tmp_path: Path, values: dict[str, object], reason: str
    ) -> None:
        odd = changed(hospital.ct_series[2], tmp_path / "odd.dcm", with_values(**values))

        with pytest.raises(Unprocessable, match=rf"(?s){reason}") as refusal:
            read_geometry([*hospital.ct_series[:2], odd])
        assert "odd.dcm" in str(refusal.value)

    @pytest.mark.parametrize("keyword", ["ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"])
    def test_a_slice_without_place_is_refused(self, hospital: DemoHospital, tmp_path: Path, keyword: str) -> None:
        lost = changed(hospital.ct_series[0], tmp_path / "lost.dcm", without(keyword))

        with pytest.raises(Unprocessable, match=keyword):
            read_geometry([lost, hospital.ct_series[1]])

    def test_a_sheared_stack_is_refused(self, hospital: DemoHospital, tmp_path: Path) -> None:
        def shift(dataset: pydicom.FileDataset) -> None:
            x, y, z = dataset.ImagePositionPatient
            dataset.ImagePositionPatient = [x + 5, y, z]

        odd = changed(hospital.ct_series[2], tmp_path / "odd.dcm", shift)

        with pytest.raises(Unprocessable, match="beside the axis"):
            read_geometry([*hospital.ct_series[:2], odd])

    def test_a_radiograph_is_no_volume(self, hospital: DemoHospital) -> None:
        with pytest.raises(Unprocessable, match="ImageOrientationPatient"):
            read_geometry([hospital.radiograph])

    @pytest.mark.shared_data
    def test_an_enhanced_ct_is_placed_by_its_functional_groups(self, shared_data: Path) -> None:
        volume = read_volume([shared_data / "enhanced_and_luts" / "eCT_Supplemental.dcm"])

        assert volume.geometry.shape_zyx == (2, 512, 512)
        assert volume.geometry.spacing_zyx_mm == pytest.approx((10.0, 0.388672, 0.388672))

    @pytest.mark.shared_data
    def test_several_frames_without_places_are_refused(self, shared_data: Path) -> None:
        with pytest.raises(Unprocessable, match="without functional groups"):
            read_geometry([shared_data / "enhanced_and_luts" / "emri_small.dcm"])


class TestReadVolume:
    @pytest.mark.parametrize("name", ["ct_series", "mr_series"])
    def test_values_and_types_are_those_of_simple_itk(self, hospital: DemoHospital, name: str) -> None:
        series = getattr(hospital, name)
        expected = read_with_simple_itk(series[0].parent)

        volume = read_volume(series)

        pixels = simple_itk().GetArrayFromImage(expected)
        assert volume.array.dtype == pixels.dtype
        assert np.array_equal(volume.array, pixels)

    def test_a_tilted_series_lies_where_simple_itk_puts_it(self, tilted_series: tuple[Path, ...]) -> None:
        expected = read_with_simple_itk(tilted_series[0].parent)

        image = to_sitk(read_volume(tilted_series))

        assert image.GetOrigin() == pytest.approx(expected.GetOrigin(), abs=1e-6)
        assert image.GetSpacing() == pytest.approx(expected.GetSpacing(), abs=1e-6)
        assert image.GetDirection() == pytest.approx(expected.GetDirection(), abs=1e-6)
        assert np.array_equal(simple_itk().GetArrayFromImage(image), simple_itk().GetArrayFromImage(expected))

    def test_a_broken_slope_gives_float64(self, hospital: DemoHospital, tmp_path: Path) -> None:
        scaled = changed(hospital.ct_series[0], tmp_path / "scaled.dcm", with_values(RescaleSlope="0.1"))
        stored = pydicom.dcmread(scaled).pixel_array

        volume = read_volume([scaled])

        assert volume.array.dtype == np.float64
        assert np.array_equal(volume.array[0], stored * 0.1 - 1024.0)

    def test_bits_beyond_those_stored_are_no_values(self, hospital: DemoHospital, tmp_path: Path) -> None:
        def draw_overlay(dataset: pydicom.FileDataset) -> None:
            dataset.PixelData = (dataset.pixel_array | 0x8000).tobytes()

        drawn = changed(hospital.mr_series[3], tmp_path / "drawn.dcm", draw_overlay)

        assert np.array_equal(read_volume([drawn]).array, read_volume([hospital.mr_series[3]]).array)

    @pytest.mark.shared_data
    @pytest.mark.parametrize(
        "series",
        [
            "ct_ibsi1_rtstruct/dicom/image",
            "mr_breast_seg/UCSF-BR-06/image_dce_pe1",
            *(f"sts_multimodal/STS_{n}/{m}/image" for n in ("002", "019") for m in ("CT", "MR_T1", "PET")),
        ],
    )
    def test_clinical_series_equal_simple_itk(self, shared_data: Path, series: str) -> None:
        folder = shared_data / series
        expected = read_with_simple_itk(folder)

        image = to_sitk(read_volume(list(folder.iterdir())))

        difference = simple_itk().GetArrayFromImage(image).astype(float) - simple_itk().GetArrayFromImage(expected)
        assert np.abs(difference).max() == 0
        assert image.GetSpacing() == pytest.approx(expected.GetSpacing(), abs=1e-9)
        assert image.GetDirection() == pytest.approx(expected.GetDirection(), abs=1e-6)

    @pytest.mark.shared_data
    @pytest.mark.parametrize(
        ("folder", "reason"),
        [
            ("series_missing_slice", "gap"),
            ("series_duplicate_position", "Duplicate positions"),
            ("series_mixed_orientation", "Mixed orientation"),
            ("series_mixed_pixel_spacing", "Mixed pixel spacing"),
        ],
    )
    def test_broken_series_are_refused_by_name(self, shared_data: Path, folder: str, reason: str) -> None:
        with pytest.raises(Unprocessable, match=reason):
            read_volume(sorted((shared_data / "broken" / folder).iterdir()))
