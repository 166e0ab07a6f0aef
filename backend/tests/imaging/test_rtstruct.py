"""ROIs as masks: published masks voxel for voxel, and what is refused."""

from pathlib import Path

import numpy as np
import pydicom
import pytest

from backend.core.errors import Unprocessable
from backend.imaging.itk import simple_itk
from backend.imaging.mask import voxel_count
from backend.imaging.phantom_shapes import NODULE_RADIUS_MM
from backend.imaging.phantoms import DemoHospital
from backend.imaging.rtstruct import rasterise_roi, read_rois
from backend.imaging.volume import SeriesGeometry, read_geometry, read_volume, to_sitk
from backend.tests.imaging.dicom_editing import changed

STS = [(patient, series) for patient in ("002", "008", "019", "025") for series in ("CT", "MR_T1", "PET")]


def reference_mask(path: Path, images: list[Path]) -> np.ndarray:
    """Put a NIfTI mask on the grid of a series: the file may store its axes another way round."""
    library = simple_itk()
    grid = to_sitk(read_volume(images))
    placed = library.Resample(library.ReadImage(str(path)), grid, library.Transform(), library.sitkNearestNeighbor, 0)
    return np.asarray(library.GetArrayFromImage(placed)) > 0


@pytest.fixture(scope="module")
def chest(hospital: DemoHospital) -> SeriesGeometry:
    return read_geometry(hospital.ct_series)


class TestReadRois:
    def test_lists_number_name_and_series(self, hospital: DemoHospital) -> None:
        rois = read_rois(hospital.ct_structure)

        ct = pydicom.dcmread(hospital.ct_series[0])
        assert [(roi.number, roi.name) for roi in rois] == [(1, "Nodule"), (2, "Heart"), (3, "Spine")]
        assert {roi.referenced_series_uid for roi in rois} == {ct.SeriesInstanceUID}
        assert {roi.frame_of_reference_uid for roi in rois} == {ct.FrameOfReferenceUID}
        assert [roi.piece_count for roi in rois] == [8, 24, 40]
        assert len(rois[0].referenced_sop_uids) == 8

    @pytest.mark.shared_data
    def test_a_structure_set_without_contour_images_names_its_series(self, shared_data: Path) -> None:
        (roi,) = read_rois(shared_data / "ct_ibsi1_rtstruct" / "dicom" / "mask" / "DCM_RS_00060.dcm")

        assert roi.name == "GTV-1"
        assert roi.referenced_series_uid


