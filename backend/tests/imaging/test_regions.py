"""Regions of either kind of structure file, as a process is asked for them."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from backend.core.errors import Unprocessable
from backend.imaging.mask import decode_mask, voxel_count
from backend.imaging.phantoms import DemoHospital
from backend.imaging.regions import RegionFailure, RegionMask, rasterise, rasterise_regions, read_regions
from backend.imaging.volume import read_geometry


class TestReadRegions:
    def test_picks_the_reader_by_the_kind_of_object(self, hospital: DemoHospital) -> None:
        assert [region.name for region in read_regions(hospital.ct_structure)] == ["Nodule", "Heart", "Spine"]
        assert [region.name for region in read_regions(hospital.mr_segmentation)] == ["Lesion", "Ventricles"]

    def test_an_image_holds_no_regions(self, hospital: DemoHospital) -> None:
        with pytest.raises(Unprocessable, match=r"chest\.dcm holds no regions"):
            read_regions(hospital.radiograph)


class TestRasteriseRegions:
    def test_one_that_fails_does_not_stop_the_others(self, hospital: DemoHospital) -> None:
        first, unknown, last = rasterise_regions(hospital.ct_structure, [1, 44, 2], hospital.ct_series)

        assert isinstance(first, RegionMask)
        assert unknown == RegionFailure(44, "The structure set has no ROI number 44.")
        assert isinstance(last, RegionMask)

    def test_what_is_wrong_has_a_name_beside_the_words(self, hospital: DemoHospital) -> None:
        (elsewhere,) = rasterise_regions(hospital.ct_structure, [1], hospital.mr_series)

        assert isinstance(elsewhere, RegionFailure)
        assert elsewhere.code == "AnotherFrameOfReference"

    def test_the_numbers_describe_the_encoded_mask(self, hospital: DemoHospital) -> None:
        geometry = read_geometry(hospital.mr_series)
        (region,) = rasterise_regions(hospital.mr_segmentation, [1], hospital.mr_series)
        assert isinstance(region, RegionMask)

        mask = decode_mask(region.encoded)

        assert np.array_equal(mask.array, rasterise(hospital.mr_segmentation, 1, geometry).array)
        assert region.voxel_count == voxel_count(mask)
        assert region.volume_mm3 == pytest.approx(region.voxel_count * geometry.voxel_volume_mm3)
        assert region.geometry_hash == geometry.hash

    def test_a_series_without_geometry_is_an_error_of_its_own(self, hospital: DemoHospital) -> None:
        with pytest.raises(Unprocessable, match="ImageOrientationPatient"):
            rasterise_regions(hospital.ct_structure, [1], [hospital.radiograph])

    def test_works_in_a_spawned_process(self, hospital: DemoHospital) -> None:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            asked = pool.submit(rasterise_regions, hospital.ct_structure, [1, 44], hospital.ct_series)
            refused = pool.submit(rasterise_regions, hospital.ct_structure, [1], [hospital.radiograph])

            assert asked.result() == rasterise_regions(hospital.ct_structure, [1, 44], hospital.ct_series)
            with pytest.raises(Unprocessable, match="ImageOrientationPatient"):
                refused.result()
