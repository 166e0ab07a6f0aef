"""What a file is and whether it may be kept: by content, with every fault named."""

import csv
import pickle
import struct
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.imaging import dicom_header
from backend.imaging.facts import Inspection
from backend.imaging.inspection import inspect_file
from backend.imaging.phantoms import DemoHospital
from backend.tests.imaging.conftest import SHARED_DATA
from backend.tests.imaging.dicom_editing import changed, with_values, without


def inspect(path: Path) -> Inspection:
    return inspect_file(path, path.name)


def codes(inspection: Inspection) -> list[str]:
    return [remark.code for remark in inspection.remarks]


def place_of_code(inspection: Inspection, code: str) -> str:
    return next(remark.place for remark in inspection.remarks if remark.code == code)


class TestInspectFile:
    def test_an_empty_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.dcm").touch()

        assert (inspect(tmp_path / "a.dcm").outcome, codes(inspect(tmp_path / "a.dcm"))) == ("refused", ["empty_file"])

    @pytest.mark.parametrize("content", [b"x", b"just some text, long enough to be looked at" * 9, b"\0" * 500])
    def test_what_is_no_image_is_refused(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.dcm").write_bytes(content)

        inspection = inspect(tmp_path / "a.dcm")

        assert (inspection.kind, inspection.outcome, codes(inspection)) == ("unknown", "refused", ["not_an_image"])

    def test_the_name_does_not_decide(self, hospital: DemoHospital, tmp_path: Path) -> None:
        (tmp_path / "scan").write_bytes(hospital.ct_series[0].read_bytes())
        (tmp_path / "scan.png").write_bytes(hospital.ct_series[0].read_bytes())

        assert inspect(tmp_path / "scan").outcome == "stored"
        assert inspect(tmp_path / "scan.png").kind == "dicom"
        assert codes(inspect(tmp_path / "scan.png")) == ["name_content_mismatch"]

    def test_all_of_the_demo_hospital_is_stored_without_remark(self, hospital: DemoHospital) -> None:
        assert {(inspect(path).outcome, inspect(path).remarks) for path in hospital.files} == {("stored", ())}

    def test_a_result_travels_between_processes(self, hospital: DemoHospital) -> None:
        inspection = inspect(hospital.ct_series[0])

        assert pickle.loads(pickle.dumps(inspection)) == inspection

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_damage_anywhere_gets_an_answer(self, hospital: DemoHospital, tmp_path: Path, data: st.DataObject) -> None:
        source = data.draw(
            st.sampled_from(
                [hospital.mr_series[0], hospital.ct_structure, hospital.mr_segmentation, *hospital.photographs]
            )
        )
        content = bytearray(source.read_bytes())
        for place in data.draw(st.lists(st.integers(0, 4000), max_size=8)):
            content[place % len(content)] ^= data.draw(st.integers(1, 255))
        cut = data.draw(st.integers(0, len(content)))
        (tmp_path / "damaged").write_bytes(content[: cut if data.draw(st.booleans()) else None])

        assert inspect(tmp_path / "damaged").outcome in ("stored", "stored_with_warning", "quarantined", "refused")


class TestFacts:
    def test_of_a_slice(self, hospital: DemoHospital) -> None:
        facts = inspect(hospital.ct_series[0]).dicom
        assert facts is not None

        assert (facts.patient.patient_id, facts.patient.name) == ("PHANTOM-1", "PHANTOM^One")
        assert (facts.patient.birth_date, facts.study.date) == (date(1970, 1, 1), date(2026, 1, 12))
        assert (facts.series.modality, facts.series.number, facts.series.body_part) == ("CT", 1, "CHEST")
        assert (facts.instance.rows, facts.instance.columns, facts.instance.frame_count) == (192, 192, 1)
        assert facts.instance.image_position_mm == (-181.45, -181.45, -58.5)
        assert facts.instance.image_orientation == (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
        assert facts.instance.pixel_spacing_mm == (1.9, 1.9)
        assert facts.is_image
        assert facts.structure is None

    def test_of_structures(self, hospital: DemoHospital) -> None:
        regions, segments = inspect(hospital.ct_structure).dicom, inspect(hospital.mr_segmentation).dicom
        assert regions is not None
        assert segments is not None

        ct, mr = pydicom.dcmread(hospital.ct_series[0]), pydicom.dcmread(hospital.mr_series[0])
        assert (regions.structure, segments.structure) == ("rtstruct", "seg")
        assert regions.referenced_series_uids == (ct.SeriesInstanceUID,)
        assert segments.referenced_series_uids == (mr.SeriesInstanceUID,)
        assert ct.SOPInstanceUID in regions.referenced_sop_uids
        assert not regions.is_image
        assert not segments.is_image

    def test_of_a_file_without_preamble(self, hospital: DemoHospital, tmp_path: Path) -> None:
        dataset = pydicom.dcmread(hospital.ct_series[0])
        with (tmp_path / "bare").open("wb") as file:
            pydicom.filewriter.write_dataset(_explicit(file), dataset)

        inspection = inspect(tmp_path / "bare")

        assert (inspection.outcome, codes(inspection)) == ("stored_with_warning", ["no_file_meta"])
        assert inspection.dicom is not None
        assert inspection.dicom.instance.sop_instance_uid == dataset.SOPInstanceUID


class TestFrameRanges:
    def test_of_native_pixels_hold_the_pixels(self, hospital: DemoHospital) -> None:
        path = hospital.ct_series[3]
        facts = inspect(path).dicom
        assert facts is not None
        assert facts.frame_ranges is not None

        (((offset, length),),) = facts.frame_ranges
        assert path.read_bytes()[offset : offset + length] == pydicom.dcmread(path).PixelData

    @pytest.mark.parametrize(
        "name",
        [
            "MR_small_RLE.dcm",
            "SC_ybr_full_422_uncompressed.dcm",
            "rtdose.dcm",
            "SC_rgb_small_odd.dcm",
            "examples_ybr_color.dcm",
            "SC_rgb_jpeg_dcmtk.dcm",
            "JPEG2000.dcm",
            "SC_rgb_rle_2frame.dcm",
        ],
    )
    def test_of_library_files_hold_the_frames(self, pydicom_files: Path, name: str) -> None:
        path = pydicom_files / name
        facts = inspect(path).dicom
        assert facts is not None
        assert facts.frame_ranges is not None

        content = path.read_bytes()
        frames = [b"".join(content[start : start + size] for start, size in ranges) for ranges in facts.frame_ranges]
        assert frames == list(expected_frames(pydicom.dcmread(path)))

    @pytest.mark.parametrize("name", ["image_dfl.dcm", "MR_small_bigendian.dcm", "liver_1frame.dcm"])
    def test_are_none_where_frames_are_no_ranges(self, pydicom_files: Path, name: str) -> None:
        facts = inspect(pydicom_files / name).dicom
        assert facts is not None

        assert facts.frame_ranges is None

    @pytest.mark.shared_data
    def test_of_fragmented_frames_are_several(self, shared_data: Path) -> None:
        path = shared_data / "projection" / "cr_chest_RG1_j2k_lossless.dcm"
        inspection = inspect(path)
        assert inspection.dicom is not None
        assert inspection.dicom.frame_ranges is not None

        assert codes(inspection) == ["fragmented_frame"]
        assert [len(ranges) for ranges in inspection.dicom.frame_ranges] == [66]
        assert path.read_bytes()[inspection.dicom.frame_ranges[0][0][0] :][:2] == b"\xff\x4f"

    @pytest.mark.shared_data
    def test_are_none_where_no_browser_decodes_the_frames(self, shared_data: Path) -> None:
        path = shared_data / "transfer_syntaxes_same_ct" / "enhanced_ct_2f_fragmented_no_bot_jpeg.51.dcm"
        inspection = inspect(path)
        assert inspection.dicom is not None

        assert (inspection.dicom.frame_ranges, codes(inspection)) == (None, ["fragmented_frame"])


class TestFaults:
    @pytest.mark.parametrize("name", ["JPEG2000.dcm", "MR_small_jpeg_ls_lossless.dcm", "SC_rgb_jpeg_gdcm.dcm"])
    def test_compressed_pixels_that_do_not_decode_are_set_aside(
        self, pydicom_files: Path, tmp_path: Path, name: str
    ) -> None:
        inspection = inspect(pydicom_files / name)
        assert inspection.dicom is not None
        assert inspection.dicom.frame_ranges is not None
        ((start, size), *_) = inspection.dicom.frame_ranges[0]
        content = bytearray((pydicom_files / name).read_bytes())
        content[start + 4 : start + size] = bytes(size - 4)
        (tmp_path / "a.dcm").write_bytes(content)

        damaged = inspect(tmp_path / "a.dcm")

        assert inspection.outcome.startswith("stored")
        assert (damaged.outcome, codes(damaged)[0]) == ("quarantined", "undecodable_pixels")

    @pytest.mark.parametrize(
        ("keyword", "outcome", "code"),
        [
            ("SOPInstanceUID", "quarantined", "missing_uid"),
            ("StudyInstanceUID", "quarantined", "missing_uid"),
            ("SeriesInstanceUID", "quarantined", "missing_uid"),
            ("Rows", "quarantined", "missing_rows"),
            ("Columns", "quarantined", "missing_rows"),
            ("PixelData", "quarantined", "no_pixel_data"),
            ("PatientID", "stored_with_warning", "missing_patient_id"),
            ("Modality", "stored_with_warning", "missing_modality"),
            ("ImagePositionPatient", "stored_with_warning", "missing_position"),
            ("PixelSpacing", "stored_with_warning", "missing_pixel_spacing"),
        ],
    )
    def test_what_is_missing_is_named_with_its_tag(
        self, hospital: DemoHospital, tmp_path: Path, keyword: str, outcome: str, code: str
    ) -> None:
        inspection = inspect(changed(hospital.ct_series[0], tmp_path / "a.dcm", without(keyword)))

        assert (inspection.outcome, codes(inspection)) == (outcome, [code])
        assert keyword in inspection.remarks[0].place

    @pytest.mark.parametrize(
        ("values", "outcome", "code"),
        [
            ({"SOPInstanceUID": "not.a.uid"}, "quarantined", "invalid_uid"),
            ({"StudyInstanceUID": "1." + "2" * 70}, "quarantined", "invalid_uid"),
            ({"StudyDate": "20261399"}, "stored_with_warning", "invalid_date"),
            ({"RescaleSlope": "0"}, "stored_with_warning", "rescale_slope_zero"),
            ({"Rows": 384}, "quarantined", "pixel_length_mismatch"),
            ({"Rows": 96}, "stored_with_warning", "pixel_length_mismatch"),
            ({"Rows": 65535, "Columns": 65535}, "refused", "declared_size_too_large"),
            ({"NumberOfFrames": "-3"}, "quarantined", "invalid_value"),
            ({"StudyDescription": "<script>alert(1)</script>"}, "stored_with_warning", "suspicious_text"),
            ({"PatientID": "../../etc/passwd"}, "stored_with_warning", "suspicious_text"),
            ({"PatientName": "=CMD|'/C calc'!A0"}, "stored_with_warning", "suspicious_text"),
        ],
    )
    def test_what_is_wrong_is_named(
        self, hospital: DemoHospital, tmp_path: Path, values: dict[str, object], outcome: str, code: str
    ) -> None:
        inspection = inspect(changed(hospital.ct_series[0], tmp_path / "a.dcm", with_values(**values)))

        assert inspection.outcome == outcome
        assert code in codes(inspection)
        assert any(keyword in place_of_code(inspection, code) for keyword in (*values, "PixelData"))

    @pytest.mark.parametrize(
        "text", ["O'Brien; Anne", "Müller-Lüdenscheid", "A & B <5mm", "T1 + C", "山田^太郎", "50%"]
    )
    def test_ordinary_text_is_not_suspicious(self, hospital: DemoHospital, tmp_path: Path, text: str) -> None:
        inspection = inspect(changed(hospital.ct_series[0], tmp_path / "a.dcm", with_values(StudyDescription=text)))

        assert inspection.outcome == "stored"

    @pytest.mark.parametrize("kept", [0.3, 0.7, 0.999])
    def test_a_cut_file_is_quarantined(self, hospital: DemoHospital, tmp_path: Path, kept: float) -> None:
        content = hospital.ct_series[0].read_bytes()
        (tmp_path / "cut.dcm").write_bytes(content[: int(len(content) * kept)])

        inspection = inspect(tmp_path / "cut.dcm")

        assert (inspection.outcome, codes(inspection)) == ("quarantined", ["truncated"])

    def test_a_cut_structure_is_quarantined(self, hospital: DemoHospital, tmp_path: Path) -> None:
        content = hospital.ct_structure.read_bytes()
        (tmp_path / "cut.dcm").write_bytes(content[: len(content) // 2])

        assert inspect(tmp_path / "cut.dcm").outcome == "quarantined"

    def test_text_that_the_character_set_cannot_hold_is_kept_and_named(
        self, hospital: DemoHospital, tmp_path: Path
    ) -> None:
        content = hospital.ct_series[0].read_bytes().replace(b"PHANTOM^One", b"M\xfcller^Jana")
        (tmp_path / "a.dcm").write_bytes(content)

        inspection = inspect(tmp_path / "a.dcm")

        assert (inspection.outcome, codes(inspection)) == ("stored_with_warning", ["charset_mismatch"])
        assert "PatientName" in inspection.remarks[0].place

    def test_a_bomb_is_refused_before_it_is_unpacked(
        self, pydicom_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = (pydicom_files / "image_dfl.dcm").read_bytes()
        meta = pydicom.filereader.read_file_meta_info(pydicom_files / "image_dfl.dcm")
        start = 144 + meta.FileMetaInformationGroupLength
        dataset = zlib.decompress(content[start:], -zlib.MAX_WBITS)
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        element = struct.pack("<HH2sHI", 0x7FE1, 0x10, b"OB", 0, 40_000_000) + bytes(40_000_000)
        (tmp_path / "bomb.dcm").write_bytes(content[:start] + packer.compress(dataset + element) + packer.flush())
        monkeypatch.setattr(dicom_header, "LARGEST_INFLATED_BYTES", 20_000_000)

        inspection = inspect(tmp_path / "bomb.dcm")

        assert (inspection.outcome, codes(inspection)) == ("refused", ["high_compression_ratio"])

    def test_a_dicomdir_is_no_image(self, pydicom_files: Path) -> None:
        inspection = inspect(pydicom_files / "dicomdirtests" / "DICOMDIR")

        assert (inspection.outcome, codes(inspection)) == ("refused", ["not_an_image"])


def expected_broken_files() -> list[dict[str, str]]:
    """Read what must come of each broken file that can be judged alone and is an image."""
    table = SHARED_DATA / "broken_expected.csv"
    if not table.is_file():
        return []
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    by_company = ("uid_conflict", "patient_mismatch", "partial_archive")
    return [
        row
        for row in rows
        if not row["path"].endswith(("/", ".csv", ".nrrd")) and not set(row["code"].split("|")) <= set(by_company)
    ]


@pytest.mark.shared_data
class TestBrokenFiles:
    def test_there_are_some(self, shared_data: Path) -> None:
        assert len(expected_broken_files()) > 60

    @pytest.mark.parametrize("row", expected_broken_files(), ids=lambda row: row["path"])
    def test_comes_to_its_expected_end(self, shared_data: Path, row: dict[str, str]) -> None:
        inspection = inspect(shared_data / row["path"])

        assert inspection.outcome in [row["outcome"], *filter(None, row["also_ok"].split("|"))]
        assert inspection.outcome == "stored" or set(codes(inspection)) & set(row["code"].split("|"))

    @pytest.mark.parametrize(
        "folder",
        ["ct_ibsi1_rtstruct/dicom", "sts_multimodal/STS_002", "mr_breast_seg", "seg_sr_highdicom", "charsets"],
    )
    def test_good_files_are_stored_without_remark(self, shared_data: Path, folder: str) -> None:
        files = list((shared_data / folder).rglob("*.dcm"))

        assert {(path.name, inspect(path).remarks) for path in files if inspect(path).outcome != "stored"} == set()


def expected_frames(dataset: pydicom.FileDataset) -> Any:
    from pydicom.encaps import generate_frames

    count = int(dataset.get("NumberOfFrames", 1))
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        return generate_frames(dataset.PixelData, number_of_frames=count)
    samples = 2 if dataset.PhotometricInterpretation == "YBR_FULL_422" else dataset.SamplesPerPixel
    size = dataset.Rows * dataset.Columns * samples * dataset.BitsAllocated // 8
    return (dataset.PixelData[index * size : (index + 1) * size] for index in range(count))


def _explicit(file: Any) -> Any:
    from pydicom.filebase import DicomFileLike

    wrapped = DicomFileLike(file)
    wrapped.is_little_endian, wrapped.is_implicit_VR = True, False
    return wrapped