class TestRasteriseRoi:
    def test_an_unknown_number_is_refused(self, hospital: DemoHospital, chest: SeriesGeometry) -> None:
        with pytest.raises(Unprocessable, match="number 9"):
            rasterise_roi(hospital.ct_structure, 9, chest)

    def test_a_sphere_has_the_volume_of_a_sphere(self, hospital: DemoHospital, chest: SeriesGeometry) -> None:
        mask = rasterise_roi(hospital.ct_structure, 1, chest)

        volume = voxel_count(mask) * chest.voxel_volume_mm3
        assert volume == pytest.approx(4 / 3 * np.pi * NODULE_RADIUS_MM**3, rel=0.03)
        assert mask.geometry_hash == chest.hash

    def test_the_order_of_the_slices_decides_the_order_of_the_mask(self, hospital: DemoHospital) -> None:
        upside_down = read_geometry(hospital.ct_series[::-1])

        forward = rasterise_roi(hospital.ct_structure, 1, read_geometry(hospital.ct_series))

        assert np.array_equal(rasterise_roi(hospital.ct_structure, 1, upside_down).array, forward.array)

    def test_oblique_contours_fill_oblique_slices(
        self, hospital: DemoHospital, tilted_series: tuple[Path, ...], tmp_path: Path
    ) -> None:
        geometry = read_geometry(tilted_series)
        image = to_sitk(read_volume(tilted_series))
        corners = [(2.5, 3.5, 4), (10.5, 3.5, 4), (10.5, 12.5, 4), (2.5, 12.5, 4)]

        def redraw(structures: pydicom.FileDataset) -> None:
            contour = structures.ROIContourSequence[0].ContourSequence[0]
            points = [image.TransformContinuousIndexToPhysicalPoint(corner) for corner in corners]
            contour.ContourData = [f"{value:.6f}" for point in points for value in point]
            structures.ROIContourSequence[0].ContourSequence = [contour]

        structures = changed(hospital.ct_structure, tmp_path / "oblique.dcm", redraw)

        expected = np.zeros(geometry.shape_zyx, bool)
        expected[4, 4:13, 3:11] = True
        assert np.array_equal(rasterise_roi(structures, 1, geometry).array, expected)

    def test_an_roi_of_another_frame_of_reference_is_refused_by_name(
        self, hospital: DemoHospital, chest: SeriesGeometry
    ) -> None:
        with pytest.raises(Unprocessable, match=r"Nodule.*another frame of reference"):
            rasterise_roi(hospital.ct_structure, 1, read_geometry(hospital.mr_series))

    def test_contours_between_slices_are_refused(self, hospital: DemoHospital, chest: SeriesGeometry) -> None:
        half_the_slices = read_geometry(hospital.ct_series[::2])

        with pytest.raises(Unprocessable, match=r"Heart.*between two slices"):
            rasterise_roi(hospital.ct_structure, 2, half_the_slices)

    def test_contours_beyond_the_series_are_refused(self, hospital: DemoHospital) -> None:
        with pytest.raises(Unprocessable, match=r"Spine.*beyond the first or last slice"):
            rasterise_roi(hospital.ct_structure, 3, read_geometry(hospital.ct_series[5:30]))

    @pytest.mark.parametrize(
        ("keyword", "value", "reason"),
        [
            ("ContourGeometricType", "POINT", "POINT"),
            ("ContourData", ["1", "2", "3", "4", "5", "6"], "no polygon"),
            ("ContourData", ["0", "0", "0", "50", "0", "0", "0", "50", "30"], "not parallel"),
        ],
    )
    def test_what_encloses_no_area_is_refused_by_name(
        self, hospital: DemoHospital, chest: SeriesGeometry, tmp_path: Path, keyword: str, value: object, reason: str
    ) -> None:
        def spoil(structures: pydicom.FileDataset) -> None:
            setattr(structures.ROIContourSequence[0].ContourSequence[3], keyword, value)

        structures = changed(hospital.ct_structure, tmp_path / "spoilt.dcm", spoil)

        with pytest.raises(Unprocessable, match=f"Nodule.*{reason}"):
            rasterise_roi(structures, 1, chest)

    def test_an_roi_without_contours_is_refused(
        self, hospital: DemoHospital, chest: SeriesGeometry, tmp_path: Path
    ) -> None:
        def empty(structures: pydicom.FileDataset) -> None:
            del structures.ROIContourSequence[0].ContourSequence

        structures = changed(hospital.ct_structure, tmp_path / "empty.dcm", empty)

        with pytest.raises(Unprocessable, match="Nodule has no contours"):
            rasterise_roi(structures, 1, chest)

    @pytest.mark.shared_data
    def test_the_ibsi_phantom_has_exactly_its_published_voxels(self, shared_data: Path) -> None:
        folder = shared_data / "ct_ibsi1_rtstruct"
        images = sorted((folder / "dicom" / "image").iterdir())

        mask = rasterise_roi(folder / "dicom" / "mask" / "DCM_RS_00060.dcm", 1, read_geometry(images))

        assert voxel_count(mask) == 125_256
        assert np.array_equal(mask.array, reference_mask(folder / "nifti" / "mask" / "mask.nii.gz", images))

    @pytest.mark.shared_data
    @pytest.mark.parametrize(("patient", "series"), STS)
    def test_sarcoma_masks_equal_their_references(self, shared_data: Path, patient: str, series: str) -> None:
        folder = shared_data / "sts_multimodal" / f"STS_{patient}" / series
        reference = shared_data / "sts_multimodal" / "nifti" / f"STS_{patient}" / f"{series}_mask.nii.gz"
        images = sorted((folder / "image").iterdir())
        (roi,) = read_rois(folder / "mask" / "RS.dcm")

        mask = rasterise_roi(folder / "mask" / "RS.dcm", roi.number, read_geometry(images))

        assert np.array_equal(mask.array, reference_mask(reference, images))
