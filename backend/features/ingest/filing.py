"""Accepted files become rows: patient, study, series, stored file, instance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from backend.core import audit
from backend.core.database import Base, new_id
from backend.core.permissions import Caller
from backend.core.storage import content_key
from backend.core.work import UnitOfWork
from backend.features.ingest.claims import Decision
from backend.features.ingest.paths import showable
from backend.features.ingest.patient_keys import ID_LENGTH, identity_key, new_pseudonym
from backend.imaging.facts import DicomFacts, Inspection
from backend.models.patient import Patient
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.instances import InstanceRepository
from backend.repositories.patients import PatientRepository
from backend.repositories.series import SeriesRepository
from backend.repositories.stored_files import StoredFileRepository
from backend.repositories.studies import StudyRepository

NAME_LENGTH = 400
SQL_INTEGER = range(-(2**31), 2**31)
Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class Accepted:
    decision: Decision
    inspection: Inspection
    facts: DicomFacts | None


class Filing:
    """Files the accepted ones of a batch, one statement a table."""

    def __init__(self, work: UnitOfWork, organization_id: UUID, caller: Caller) -> None:
        self.work = work
        self.organization_id = organization_id
        self.caller = caller
        self.patients = PatientRepository(work.db)
        self.studies = StudyRepository(work.db)
        self.series = SeriesRepository(work.db)

    async def file(self, decisions: Iterable[Decision]) -> None:
        accepted = [
            Accepted(decision, decision.candidate.inspection, decision.candidate.inspection.dicom)
            for decision in decisions
            if decision.is_new and decision.candidate.inspection is not None
        ]
        facts = [one.facts for one in accepted if one.facts is not None]
        studies = await self._studies(facts)
        series = await self._series(facts, studies)
        files = [self._file(one) for one in accepted]
        await StoredFileRepository(self.work.db).insert_all(files)
        await InstanceRepository(self.work.db).insert_all(
            self._instance(one.facts, file["id"], series[one.facts.series.series_instance_uid].id)
            for one, file in zip(accepted, files, strict=True)
            if one.facts is not None
        )

    async def _studies(self, facts: Sequence[DicomFacts]) -> dict[str, Study]:
        """The studies of some objects, made where they are new; each belongs to its first identified patient."""
        known = await self.studies.by_uids(self.organization_id, _unique(f.study.study_instance_uid for f in facts))
        patients = await self._patients(facts, known)
        new = []
        for one in facts:
            uid = one.study.study_instance_uid
            patient = patients[uid]
            if uid not in known:
                known[uid] = self._study(one, patient)
                new.append(known[uid])
            elif known[uid].patient_id != patient.id:
                await self._give_to(known[uid], patient)
        await self._added(new)
        return known

    async def _patients(self, facts: Sequence[DicomFacts], known: dict[str, Study]) -> dict[str, Patient]:
        """The patient of each study, made where it is new."""
        current = await self.patients.by_ids([study.patient_id for study in known.values()])
        by_key = await self.patients.by_keys(self.organization_id, _unique(identity_key(one) for one in facts))
        of_study = {uid: current[study.patient_id] for uid, study in known.items()}
        new: list[Patient] = []
        for one in facts:
            uid = one.study.study_instance_uid
            if uid in of_study and (of_study[uid].medical_record_number or not one.patient.patient_id):
                continue
            key = identity_key(one)
            if key not in by_key and uid in of_study:
                self._identify(of_study[uid], one)
                by_key[key] = of_study[uid]
            elif key not in by_key:
                by_key[key] = self._patient(one, key)
                new.append(by_key[key])
            of_study[uid] = by_key[key]
        used = {patient.id for patient in of_study.values()}
        new = [patient for patient in new if patient.id in used]
        await self._name_apart(new)
        await self._added(new)
        return of_study

    async def _series(self, facts: Sequence[DicomFacts], studies: dict[str, Study]) -> dict[str, Series]:
        known = await self.series.by_uids(self.organization_id, _unique(f.series.series_instance_uid for f in facts))
        new = []
        for one in facts:
            uid = one.series.series_instance_uid
            if uid not in known:
                known[uid] = self._one_series(one, studies[one.study.study_instance_uid])
                new.append(known[uid])
        await self._added(new)
        return known

    async def _give_to(self, study: Study, patient: Patient) -> None:
        """A study of an unknown patient turned out to belong to a known one."""
        unknown_id = study.patient_id
        study.patient_id = patient.id
        await self.work.flush()
        if await self.patients.study_count(unknown_id) == 0:
            await self.patients.move_samples(unknown_id, patient.id)
            unknown = await self.patients.get(unknown_id)
            if unknown is not None:
                await self.patients.delete(unknown)
        audit.record(self.work, self.caller, "study.identified", study.id, organization_id=self.organization_id)

    async def _name_apart(self, patients: Sequence[Patient]) -> None:
        """Give pseudonyms that nobody in the centre has."""
        drawn: set[str] = set()
        for patient in patients:
            pseudonym = new_pseudonym()
            while pseudonym in drawn or await self.patients.taken_pseudonyms(self.organization_id, [pseudonym]):
                pseudonym = new_pseudonym()
            drawn.add(pseudonym)
            patient.pseudonym = pseudonym

    async def _added(self, rows: Iterable[Row]) -> list[Row]:
        added = list(rows)
        self.work.db.add_all(added)
        await self.work.flush()
        return added

    def _patient(self, facts: DicomFacts, key: str) -> Patient:
        patient = Patient(id=new_id(), organization_id=self.organization_id, identity_key=key)
        _describe(patient, facts)
        return patient

    def _identify(self, patient: Patient, facts: DicomFacts) -> None:
        """The patient of a study without Patient ID gets the one that a later file of the study gives."""
        patient.identity_key = identity_key(facts)
        _describe(patient, facts)
        audit.record(self.work, self.caller, "patient.identified", patient.id, organization_id=self.organization_id)

    def _study(self, facts: DicomFacts, patient: Patient) -> Study:
        return Study(
            id=new_id(),
            organization_id=self.organization_id,
            patient_id=patient.id,
            study_instance_uid=facts.study.study_instance_uid,
            study_date=facts.study.date,
            description=_clipped(facts.study.description, NAME_LENGTH),
            accession_number=_clipped(facts.study.accession_number, 64),
        )

    def _one_series(self, facts: DicomFacts, study: Study) -> Series:
        return Series(
            id=new_id(),
            organization_id=self.organization_id,
            study_id=study.id,
            series_instance_uid=facts.series.series_instance_uid,
            modality=_clipped(facts.series.modality, 16) or "OT",
            description=_clipped(facts.series.description, NAME_LENGTH),
            series_number=_whole(facts.series.number),
            body_part=_clipped(facts.series.body_part, 64),
            laterality=_clipped(facts.series.laterality, 16),
            frame_of_reference_uid=_clipped(facts.series.frame_of_reference_uid, 64),
        )

    def _file(self, accepted: Accepted) -> dict[str, Any]:
        candidate, photo = accepted.decision.candidate, accepted.inspection.photo
        return {
            "id": new_id(),
            "organization_id": self.organization_id,
            "sha256": candidate.sha256,
            "size_bytes": candidate.size_bytes,
            "media_type": accepted.inspection.media_type,
            "storage_key": content_key(self.organization_id, candidate.sha256),
            "file_name": candidate.path[-NAME_LENGTH:],
            "uploaded_by_id": self.caller.user_id,
            "pixel_width": photo.width if photo else None,
            "pixel_height": photo.height if photo else None,
            "display_key": candidate.display_key,
        }

    def _instance(self, facts: DicomFacts, file_id: UUID, series_id: UUID) -> dict[str, Any]:
        image = facts.instance
        references = {"series": list(facts.referenced_series_uids), "sop": list(facts.referenced_sop_uids)}
        return {
            "id": new_id(),
            "organization_id": self.organization_id,
            "series_id": series_id,
            "file_id": file_id,
            "sop_instance_uid": image.sop_instance_uid,
            "sop_class_uid": _clipped(image.sop_class_uid, 64) or "",
            "transfer_syntax_uid": _clipped(image.transfer_syntax_uid, 64) or "",
            "instance_number": _whole(image.instance_number),
            "row_count": _whole(image.rows),
            "column_count": _whole(image.columns),
            "frame_count": image.frame_count,
            "is_image": facts.is_image,
            "structure": facts.structure,
            "image_position_mm": _listed(image.image_position_mm),
            "image_orientation": _listed(image.image_orientation),
            "attributes": facts.attributes,
            "frame_ranges": [[list(part) for part in frame] for frame in facts.frame_ranges or ()] or None,
            "referenced_uids": references if facts.structure else None,
        }


def _describe(patient: Patient, facts: DicomFacts) -> None:
    patient.medical_record_number = _clipped(facts.patient.patient_id, ID_LENGTH)
    patient.issuer = _clipped(facts.patient.issuer, ID_LENGTH)
    patient.name = _clipped(facts.patient.name, NAME_LENGTH)
    patient.birth_date = facts.patient.birth_date
    patient.sex = _clipped(facts.patient.sex, 16)


def _clipped(text: str, length: int) -> str | None:
    """What fits the column, without what a database refuses; the file itself keeps every letter."""
    return showable(text)[:length] or None


def _whole(number: int | None) -> int | None:
    return number if number is not None and number in SQL_INTEGER else None


def _listed(numbers: Sequence[float] | None) -> list[float] | None:
    return None if numbers is None else list(numbers)


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
