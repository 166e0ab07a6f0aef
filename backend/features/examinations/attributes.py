"""What objects say by the attributes of their labels: whether a value fits, and what is still to be said. Pure."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from backend.features.examinations.errors import AttributeMissing, AttributeUnfit, AttributeUnknown
from backend.features.examinations.schemas import AnnotationWrite
from backend.features.labels.attributes import ATTRIBUTES, fault_of
from backend.repositories.reading_places import Word
from backend.repositories.readings import DrawnObject


def check_values(new: AnnotationWrite, word: Word, before: DrawnObject | None) -> None:
    """Refuse values that do not fit. What an object said already it may go on saying, whatever its label asks now."""
    said = (before.attributes or {}) if before is not None and before.label_id == word.id else {}
    changed = {name: value for name, value in (new.attributes or {}).items() if not _same(said.get(name), value)}
    if not changed:
        return
    asked = {attribute.name: attribute for attribute in ATTRIBUTES.validate_python(word.attributes or [])}
    for name, value in changed.items():
        if name not in asked:
            raise AttributeUnknown(f"The label {word.name} has no attribute {name}.")
        fault = fault_of(asked[name], value)
        if fault is not None:
            raise AttributeUnfit(f"{word.name}: {name} {fault}.")


def _same(said: object, value: object) -> bool:
    """For Python, true equals 1."""
    return said == value and isinstance(said, bool) is isinstance(value, bool)


def missing(objects: Iterable[DrawnObject], words: Mapping[UUID, Word]) -> set[tuple[UUID, str]]:
    """The objects that lack what their label requires, and what it is."""
    return {
        (drawn.id, attribute["name"])
        for drawn in objects
        for attribute in words[drawn.label_id].attributes or []
        if attribute["required"] and attribute["name"] not in (drawn.attributes or {})
    }


def require_complete(
    before: Mapping[UUID, DrawnObject], after: Mapping[UUID, DrawnObject], words: Mapping[UUID, Word]
) -> None:
    """Refuse to leave something unsaid that was not left unsaid before."""
    open_ones = missing(after.values(), words) - missing(before.values(), words)
    if open_ones:
        annotation_id, name = min(open_ones)
        word = words[after[annotation_id].label_id]
        raise AttributeMissing(
            f"{word.name}: set {name} before this is done.", {"annotation_id": str(annotation_id), "attribute": name}
        )
