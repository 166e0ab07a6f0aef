import pytest

from backend.features.samples.anonymous import without_patient
from backend.models.patient import Patient
from backend.models.sample_set import Identity

DOE = Patient(name="DOE^Jane", medical_record_number="MRN-77")
pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GTV_DOE_left", "GTV_…_left"),
        ("GTVDoe", "GTV…"),
        ("Doe2", "…2"),
        ("janedoe lung", "… lung"),
        ("DOEJANE", "…"),
        ("of Jane, mrn-77", "of …, …"),
        ("Your role does not allow this.", "Your role does not allow this."),
    ],
)
def test_names_are_left_out_and_words_are_not(text: str, shown: str) -> None:
    assert without_patient(text, DOE, Identity.PSEUDONYM) == shown


def test_nothing_is_left_out_where_the_patient_is_shown() -> None:
    assert without_patient("GTV_DOE", DOE, Identity.FULL) == "GTV_DOE"
