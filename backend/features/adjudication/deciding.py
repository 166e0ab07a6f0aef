"""Decisions: made as readings of their own, undone in one act; the readings that they are over are never touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from backend.core import audit
from backend.core.database import now
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.adjudication.anonymous import by_alias
from backend.features.adjudication.errors import (
    AdjudicationNotFound,
    AlreadyDecided,
    AlreadyUndone,
    NoSuchObject,
    NoSuchReading,
    NothingToDecide,
    NotOfThisWay,
    ReadingsChanged,
)
from backend.features.adjudication.schemas import DecisionCreate, DecisionRead
from backend.features.adjudication.service import AdjudicationService
from backend.features.blinding.service import BlindingService
from backend.features.examinations.journal import Journal
from backend.features.examinations.painting import strokes_between
from backend.features.examinations.schemas import (
    AnnotationWrite,
    Operation,
    PaintMask,
    PutAnnotation,
    SetFlags,
    SetState,
)
from backend.features.sets.service import require_open
from backend.models.adjudication import Adjudication, DecisionWay
from backend.models.adjudication_parent import AdjudicationParent
from backend.models.annotation import AnnotationKind
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.sample_set import SampleSet
from backend.repositories.adjudications import FEWEST_READINGS, AdjudicationRepository
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.readings import DrawnObject, Reading, ReadingRepository
from backend.repositories.sample_sets import SampleSetRepository


@dataclass(frozen=True)
class Taken:
    """An object that holds, and which one of which reading it was, unless it is drawn anew."""

    annotation: AnnotationWrite
    annotation_id: UUID
    alias: str | None = None


class Deciding:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.service = AdjudicationService(work)
        self.adjudications = AdjudicationRepository(work.db)
        self.examinations = ExaminationRepository(work.db)
        self.readings = ReadingRepository(work.db)
        self.sets = SampleSetRepository(work.db)
        self.journal = Journal(work.db)

    async def decide(self, set_id: UUID, sample_id: UUID, body: DecisionCreate, caller: Caller) -> DecisionRead:
        """Choose, merge or redraw. Two who decide at once: the second is told that it is decided."""
        sample_set, _ = await self.service.seen_sample(set_id, sample_id, caller)
        require_open(sample_set)
        await self.sets.locked(set_id)  # whoever decides in the set holds it
        if await self.adjudications.standing(sample_id, sample_set.round) is not None:
            raise AlreadyDecided
        parents = await self._looked_at(sample_id, sample_set.round, body)
        readings = dict(zip(parents, await self.readings.all_with_objects(list(parents.values())), strict=True))
        examination = await self._begin(sample_set, sample_id, caller)
        await self._write(sample_set, examination, body, readings, caller)
        decision = self.adjudications.add(
            Adjudication(
                set_id=set_id,
                sample_id=sample_id,
                examination_id=examination.id,
                adjudicator_id=caller.user_id,
                round=sample_set.round,
                way=body.way,
                stands=True,
            )
        )
        await self.work.flush()
        self.work.db.add_all(
            AdjudicationParent(adjudication_id=decision.id, examination_id=parent.id, version=parent.version)
            for parent in parents.values()
        )
        self._record(caller, "adjudication.made", decision, sample_set)
        await self.work.flush()
        await self.work.db.refresh(examination)
        return await self.service.read_decision(decision)

    async def undo(self, adjudication_id: UUID, caller: Caller) -> DecisionRead:
        """The decision stays on record and holds no more: its reading is open again, so nothing takes it for done."""
        decision, sample_set = await self._found(adjudication_id, caller)
        require_open(sample_set)
        await self.sets.locked(sample_set.id)
        await self.work.db.refresh(decision)
        if decision.stands is None:
            raise AlreadyUndone
        decision.stands, decision.undone_at, decision.undone_by_id = None, now(), caller.user_id
        examination = await self.examinations.get(decision.examination_id)
        assert examination is not None  # noqa: S101 - a foreign key says so
        reopened = SetState(id=uuid4(), kind="set_state", state=ExaminationState.OPEN)
        reading = await self.readings.with_objects(examination)
        await self.journal.write(reading, [reopened], sample_set.task, caller.user_id)
        self._record(caller, "adjudication.undone", decision, sample_set)
        await self.work.flush()
        await self.work.db.refresh(examination)
        return await self.service.read_decision(decision)

    async def _found(self, adjudication_id: UUID, caller: Caller) -> tuple[Adjudication, SampleSet]:
        decision = await self.adjudications.get_visible(adjudication_id, caller)
        sample_set = await self.sets.get_visible(decision.set_id, caller) if decision else None
        if decision is None or sample_set is None:
            raise AdjudicationNotFound
        caller.require(Action.ADJUDICATE, in_=sample_set.group_id)
        if await BlindingService(self.work).is_blind(sample_set, caller):
            raise AdjudicationNotFound
        return decision, sample_set

    async def _looked_at(self, sample_id: UUID, round_: int, body: DecisionCreate) -> dict[str, Examination]:
        """The readings by their letters, as they were when they were looked at."""
        found = by_alias(await self.adjudications.readings([sample_id], round_))
        if len(found) < FEWEST_READINGS:
            raise NothingToDecide
        if {alias: reading.version for alias, reading in found.items()} != body.versions:
            raise ReadingsChanged
        return found

    async def _begin(self, sample_set: SampleSet, sample_id: UUID, caller: Caller) -> Examination:
        examination = self.examinations.add(
            Examination(
                set_id=sample_set.id,
                sample_id=sample_id,
                reader_id=caller.user_id,
                round=sample_set.round,
                kind=ExaminationKind.ADJUDICATION,
                turn=await self.adjudications.last_turn(sample_id, caller.user_id, sample_set.round) + 1,
                version=0,
            )
        )
        await self.work.flush()
        return examination

    async def _write(
        self,
        sample_set: SampleSet,
        examination: Examination,
        body: DecisionCreate,
        readings: Mapping[str, Reading],
        caller: Caller,
    ) -> None:
        """By the same operations, under the same rules, as any reading."""
        taken = _taken(body, readings)
        objects = [one.annotation for one in taken]
        strokes = [*await self._strokes(taken, readings), *body.strokes]
        chosen = readings.get(body.chosen or "")
        operations: list[Operation] = [
            PutAnnotation(id=uuid4(), kind="put_annotation", annotation=each) for each in objects
        ]
        operations += strokes
        operations.append(
            SetFlags(
                id=uuid4(),
                kind="set_flags",
                bad_quality=chosen.bad_quality if chosen else body.bad_quality,
                tentative=chosen.tentative if chosen else False,
                no_finding=_finds_nothing(objects, body, chosen),
                comment=body.comment,
            )
        )
        operations.append(SetState(id=uuid4(), kind="set_state", state=ExaminationState.DONE))
        earlier = {key: drawn for reading in readings.values() for key, drawn in reading.objects.items()}
        reading = await self.readings.with_objects(examination)
        await self.journal.write(reading, operations, sample_set.task, caller.user_id, earlier=earlier)

    async def _strokes(self, taken: Sequence[Taken], readings: Mapping[str, Reading]) -> list[PaintMask]:
        """What the masks mark that are taken over."""
        whole: dict[str, Reading] = {}
        strokes: list[PaintMask] = []
        for one in taken:
            if one.alias is None or one.annotation.kind is not AnnotationKind.MASK:
                continue
            if one.alias not in whole:
                whole[one.alias] = await self.journal.masks.whole(readings[one.alias])
            marked = whole[one.alias].voxels.runs.get(one.annotation_id, {})
            strokes += strokes_between(one.annotation.id, {}, marked)
        return strokes

    def _record(self, caller: Caller, action: str, decision: Adjudication, sample_set: SampleSet) -> None:
        audit.record(
            self.work,
            caller,
            action,
            decision.id,
            organization_id=sample_set.organization_id,
            set_id=str(sample_set.id),
            sample_id=str(decision.sample_id),
            way=decision.way.value,
        )


def _finds_nothing(objects: Sequence[AnnotationWrite], body: DecisionCreate, chosen: Reading | None) -> bool:
    if chosen is not None:
        return chosen.no_finding
    return not objects and not body.bad_quality


def _taken(body: DecisionCreate, readings: Mapping[str, Reading]) -> list[Taken]:
    """What holds, by the way in which it was decided."""
    given = {
        DecisionWay.CHOOSE: body.chosen is not None,
        DecisionWay.MERGE: bool(body.picked),
        DecisionWay.REDRAW: bool(body.annotations or body.strokes),
    }
    if any(is_given for way, is_given in given.items() if way is not body.way):
        raise NotOfThisWay
    if body.way is DecisionWay.REDRAW:
        return [Taken(annotation, annotation.id) for annotation in body.annotations]
    if body.way is DecisionWay.CHOOSE:
        if body.chosen is None:
            raise NotOfThisWay
        if body.chosen not in readings:
            raise NoSuchReading
        return [_take(drawn, drawn.id, body.chosen) for drawn in readings[body.chosen].objects.values()]
    return _picked(body, readings)


def _picked(body: DecisionCreate, readings: Mapping[str, Reading]) -> list[Taken]:
    taken: dict[UUID, Taken] = {}
    for pick in body.picked:
        if pick.alias not in readings:
            raise NoSuchReading
        drawn = readings[pick.alias].objects.get(pick.annotation_id)
        if drawn is None:
            raise NoSuchObject
        key = drawn.id if drawn.id not in taken else uuid4()  # two readers' clients may have made the same id
        taken[key] = _take(drawn, key, pick.alias)
    return list(taken.values())


def _take(drawn: DrawnObject, key: UUID, alias: str) -> Taken:
    annotation = AnnotationWrite.model_validate(
        {
            "id": key,
            "label_id": drawn.label_id,
            "image_id": drawn.sample_image_id,
            "kind": drawn.kind,
            "sop_instance_uid": drawn.sop_instance_uid,
            "frame": drawn.frame,
            "geometry": drawn.geometry,
            "plane": drawn.plane,
            "tracking_uid": drawn.tracking_uid,
            "is_target": drawn.is_target,
            "comment": drawn.remark,
            "attributes": drawn.attributes,
        }
    )
    return Taken(annotation, drawn.id, alias)
