"""What a viewer is told of an image: enough to show it, nothing of the person."""

import json
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset

from backend.imaging.inspection import inspect_file
from backend.imaging.phantoms import DemoHospital
from backend.imaging.reading import quietly
from backend.imaging.viewer_attributes import viewer_attributes

IDENTIFYING = {
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "OtherPatientIDs",
    "AccessionNumber",
    "StudyID",
    "StudyDate",
    "StudyDescription",
    "SeriesDescription",
    "ReferringPhysicianName",
    "OperatorsName",
    "InstitutionName",
    "StationName",
    "DeviceSerialNumber",
    "PatientComments",
    "ImageComments",
    "ProtocolName",
    "FrameComments",
    "RequestAttributesSequence",
    "PhysiciansOfRecord",
}


def keywords_within(attributes: dict[str, dict[str, object]]) -> set[str]:
    keywords: set[str] = set()
    for tag, element in attributes.items():
        keywords.add(pydicom.datadict.keyword_for_tag(int(tag, 16)))
        if element["vr"] == "SQ":
            for item in element.get("Value", ()):  # type: ignore[attr-defined]
                keywords |= keywords_within(item)
    return keywords


class TestViewerAttributes:
    def test_hold_what_a_slice_needs_to_be_shown(self, hospital: DemoHospital) -> None:
        facts = inspect_file(hospital.ct_series[0], "a").dicom
        assert facts is not None

        assert facts.attributes["00280010"] == {"vr": "US", "Value": [192]}
        assert facts.attributes["00200032"] == {"vr": "DS", "Value": [-181.45, -181.45, -58.5]}
        assert facts.attributes["00281050"]["Value"] == [40.0, -600.0]
        assert keywords_within(facts.attributes) >= {
            "SOPInstanceUID",
            "SeriesInstanceUID",
            "StudyInstanceUID",
            "FrameOfReferenceUID",
            "ImageOrientationPatient",
            "PixelSpacing",
            "BitsStored",
            "PixelRepresentation",
            "PhotometricInterpretation",
            "RescaleSlope",
            "RescaleIntercept",
            "Modality",
        }

    def test_leave_out_what_identifies_even_deep_inside(self) -> None:
        dataset = Dataset()
        dataset.Rows = 5
        dataset.PatientName = "Doe^Jane"
        dataset.add_new(0x00091001, "LO", "Doe^Jane")
        group, content = Dataset(), Dataset()
        content.FrameComments = "seen by Doe, Jane"
        content.StackID = "1"
        group.FrameContentSequence = [content]
        group.PatientName = "Doe^Jane"
        dataset.PerFrameFunctionalGroupsSequence = [group]

        attributes = viewer_attributes(dataset)

        assert "Doe" not in json.dumps(attributes)
        assert keywords_within(attributes) == {
            "Rows",
            "PerFrameFunctionalGroupsSequence",
            "FrameContentSequence",
            "StackID",
        }

    def test_of_all_library_files_are_json_without_identity(self, pydicom_files: Path) -> None:
        for path in pydicom_files.glob("*.dcm"):
            facts = inspect_file(path, path.name).dicom
            if facts is None:
                continue
            json.dumps(facts.attributes, allow_nan=False)
            assert not keywords_within(facts.attributes) & IDENTIFYING, path.name

    def test_colour_tables_travel_inline(self, pydicom_files: Path) -> None:
        facts = inspect_file(pydicom_files / "examples_palette.dcm", "a").dicom
        assert facts is not None

        assert len(facts.attributes["00281101"]["Value"]) == 3
        assert facts.attributes["00281201"]["InlineBinary"]

    def test_a_value_that_is_no_number_is_left_out(self) -> None:
        dataset = Dataset()
        dataset.Rows = 5
        dataset.RealWorldValueSlope = float("nan")

        assert set(viewer_attributes(dataset)) == {"00280010"}

    @pytest.mark.shared_data
    @quietly()
    def test_of_an_enhanced_image_hold_the_place_of_each_frame(self, shared_data: Path) -> None:
        facts = inspect_file(shared_data / "enhanced_and_luts" / "eCT_Supplemental.dcm", "a").dicom
        assert facts is not None

        groups = facts.attributes["52009230"]["Value"]
        assert len(groups) == facts.instance.frame_count
        assert {"00209113", "00289145"} & set(groups[0])
