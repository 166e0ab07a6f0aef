"""A release proves itself, also once a part of it is withdrawn."""

import json
from dataclasses import replace
from typing import Any

import pytest

from backend.core.errors import Unprocessable
from backend.imaging.exchange.document import (
    Document,
    DocumentImage,
    DocumentLabel,
    DocumentObject,
    DocumentReading,
    DocumentSample,
    DocumentSet,
)
from backend.imaging.releases.differences import Change, compare
from backend.imaging.releases.manifest import Manifest, canonical, manifest_of, read_manifest

pytestmark = pytest.mark.once
LABEL = DocumentLabel(id="l1", name="Nodule", color="#E69F00", position=1)


def box(x: float = 10.0, y: float = 10.0, side: float = 10.0) -> dict[str, Any]:
    return {"kind": "box", "x": x, "y": y, "width": side, "height": side}


def drawn(key: str, **changed: Any) -> DocumentObject:
    values: dict[str, Any] = {"label_id": "l1", "image_id": "i1", "kind": "box", "geometry": box()}
    return DocumentObject(id=key, **(values | changed))


def sample(number: int, original_id: str | None = None) -> DocumentSample:
    image = DocumentImage(f"i{number}", "main", 1, "XC", 64, 64, f"{number}.png", sha256="0" * 64)
    return DocumentSample(f"s{number}", number, f"Photo {number}", "XC", None, (image,), original_id=original_id)


def reading(number: int, *objects: DocumentObject, **changed: Any) -> DocumentReading:
    values: dict[str, Any] = {"kind": "reading", "round": 1, "state": "done", "version": 1}
    return DocumentReading(f"r{number}", f"s{number}", "Reader 1", objects=objects, **(values | changed))


def document(*readings: DocumentReading, samples: int = 3) -> Document:
    about = DocumentSet(id="set", name="Nodules", task="detection", round=1, identity="pseudonym")
    return Document(about, (LABEL,), tuple(sample(number) for number in range(1, samples + 1)), readings)


class TestManifest:
    def test_says_again_what_the_document_said(self) -> None:
        said = document(reading(1, drawn("a")), reading(2))

        assert read_manifest(manifest_of(said).write()).document() == said

    def test_the_same_content_has_the_same_hash(self) -> None:
        assert manifest_of(document(reading(1))).content_hash == manifest_of(document(reading(1))).content_hash

    @pytest.mark.parametrize(
        "other",
        [
            document(reading(1, drawn("a", geometry=box(10.000001)))),
            document(reading(1, drawn("a")), samples=2),
            replace(document(reading(1, drawn("a"))), labels=(replace(LABEL, name="Node"),)),
        ],
        ids=["geometry", "samples", "labels"],
    )
    def test_other_content_has_another_hash(self, other: Document) -> None:
        assert manifest_of(other).content_hash != manifest_of(document(reading(1, drawn("a")))).content_hash

    def test_tells_which_sample_was_altered(self) -> None:
        written = json.loads(manifest_of(document(reading(2, drawn("a")))).write())
        written["samples"][1]["readings"][0]["objects"][0]["geometry"]["x"] = 11

        assert read_manifest(canonical(written)).altered() == ["s2"]

    def test_something_else_is_refused(self) -> None:
        with pytest.raises(Unprocessable, match="something without a format"):
            read_manifest(b"{}")
        with pytest.raises(Unprocessable, match="isocenter-release/1"):
            read_manifest(b"[")


class TestWithdrawal:
    def test_leaves_the_hash_and_nothing_of_what_was_said(self) -> None:
        whole = manifest_of(document(reading(1, drawn("a", comment="Mrs Doe")), reading(2)))

        less = whole.without({"s1"}, "Consent withdrawn", "2026-11-21")

        assert less.content_hash == whole.content_hash
        assert less.altered() == []
        assert less.withdrawn == {"s1": {"reason": "Consent withdrawn", "at": "2026-11-21"}}
        assert b"Mrs Doe" not in less.write()
        assert [one.id for one in less.document().samples] == ["s2", "s3"]
        assert [one.sample_id for one in less.document().readings] == ["s2"]

    def test_takes_those_that_show_it_again_along(self) -> None:
        said = document()
        again = manifest_of(replace(said, samples=(*said.samples, sample(4, original_id="s1"))))

        assert again.showing({"s1"}) == {"s1", "s4"}

    def test_a_second_one_does_not_change_what_the_first_said(self) -> None:
        once = manifest_of(document()).without({"s1"}, "first", "then")

        assert once.without({"s1", "s2"}, "second", "now").withdrawn["s1"]["reason"] == "first"


class TestDifferences:
    def test_of_the_same_there_are_none(self) -> None:
        found = compare(manifest_of(document(reading(1))), manifest_of(document(reading(1))))

        assert (found.unchanged, found.total, found.samples, found.labels) == (3, 0, (), ())

    def test_a_redrawn_object_says_how_much_of_it_stayed(self) -> None:
        before = manifest_of(document(reading(1, drawn("a"))))
        after = manifest_of(document(reading(1, drawn("a", geometry=box(15.0)), version=2)))

        (changed,) = compare(before, after).samples

        assert changed.change is Change.CHANGED
        (one,) = changed.objects
        assert (one.change, one.fields, one.dice) == (Change.CHANGED, ("geometry",), 0.5)

    def test_added_and_removed_objects_count_for_their_label(self) -> None:
        before = manifest_of(document(reading(1, drawn("a"), drawn("b"))))
        after = manifest_of(document(reading(1, drawn("b"), drawn("c"), drawn("d"))))

        (label,) = compare(before, after).labels

        assert (label.name, label.added, label.removed, label.changed, label.change) == ("Nodule", 2, 1, 0, None)

    def test_a_reading_opened_again_and_left_as_it_was_is_no_difference(self) -> None:
        found = compare(manifest_of(document(reading(1))), manifest_of(document(reading(1, version=3))))

        assert (found.total, found.unchanged) == (0, 3)

    def test_samples_are_told_page_by_page(self) -> None:
        found = compare(manifest_of(document(samples=1)), manifest_of(document(samples=5)), offset=1, limit=2)

        assert found.total == 4
        assert found.counts == {Change.ADDED: 4}
        assert [one.id for one in found.samples] == ["s3", "s4"]

    def test_what_is_withdrawn_is_told_and_not_compared(self) -> None:
        before = manifest_of(document(reading(1, drawn("a"))))

        found = compare(before, before.without({"s1"}, "why", "when"))

        assert [(one.id, one.change, one.objects) for one in found.samples] == [("s1", Change.WITHDRAWN, ())]
        assert found.unchanged == 2

    def test_flags_labels_and_set_are_compared(self) -> None:
        said = document(reading(1))
        other = document(reading(1, tentative=True), reading(2))
        other = replace(other, labels=(replace(LABEL, color="#000000"),), set=replace(other.set, guideline="Look."))

        found = compare(manifest_of(said), manifest_of(other))

        assert found.set_fields == ("guideline",)
        assert [(one.id, one.fields) for one in found.samples] == [("s1", ("tentative",)), ("s2", ("readings",))]
        assert [(one.change, one.fields) for one in found.labels] == [(Change.CHANGED, ("color",))]

    def test_a_mark_on_another_slice_shares_no_pixel(self) -> None:
        before: Manifest = manifest_of(document(reading(1, drawn("a", sop_instance_uid="1.2"))))
        after = manifest_of(document(reading(1, drawn("a", sop_instance_uid="1.3", geometry=box(11)))))

        assert compare(before, after).samples[0].objects[0].dice == 0.0
