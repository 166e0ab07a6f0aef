import pytest

from backend.core.database import now
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.features.blinding.errors import BlindInSet
from backend.features.exports.gathering import Choice, Whose, gather
from backend.imaging.exchange.document import to_json
from backend.models.adjudication import Adjudication, DecisionWay
from backend.models.examination import ExaminationKind
from backend.models.group import Group
from backend.models.sample_set import Identity, Sight
from backend.models.user import User
from backend.tests.factories.groups import join
from backend.tests.factories.users import create_user
from backend.tests.features.exports.conftest import ReadSet, caller_of, read_by


class TestWhoMayHaveWhat:
    async def test_a_blind_reader_is_refused_all_readings(self, work: UnitOfWork, read_set: ReadSet) -> None:
        choice = Choice(await caller_of(work, read_set.reader))

        with pytest.raises(BlindInSet):
            await gather(work, read_set.sample_set, choice)

    async def test_own_readings_are_the_same_whether_others_have_read_or_not(
        self, work: UnitOfWork, read_set: ReadSet
    ) -> None:
        choice = Choice(await caller_of(work, read_set.reader), whose=Whose.OWN)
        before = to_json(await gather(work, read_set.sample_set, choice))
        await read_by(work, read_set, read_set.other)

        after = to_json(await gather(work, read_set.sample_set, choice))

        assert after == before
        assert b"Reader 1" in before

    async def test_own_readings_say_nothing_of_samples_that_one_has_not_read(
        self, work: UnitOfWork, read_set: ReadSet
    ) -> None:
        choice = Choice(await caller_of(work, read_set.reader), whose=Whose.OWN)

        document = await gather(work, read_set.sample_set, choice)

        assert [sample.id for sample in document.samples] == [str(read_set.photo.id)]
        assert document.samples[0].purpose is None

    async def test_who_leads_and_does_not_read_has_all(self, work: UnitOfWork, read_set: ReadSet, lead: User) -> None:
        await read_by(work, read_set, read_set.other, done=False)

        document = await gather(work, read_set.sample_set, Choice(await caller_of(work, lead)))

        assert [(one.reader, one.state) for one in document.readings] == [("Reader 1", "done"), ("Reader 2", "open")]
        assert [sample.position for sample in document.samples] == [1, 2]
        assert document.samples[0].purpose == "reading"

    async def test_where_all_is_shown_to_all_a_reader_has_all(self, work: UnitOfWork, read_set: ReadSet) -> None:
        read_set.sample_set.readers_see_readings = Sight.ALWAYS
        await read_by(work, read_set, read_set.other)

        document = await gather(work, read_set.sample_set, Choice(await caller_of(work, read_set.reader)))

        assert len(document.readings) == 2

    async def test_who_only_looks_on_has_none_though_all_is_shown_to_readers(
        self, work: UnitOfWork, read_set: ReadSet, group: Group
    ) -> None:
        read_set.sample_set.readers_see_readings = Sight.ALWAYS
        viewer = await join(work, group, await create_user(work), GroupRole.VIEWER)

        document = await gather(work, read_set.sample_set, Choice(await caller_of(work, viewer)))

        assert document.readings == ()

    @pytest.mark.parametrize("kind", [ExaminationKind.IMPORTED, ExaminationKind.REFERENCE])
    @pytest.mark.parametrize("seen", [Sight.NEVER, Sight.ALWAYS])
    async def test_what_a_reader_may_not_see_of_files_and_known_answers_is_left_out(
        self, work: UnitOfWork, read_set: ReadSet, kind: ExaminationKind, seen: Sight
    ) -> None:
        read_set.sample_set.readers_see_readings = Sight.ALWAYS
        read_set.sample_set.readers_see_imported = seen
        (await read_by(work, read_set, read_set.other)).kind = kind
        await work.flush()
        caller = await caller_of(work, read_set.reader)

        document = await gather(work, read_set.sample_set, Choice(caller, kinds=frozenset({kind})))

        is_shown = kind is ExaminationKind.IMPORTED and seen is Sight.ALWAYS
        assert len(document.readings) == (1 if is_shown else 0)


