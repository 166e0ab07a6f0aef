"""What a label may ask of its objects: typed attributes, and whether a value fits one. Pure."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter, field_validator, model_validator

from backend.core.schemas import Characters, Schema

MAX_ATTRIBUTES = 20
MAX_OPTIONS = 100
MAX_VALUE = 500
MAX_NUMBER = 1e12

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Characters]
Bound = Annotated[float, Field(ge=-MAX_NUMBER, le=MAX_NUMBER, allow_inf_nan=False)]
# A yes is not a 1, and a 1 is not a yes: so each kind is strict. Numbers are kept as floating point.
Value = (
    Annotated[bool, Field(strict=True)]
    | Annotated[float, Field(strict=True, ge=-MAX_NUMBER, le=MAX_NUMBER, allow_inf_nan=False)]
    | Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MAX_VALUE), Characters]
)


class _Attribute(Schema):
    name: Word
    required: bool = Field(default=False, description="A reading is not done before each object of the label has it.")


class ChoiceAttribute(_Attribute):
    kind: Literal["choice"]
    options: list[Word] = Field(min_length=1, max_length=MAX_OPTIONS)

    @field_validator("options")
    @classmethod
    def options_differ(cls, options: list[str]) -> list[str]:
        if len(set(options)) < len(options):
            raise ValueError("an option is there twice")
        return options


class NumberAttribute(_Attribute):
    kind: Literal["number"]
    min: Bound | None = None
    max: Bound | None = None
    unit: Word | None = Field(default=None, description="UCUM where there is one: mm, HU, %.")

    @model_validator(mode="after")
    def bounds_agree(self) -> "NumberAttribute":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is larger than max")
        return self


class TextAttribute(_Attribute):
    kind: Literal["text"]


class YesNoAttribute(_Attribute):
    kind: Literal["yes_no"]


Attribute = Annotated[ChoiceAttribute | NumberAttribute | TextAttribute | YesNoAttribute, Field(discriminator="kind")]


def _names_differ(attributes: list[Attribute]) -> list[Attribute]:
    if len({attribute.name for attribute in attributes}) < len(attributes):
        raise ValueError("two attributes have the same name")
    return attributes


Attributes = Annotated[list[Attribute], Field(max_length=MAX_ATTRIBUTES), AfterValidator(_names_differ)]
ATTRIBUTES: TypeAdapter[list[Attribute]] = TypeAdapter(Attributes)


def fault_of(attribute: Attribute, value: Value) -> str | None:
    """Why a value does not fit an attribute, as the end of a sentence that names it; nothing if it fits."""
    if isinstance(attribute, ChoiceAttribute):
        return None if value in attribute.options else f"is one of: {', '.join(attribute.options)}"
    if isinstance(attribute, NumberAttribute):
        return _fault_of_number(attribute, value)
    if isinstance(attribute, YesNoAttribute):
        return None if isinstance(value, bool) else "is yes or no (true or false)"
    return None if isinstance(value, str) else "is a text"


def _fault_of_number(attribute: NumberAttribute, value: Value) -> str | None:
    if isinstance(value, bool | str):
        return "is a number"
    if attribute.min is not None and value < attribute.min:
        return f"is at least {attribute.min:g}"
    if attribute.max is not None and value > attribute.max:
        return f"is at most {attribute.max:g}"
    return None
