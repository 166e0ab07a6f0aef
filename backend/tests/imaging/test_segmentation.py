"""Segments as masks: known answers, other grids, and what is refused."""

from pathlib import Path

import numpy as np
import pydicom
import pytest

from backend.core.errors import Unprocessable
from backend.imaging.itk import simple_itk
from backend.imaging.mask import voxel_count
from backend.imaging.phantom_shapes import lesion, ventricles
from backend.imaging.phantom_structures import write_segmentation
from backend.imaging.phantoms import PATIENT_ONE, PATIENT_TWO, DemoHospital
from backend.imaging.pixels import decode_frames
from backend.imaging.segmentation import rasterise_segment, read_segments
from backend.imaging.volume import SeriesGeometry, read_geometry
from backend.tests.imaging.dicom_editing import changed, with_values


@pytest.fixture(scope="module")
def head(hospital: DemoHospital) -> SeriesGeometry:
    return read_geometry(hospital.mr_series)


@pytest.fixture(scope="module")
def places(head: SeriesGeometry) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    z, y, x = (np.arange(n) * step for n, step in zip(head.shape_zyx, head.spacing_zyx_mm, strict=True))
    x0, y0, z0 = head.origin_xyz_mm
    return (x + x0)[None, None, :], (y + y0)[None, :, None], (z + z0)[:, None, None]


class TestReadSegments:
    def test_lists_number_label_and_series(self, hospital: DemoHospital) -> None:
        segments = read_segments(hospital.mr_segmentation)

        mr = pydicom.dcmread(hospital.mr_series[0])
        assert [(segment.number, segment.name) for segment in segments] == [(1, "Lesion"), (2, "Ventricles")]
        assert {segment.referenced_series_uid for segment in segments} == {mr.SeriesInstanceUID}
        assert {segment.frame_of_reference_uid for segment in segments} == {mr.FrameOfReferenceUID}
        assert all(segment.referenced_sop_uids for segment in segments)

    @pytest.mark.shared_data
    def test_a_segmentation_without_references_is_still_listed(self, shared_data: Path) -> None:
        (segment,) = read_segments(shared_data / "mr_breast_seg" / "UCSF-BR-06" / "mask" / "1-1.dcm")

        assert (segment.name, segment.referenced_series_uid, segment.piece_count) == ("Breast", None, 42)


