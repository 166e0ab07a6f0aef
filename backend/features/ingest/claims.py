"""What may be kept: one file after the other is weighed against what has been accepted before.

Only an accepted object claims its UIDs. A file's own fault goes before a conflict with others.
"""

from dataclasses import dataclass, field, replace
from uuid import UUID

from backend.features.ingest.patient_keys import PatientKey, patient_key
from backend.imaging.facts import DicomFacts, Inspection, Remark
from backend.imaging.header_values import place_of
from backend.models.upload_item import Outcome

SHOWN_HASH = 12


@dataclass(frozen=True)
class Owner:
    """The file that holds a claim. Its name is told only to whom it came from."""

    sha256: str
    name: str
    uploaded_by_id: UUID | None


@dataclass(frozen=True)
class Candidate:
    """A file that waits for its outcome, with what its content says; nothing is read of bytes known already."""

    item_id: UUID
    path: str
    sha256: str
    size_bytes: int
    key: str | None
    inspection: Inspection | None
    is_member: bool = False
    display_key: str | None = None


@dataclass(frozen=True)
class Decision:
    candidate: Candidate
    outcome: Outcome
    remarks: tuple[Remark, ...]

    @property
    def is_new(self) -> bool:
        return self.outcome in (Outcome.STORED, Outcome.STORED_WITH_WARNING)


@dataclass
class Claims:
    """What is taken in a centre, as far as it concerns some candidates; grows with each acceptance."""

    caller_id: UUID
    bytes_known: set[str] = field(default_factory=set)
    instances: dict[str, Owner] = field(default_factory=dict)
    study_of_series: dict[str, str] = field(default_factory=dict)
    patient_of_study: dict[str, PatientKey] = field(default_factory=dict)

    def decide(self, candidate: Candidate) -> Decision:
        """Weigh one file; what is accepted holds its claims from then on."""
        if candidate.sha256 in self.bytes_known:
            return Decision(candidate, Outcome.ALREADY_STORED, ())
        inspection = candidate.inspection
        if inspection is None:
            missing = Remark("bytes_missing", "file", "Its bytes are no longer in the storage; send the file again.")
            return Decision(candidate, Outcome.REFUSED, (missing,))
        outcome = Outcome(inspection.outcome)
        if outcome in (Outcome.REFUSED, Outcome.QUARANTINED):
            return Decision(candidate, outcome, inspection.remarks)
        conflicts = self._conflicts(candidate, inspection.dicom) if inspection.dicom else ()
        if conflicts:
            return Decision(candidate, Outcome.QUARANTINED, (*conflicts, *inspection.remarks))
        self._accept(candidate, inspection.dicom)
        return Decision(candidate, outcome, inspection.remarks)

    def _conflicts(self, candidate: Candidate, facts: DicomFacts) -> tuple[Remark, ...]:
        found = []
        owner = self.instances.get(facts.instance.sop_instance_uid)
        if owner is not None:
            found.append(self._uid_conflict(candidate, facts, owner))
        study_uid = facts.study.study_instance_uid
        if self.study_of_series.get(facts.series.series_instance_uid, study_uid) != study_uid:
            message = f"{candidate.path}: its series was stored before as part of another study."
            found.append(Remark("uid_conflict", place_of("SeriesInstanceUID"), message))
        claimed = self.patient_of_study.get(study_uid, PatientKey())
        if claimed.patient_id and not claimed.agrees_with(patient_key(facts)):
            found.append(_patient_mismatch(candidate, facts.patient.patient_id))
        return tuple(found)

    def _uid_conflict(self, candidate: Candidate, facts: DicomFacts, owner: Owner) -> Remark:
        mine = owner.uploaded_by_id == self.caller_id
        other = owner.name if mine else "a file that was stored before"
        message = (
            f"{candidate.path} (SHA-256 {candidate.sha256[:SHOWN_HASH]}…) has the same UID as {other} "
            f"(SHA-256 {owner.sha256[:SHOWN_HASH]}…), but other bytes: {facts.instance.sop_instance_uid}."
        )
        return Remark("uid_conflict", place_of("SOPInstanceUID"), message)

    def _accept(self, candidate: Candidate, facts: DicomFacts | None) -> None:
        self.bytes_known.add(candidate.sha256)
        if facts is None:
            return
        owner = Owner(candidate.sha256, candidate.path, self.caller_id)
        self.instances[facts.instance.sop_instance_uid] = owner
        self.study_of_series[facts.series.series_instance_uid] = facts.study.study_instance_uid
        if not self.patient_of_study.get(facts.study.study_instance_uid, PatientKey()).patient_id:
            self.patient_of_study[facts.study.study_instance_uid] = patient_key(facts)


def with_warnings(candidate: Candidate, remarks: tuple[Remark, ...]) -> Candidate:
    """The candidate with remarks that came up after its inspection."""
    if not remarks or candidate.inspection is None:
        return candidate
    inspection = candidate.inspection
    known = {remark.code for remark in inspection.remarks}
    added = tuple(remark for remark in remarks if remark.code not in known)
    outcome = "stored_with_warning" if inspection.outcome == "stored" else inspection.outcome
    return replace(candidate, inspection=replace(inspection, outcome=outcome, remarks=(*inspection.remarks, *added)))


def _patient_mismatch(candidate: Candidate, patient_id: str) -> Remark:
    if patient_id:
        message = f"{candidate.path}: the Patient ID {patient_id} is not that of the patient whom its study belongs to."
    else:
        message = f"{candidate.path}: there is no Patient ID, but its study belongs to a patient who has one."
    return Remark("patient_mismatch", place_of("PatientID"), message)
