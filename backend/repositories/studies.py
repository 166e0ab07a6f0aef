"""Questions about studies."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.instance import Instance
from backend.models.patient import Patient
from backend.models.sample_set import Identity, SampleSet
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.base import Repository
from backend.repositories.series import in_sets, strictest, visible_series, without_set

StudyOfPatient = tuple[Study, Patient]


@dataclass(frozen=True)
class StudyExtent:
    """What the caller sees of a study."""

    modalities: tuple[str, ...]
    series_count: int
    instance_count: int


class StudyRepository(Repository[Study]):
    model = Study

    async def by_uids(self, organization_id: UUID, uids: Sequence[str]) -> dict[str, Study]:
        found = await self.all(
            self.select().where(Study.organization_id == organization_id, Study.study_instance_uid.in_(uids))
        )
        return {study.study_instance_uid: study for study in found}

    async def claims(self, organization_id: UUID, uids: Sequence[str]) -> list[tuple[str, str | None, str | None]]:
        """Which Study Instance UIDs are taken, and by whom: Patient ID and its issuer."""
        rows = await self.db.execute(
            select(Study.study_instance_uid, Patient.medical_record_number, Patient.issuer)
            .join(Patient, Patient.id == Study.patient_id)
            .where(Study.organization_id == organization_id, Study.study_instance_uid.in_(uids))
        )
        return [(uid, number, issuer) for uid, number, issuer in rows]

    def visible_to(self, caller: Caller) -> Select[Study, Patient]:
        return (
            select(Study, Patient)
            .join(Patient, Patient.id == Study.patient_id)
            .where(_of_series(visible_series(caller)))
        )

    async def get_visible(self, study_id: UUID, caller: Caller) -> StudyOfPatient | None:
        rows = await self.db.execute(self.visible_to(caller).where(Study.id == study_id))
        return rows.one_or_none()

    async def matching(self, search: str | None, caller: Caller, page: Page) -> Listing[StudyOfPatient]:
        """Newest first. Names and numbers are searched only where the caller may see them."""
        statement = self.visible_to(caller)
        for word in (search or "").split():
            statement = statement.where(_mentions(word, caller))
        total = await self.count(statement.with_only_columns(Study.id))
        statement = statement.order_by(Study.created_at.desc(), Study.id.desc())
        rows = await self.db.execute(statement.limit(page.page_size).offset(page.offset))
        return Listing(list(rows), total, page.page, page.page_size)

    async def extents(self, study_ids: Sequence[UUID], caller: Caller) -> dict[UUID, StudyExtent]:
        """What there is to see of several studies, in one query."""
        rows = await self.db.execute(
            select(Series.study_id, Series.modality, func.count(Series.id.distinct()), func.count(Instance.id))
            .join(Instance, Instance.series_id == Series.id)
            .where(Series.study_id.in_(study_ids), visible_series(caller))
            .group_by(Series.study_id, Series.modality)
            .order_by(Series.modality)
        )
        found: dict[UUID, StudyExtent] = {}
        for study_id, modality, series, instances in rows:
            before = found.get(study_id, StudyExtent((), 0, 0))
            found[study_id] = StudyExtent(
                (*before.modalities, modality), before.series_count + series, before.instance_count + instances
            )
        return found

    async def identities(self, study_ids: Sequence[UUID], caller: Caller) -> dict[UUID, Identity]:
        """How much of the patient the caller sees: all by role or by having brought it, else as the strictest set."""
        open_to_caller = await self.db.scalars(
            select(Series.study_id).where(Series.study_id.in_(study_ids), without_set(caller)).distinct()
        )
        found = dict.fromkeys(open_to_caller, Identity.FULL)
        rules: dict[UUID, list[Identity]] = {}
        for identity in Identity:
            rows = await self.db.scalars(
                select(Series.study_id)
                .where(Series.study_id.in_(study_ids), in_sets(_rule_for(caller, identity)))
                .distinct()
            )
            for study_id in rows:
                rules.setdefault(study_id, []).append(identity)
        return {study_id: strictest(ruled) for study_id, ruled in rules.items()} | found


def _rule_for(caller: Caller, identity: Identity) -> ColumnElement[bool]:
    return and_(SampleSet.group_id.in_(caller.groups_where(Action.SEE_GROUP)), SampleSet.identity == identity)


def _of_series(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a study has a series that fulfils the condition."""
    return exists(select(Series.id).where(Series.study_id == Study.id, condition).correlate(Study))


def _mentions(word: str, caller: Caller) -> ColumnElement[bool]:
    hidden = _of_series(in_sets(_rule_for(caller, Identity.HIDDEN)))
    pseudonymous = _of_series(in_sets(_rule_for(caller, Identity.PSEUDONYM)))
    full = _of_series(in_sets(_rule_for(caller, Identity.FULL)))
    is_open = _of_series(without_set(caller))
    identified = or_(is_open, and_(full, not_(pseudonymous), not_(hidden)))
    named = (Patient.name, Patient.medical_record_number, Study.description, Study.accession_number)
    return or_(
        and_(identified, or_(*(contains(column, word) for column in named))),
        and_(or_(is_open, not_(hidden)), contains(Patient.pseudonym, word)),
    )


def contains(column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], word: str) -> ColumnElement[bool]:
    """Without regard to case; twice, as SQLite lowers only the letters of ASCII."""
    return or_(
        func.lower(column).contains(word.lower(), autoescape=True),
        column.contains(word, autoescape=True),
    )
