"""The words of a set as a document: our own, which carries all of them, and CVAT's list of labels."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.core.schemas import Schema
from backend.features.labels.attributes import (
    Attribute,
    ChoiceAttribute,
    NumberAttribute,
    TextAttribute,
    YesNoAttribute,
)
from backend.features.labels.errors import LabelSetUnreadable
from backend.features.labels.schemas import LabelCreate
from backend.models.label import Label

FORMAT = "isocenter-labels/1"
MAX_LABELS = 500
FIRST_COLOR = "#999999"


class LabelSet(Schema):
    """All that a set says of its labels."""

    format: Literal["isocenter-labels/1"] = "isocenter-labels/1"
    labels: Annotated[list[LabelCreate], Field(max_length=MAX_LABELS)]


class CvatAttribute(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: str
    mutable: bool = False
    input_type: Literal["select", "radio", "checkbox", "number", "text"]
    default_value: str = ""
    values: list[str] = Field(default_factory=list)


class CvatLabel(BaseModel):
    """As CVAT's editor of raw labels has it; what is not ours (skeletons, ids) is left out."""

    model_config = ConfigDict(extra="ignore")

    name: str
    color: str | None = None
    attributes: list[CvatAttribute] = Field(default_factory=list)


CvatLabels = Annotated[list[CvatLabel], Field(max_length=MAX_LABELS)]


def label_set_of(labels: list[Label]) -> LabelSet:
    return LabelSet(labels=[LabelCreate.model_validate(label) for label in labels])


def cvat_of(labels: list[Label]) -> list[CvatLabel]:
    return [
        CvatLabel(
            name=label.name,
            color=label.color,
            attributes=[_to_cvat(attribute) for attribute in LabelCreate.model_validate(label).attributes or []],
        )
        for label in labels
    ]


def labels_in(document: LabelSet | list[CvatLabel]) -> list[LabelCreate]:
    """The labels that a document speaks of. Raises LabelSetUnreadable, naming the label."""
    if isinstance(document, LabelSet):
        return document.labels
    return [_from_cvat(label) for label in document]


def _from_cvat(label: CvatLabel) -> LabelCreate:
    try:
        attributes = [_attribute(attribute) for attribute in label.attributes]
        fields: dict[str, Any] = {"name": label.name, "color": label.color or FIRST_COLOR}
        return LabelCreate.model_validate(fields | {"attributes": attributes or None})
    except (ValidationError, ValueError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise LabelSetUnreadable(f"The label {label.name!r} cannot be taken over: {why}.") from error


def _attribute(attribute: CvatAttribute) -> Attribute:
    """CVAT writes all values as texts; those of a number are its least, its largest and its step."""
    name = attribute.name
    if attribute.input_type == "checkbox":
        return YesNoAttribute(kind="yes_no", name=name)
    if attribute.input_type == "text":
        return TextAttribute(kind="text", name=name)
    if attribute.input_type == "number":
        least, largest = (*map(float, attribute.values[:2]), None, None)[:2]
        return NumberAttribute(kind="number", name=name, min=least, max=largest)
    return ChoiceAttribute(kind="choice", name=name, options=attribute.values)


def _to_cvat(attribute: Attribute) -> CvatAttribute:
    """A number without bounds becomes a text there: CVAT knows none."""
    if isinstance(attribute, ChoiceAttribute):
        options = attribute.options
        return CvatAttribute(name=attribute.name, input_type="select", default_value=options[0], values=options)
    if isinstance(attribute, YesNoAttribute):
        values = ["true", "false"]
        return CvatAttribute(name=attribute.name, input_type="checkbox", default_value="false", values=values)
    if isinstance(attribute, NumberAttribute) and attribute.min is not None and attribute.max is not None:
        values = [f"{attribute.min:g}", f"{attribute.max:g}", "1"]
        return CvatAttribute(name=attribute.name, input_type="number", default_value=values[0], values=values)
    return CvatAttribute(name=attribute.name, input_type="text")
