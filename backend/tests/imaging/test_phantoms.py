"""The artificial patients: always the same, clearly artificial, and whole."""

from pathlib import Path

import pydicom

from backend.imaging.phantoms import DemoHospital, write_demo_hospital


class TestWriteDemoHospital:
    def test_writes_the_same_bytes_every_time(self, hospital: DemoHospital, tmp_path: Path) -> None:
        again = write_demo_hospital(tmp_path)

        assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in hospital.files]

    def test_every_instance_has_a_uid_of_its_own(self, hospital: DemoHospital) -> None:
        dicom = [pydicom.dcmread(path, stop_before_pixels=True) for path in hospital.files[:-2]]

        assert len({dataset.SOPInstanceUID for dataset in dicom}) == len(dicom)
        assert {str(dataset.PatientName) for dataset in dicom} == {"PHANTOM^One", "PHANTOM^Two", "PHANTOM^Three"}
        assert {dataset.Modality for dataset in dicom} == {"CT", "RTSTRUCT", "MR", "SEG", "CR"}

    def test_one_study_a_patient(self, hospital: DemoHospital) -> None:
        dicom = [pydicom.dcmread(path, stop_before_pixels=True) for path in hospital.files[:-2]]

        assert len({(dataset.PatientID, dataset.StudyInstanceUID) for dataset in dicom}) == 3
