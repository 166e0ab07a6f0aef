import json

import pytest

from backend.core.errors import Unprocessable
from backend.imaging.exchange.document import content_hash, from_json, to_json, without_samples
from backend.tests.imaging.exchange.documents import BOX, PHOTO, SERIES, document, drawn, photograph, reading

pytestmark = pytest.mark.once


class TestCanonicalWriting:
    def test_is_read_back_as_it_was(self) -> None:
        assert from_json(to_json(document())) == document()

    def test_is_the_same_for_the_same_content(self) -> None:
        turned = {key: BOX[key] for key in reversed(BOX)}

        one, other = document(reading("a", PHOTO, drawn("1", BOX))), document(reading("a", PHOTO, drawn("1", turned)))

        assert content_hash(to_json(one)) == content_hash(to_json(other))

    def test_keeps_every_digit(self) -> None:
        awkward = {**BOX, "x": 0.1 + 0.2}

        found = from_json(to_json(document(reading("a", PHOTO, drawn("1", awkward)))))

        assert found.readings[0].objects[0].geometry["x"] == 0.1 + 0.2

    def test_another_point_is_another_hash(self) -> None:
        moved = document(reading("a", PHOTO, drawn("1", {**BOX, "x": 10.250000000000002})))

        assert content_hash(to_json(moved)) != content_hash(to_json(document(reading("a", PHOTO, drawn("1", BOX)))))

    @pytest.mark.parametrize("damaged", [b"{}", b"[]", b"no json", b'{"format":"coco"}'])
    def test_something_else_is_refused(self, damaged: bytes) -> None:
        with pytest.raises(Unprocessable):
            from_json(damaged)

    def test_a_reading_without_its_sample_is_refused(self) -> None:
        found = json.loads(to_json(document()))
        del found["readings"][0]["sample_id"]

        with pytest.raises(Unprocessable, match="sample_id"):
            from_json(json.dumps(found).encode())


class TestWithoutSamples:
    def test_readings_go_with_their_sample(self) -> None:
        left = without_samples(document(), [SERIES])

        assert [sample.id for sample in left.samples] == [PHOTO]
        assert [one.sample_id for one in left.readings] == [PHOTO]

    def test_a_sample_that_shows_it_again_goes_too(self) -> None:
        again = photograph()
        again = type(again)(
            **{name: getattr(again, name) for name in again.__slots__} | {"id": "again", "original_id": PHOTO}
        )

        left = without_samples(document(samples=(photograph(), again)), [PHOTO])

        assert left.samples == ()
