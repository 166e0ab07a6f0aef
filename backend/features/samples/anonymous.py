"""What may be shown of patients under the identity rule of a set. The one place that decides it."""

import re

from backend.models.patient import Patient
from backend.models.sample_set import Identity

OMISSION = "…"
FEWEST_LETTERS = 3  # shorter parts of a name are found in too many words that are none
NO_WORD_GOES_ON = r"(?![a-zß-öø-ÿ])"  # "does" does not name Mrs Doe, as GTVDoe, Doe2 and DOE_left do


def patient_label(patient: Patient | None, identity: Identity) -> str | None:
    if patient is None or identity is Identity.HIDDEN:
        return None
    if identity is Identity.PSEUDONYM:
        return patient.pseudonym
    return " · ".join(filter(None, [patient.name, patient.medical_record_number])) or patient.pseudonym


def without_patient(text: str, patient: Patient | None, identity: Identity) -> str:
    """Free text that has to be shown, as names of regions, without what it says of the patient's name or number."""
    if patient is None or identity is Identity.FULL:
        return text
    for part in _telling(patient):
        if _cannot_hold(text, part):
            continue
        text = re.sub(f"(?i:{re.escape(part)}){NO_WORD_GOES_ON}", OMISSION, text)
    return text


def _cannot_hold(text: str, part: str) -> bool:
    """Known without a pattern, of which tables of thousands of names would need as many."""
    return text.isascii() and part.isascii() and part.lower() not in text.lower()


def _telling(patient: Patient) -> list[str]:
    """The longest first, so that no part of one is left; and the name run together, as people name files."""
    names = [part for part in re.split(r"[\s^=,;.]+", patient.name or "") if part]
    parts = {*names, "".join(names), "".join(reversed(names)), patient.medical_record_number or ""}
    return sorted((part for part in parts if len(part) >= FEWEST_LETTERS), key=len, reverse=True)