class TestWhatIsInIt:
    async def test_readers_are_named_where_that_is_asked_for(
        self, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        document = await gather(work, read_set.sample_set, Choice(await caller_of(work, lead), names=True))

        assert [one.reader for one in document.readings] == ["Ada Reader"]

    async def test_only_what_was_chosen(self, work: UnitOfWork, read_set: ReadSet, lead: User) -> None:
        caller = await caller_of(work, lead)
        await read_by(work, read_set, read_set.other, done=False)

        done = await gather(work, read_set.sample_set, Choice(caller, only_done=True))
        later = await gather(work, read_set.sample_set, Choice(caller, rounds=frozenset({2})))
        known = await gather(work, read_set.sample_set, Choice(caller, kinds=frozenset({ExaminationKind.REFERENCE})))

        assert (len(done.readings), len(later.readings), len(known.readings)) == (1, 0, 0)

    async def test_a_decision_that_was_undone_is_left_out(
        self, work: UnitOfWork, read_set: ReadSet, lead: User
    ) -> None:
        decision = await read_by(work, read_set, read_set.other)
        decision.kind = ExaminationKind.ADJUDICATION
        row = Adjudication(
            set_id=decision.set_id,
            sample_id=decision.sample_id,
            examination_id=decision.id,
            adjudicator_id=read_set.other.id,
            round=1,
            way=DecisionWay.CHOOSE,
            stands=True,
        )
        work.db.add(row)
        await work.flush()
        choice = Choice(await caller_of(work, lead), kinds=frozenset({ExaminationKind.ADJUDICATION}))
        before = await gather(work, read_set.sample_set, choice)

        row.stands, row.undone_at = None, now()
        await work.flush()
        after = await gather(work, read_set.sample_set, choice)

        assert (len(before.readings), len(after.readings)) == (1, 0)

    async def test_objects_stand_with_their_reading(self, work: UnitOfWork, read_set: ReadSet, lead: User) -> None:
        document = await gather(work, read_set.sample_set, Choice(await caller_of(work, lead)))

        (drawn,) = document.readings[0].objects
        assert drawn.geometry == {"kind": "box", "x": 1, "y": 1, "width": 2, "height": 2}
        assert (drawn.label_id, drawn.image_id) == (str(read_set.label.id), str(read_set.photo_image.id))
        assert document.labels[0].name == "=Nodule"

    async def test_images_come_with_their_slices(self, work: UnitOfWork, read_set: ReadSet, lead: User) -> None:
        document = await gather(work, read_set.sample_set, Choice(await caller_of(work, lead)))

        photo, series = (sample.images[0] for sample in document.samples)
        assert (photo.width, photo.height, photo.slices) == (100, 80, ())
        assert (series.width, series.height, len(series.slices)) == (512, 512, 3)
        assert series.series_instance_uid

    @pytest.mark.parametrize(
        ("identity", "told"), [(Identity.HIDDEN, False), (Identity.PSEUDONYM, False), (Identity.FULL, True)]
    )
    async def test_patients_are_told_by_the_rule_of_the_set(
        self, work: UnitOfWork, read_set: ReadSet, lead: User, identity: Identity, told: bool
    ) -> None:
        read_set.sample_set.identity = identity
        examination = await read_by(work, read_set, read_set.other)
        examination.sample_id, examination.remark = read_set.series.id, "Jane Doe moved"
        await work.flush()

        written = to_json(await gather(work, read_set.sample_set, Choice(await caller_of(work, lead)))).decode().lower()

        assert ("doe" in written) is told
        assert (read_set.patient.pseudonym.lower() in written) is (identity is Identity.PSEUDONYM)
