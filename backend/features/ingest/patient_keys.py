"""Who is who: Patient IDs count within their issuer, and a study without one has a patient of its own."""

import hashlib
import secrets
from dataclasses import dataclass

from backend.features.ingest.paths import showable
from backend.imaging.facts import DicomFacts

KEY_LENGTH = 200
ID_LENGTH = 128
PSEUDONYM_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
PSEUDONYM_LENGTH = 6


@dataclass(frozen=True)
class PatientKey:
    """A Patient ID and its issuer as the database keeps them; both are empty for an unknown patient."""

    patient_id: str = ""
    issuer: str = ""

    def agrees_with(self, other: "PatientKey") -> bool:
        """Whether two of one study are the same; an issuer that is left out contradicts none."""
        has_same_issuer = self.issuer == other.issuer or not self.issuer or not other.issuer
        return self.patient_id == other.patient_id and has_same_issuer


def patient_key(facts: DicomFacts) -> PatientKey:
    return PatientKey(showable(facts.patient.patient_id)[:ID_LENGTH], showable(facts.patient.issuer)[:ID_LENGTH])


def identity_key(facts: DicomFacts) -> str:
    """issuer|patient ID; for a study without a Patient ID, study:UID: never joined to another by name."""
    if not facts.patient.patient_id:
        return f"study:{facts.study.study_instance_uid}"
    issuer = showable(facts.patient.issuer).replace("%", "%25").replace("|", "%7C")
    key = f"{issuer}|{showable(facts.patient.patient_id)}"
    return key if len(key) <= KEY_LENGTH else f"sha256|{hashlib.sha256(key.encode()).hexdigest()}"


def new_pseudonym() -> str:
    """A name that says nothing: drawn, not derived from anything."""
    return "P-" + "".join(secrets.choice(PSEUDONYM_LETTERS) for _ in range(PSEUDONYM_LENGTH))