class TestRasteriseSegment:
    def test_an_unknown_number_is_refused(self, hospital: DemoHospital, head: SeriesGeometry) -> None:
        with pytest.raises(Unprocessable, match="number 7"):
            rasterise_segment(hospital.mr_segmentation, 7, head)

    def test_gives_back_the_voxels_it_was_made_of(
        self, hospital: DemoHospital, head: SeriesGeometry, places: tuple[np.ndarray, ...]
    ) -> None:
        for number, shape in ((1, lesion), (2, ventricles)):
            mask = rasterise_segment(hospital.mr_segmentation, number, head)

            assert np.array_equal(mask.array, shape(places))  # type: ignore[arg-type]

    def test_overlapping_segments_of_odd_size_on_a_tilted_series_come_back(
        self, tilted_series: tuple[Path, ...], tmp_path: Path
    ) -> None:
        geometry = read_geometry(tilted_series)
        random = np.random.default_rng(11)
        images = sorted(tilted_series)
        masks = {name: random.random(geometry.shape_zyx) < 0.3 for name in ("One", "Two", "Three")}

        path = write_segmentation(tmp_path / "seg.dcm", images, PATIENT_ONE, masks)

        for number, expected in enumerate(masks.values(), start=1):
            assert np.array_equal(rasterise_segment(path, number, geometry).array, expected)

    def test_frames_without_a_place_are_located_by_their_source(
        self, hospital: DemoHospital, head: SeriesGeometry, tmp_path: Path
    ) -> None:
        def forget_places(segmentation: pydicom.FileDataset) -> None:
            for group in segmentation.PerFrameFunctionalGroupsSequence:
                del group.PlanePositionSequence

        placeless = changed(hospital.mr_segmentation, tmp_path / "placeless.dcm", forget_places)

        expected = rasterise_segment(hospital.mr_segmentation, 1, head)
        assert np.array_equal(rasterise_segment(placeless, 1, head).array, expected.array)

    def test_another_pixel_spacing_is_another_grid(
        self, hospital: DemoHospital, head: SeriesGeometry, tmp_path: Path
    ) -> None:
        def stretch(segmentation: pydicom.FileDataset) -> None:
            segmentation.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].PixelSpacing = [1.4, 1.5]

        stretched = changed(hospital.mr_segmentation, tmp_path / "stretched.dcm", stretch)

        with pytest.raises(Unprocessable, match=r"Lesion is on another grid"):
            rasterise_segment(stretched, 1, head)

    def test_another_frame_of_reference_is_refused(self, hospital: DemoHospital) -> None:
        with pytest.raises(Unprocessable, match="Lesion lies in another frame of reference"):
            rasterise_segment(hospital.mr_segmentation, 1, read_geometry(hospital.ct_series))

    def test_a_segment_beyond_the_series_is_refused(self, hospital: DemoHospital) -> None:
        with pytest.raises(Unprocessable, match="Lesion reaches beyond"):
            rasterise_segment(hospital.mr_segmentation, 1, read_geometry(hospital.mr_series[:12]))

    def test_an_empty_segment_is_refused(self, hospital: DemoHospital, head: SeriesGeometry, tmp_path: Path) -> None:
        masks = {"Nothing": np.zeros(head.shape_zyx, bool), "Something": np.ones(head.shape_zyx, bool)}
        path = write_segmentation(tmp_path / "seg.dcm", hospital.mr_series, PATIENT_TWO, masks)

        with pytest.raises(Unprocessable, match="Nothing is empty"):
            rasterise_segment(path, 1, head)

    @pytest.mark.shared_data
    def test_a_sagittal_segmentation_that_is_fractional_by_name_only(self, shared_data: Path) -> None:
        folder = shared_data / "mr_breast_seg" / "UCSF-BR-06"
        geometry = read_geometry(list((folder / "image_dce_pe1").iterdir()))
        path = folder / "mask" / "1-1.dcm"

        mask = rasterise_segment(path, 1, geometry)

        assert voxel_count(mask) == int((pydicom.dcmread(path).pixel_array > 0).sum())
        assert int(mask.array.any(axis=(1, 2)).sum()) == 42

    @pytest.mark.shared_data
    def test_a_truly_fractional_segment_is_refused_by_name(self, shared_data: Path, tmp_path: Path) -> None:
        folder = shared_data / "seg_sr_highdicom"
        path = folder / "seg_image_ct_true_fractional.dcm"
        frame = pydicom.dcmread(path).FrameOfReferenceUID
        image = changed(folder / "ct_image.dcm", tmp_path / "ct.dcm", with_values(FrameOfReferenceUID=frame))

        with pytest.raises(Unprocessable, match="first segment is truly fractional"):
            rasterise_segment(path, 1, read_geometry([image]))

    @pytest.mark.shared_data
    @pytest.mark.parametrize(
        ("name", "number", "reference", "value"),
        [
            ("liver", 1, "liver_seg", 1),
            ("partial_overlaps", 1, "partial_overlaps-1", 1),
            ("partial_overlaps", 4, "partial_overlaps-1", 4),
            ("partial_overlaps", 5, "partial_overlaps-1", 5),
            ("partial_overlaps", 2, "partial_overlaps-2", 2),
            ("partial_overlaps", 3, "partial_overlaps-3", 3),
        ],
    )
    def test_segments_equal_the_labels_they_were_made_of(
        self, shared_data: Path, name: str, number: int, reference: str, value: int
    ) -> None:
        folder = shared_data / "seg_sr_dcmqi" / "segmentations"
        library = simple_itk()

        mask = rasterise_segment(folder / f"{name}.dcm", number, read_geometry(list((folder / "ct-3slice").iterdir())))

        labels = library.GetArrayFromImage(library.ReadImage(str(folder / f"{reference}.nrrd")))
        assert np.array_equal(mask.array, labels == value)

    @pytest.mark.shared_data
    def test_a_label_map_is_understood(self, shared_data: Path) -> None:
        folder = shared_data / "seg_sr_dcmqi" / "segmentations"
        path = folder / "sparse-labelmap-noppv.dcm"

        mask = rasterise_segment(path, 1, read_geometry(list((folder / "24x38x3" / "image").iterdir())))

        assert voxel_count(mask) == int((pydicom.dcmread(path).pixel_array == 1).sum())
        assert [segment.number for segment in read_segments(path)] == [1]


def test_frames_that_begin_within_a_byte_are_read(tmp_path: Path) -> None:
    """Rows by columns that are no multiple of eight: single bits are packed through (PS3.5 8.2.1)."""
    frames = np.random.default_rng(3).random((3, 5, 7)) > 0.5
    header = pydicom.Dataset()
    header.file_meta = pydicom.dataset.FileMetaDataset()
    header.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    header.SOPClassUID, header.SOPInstanceUID = pydicom.uid.SegmentationStorage, "1.2.3"
    header.Rows, header.Columns, header.NumberOfFrames, header.SamplesPerPixel = 5, 7, 3, 1
    header.BitsAllocated = header.BitsStored = 1
    header.HighBit = header.PixelRepresentation = 0
    header.PhotometricInterpretation = "MONOCHROME2"
    header.PixelData = np.packbits(frames.ravel(), bitorder="little").tobytes()
    path = tmp_path / "bits.dcm"
    pydicom.dcmwrite(path, header, enforce_file_format=True)

    found = list(decode_frames(path, pydicom.dcmread(path, stop_before_pixels=True), [2, 0], raw=True))

    assert np.array_equal(found, frames[[2, 0]])
