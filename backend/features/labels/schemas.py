from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.core.schemas import Characters, Color, FreeText, Name, Schema
from backend.features.labels.attributes import Attribute, Attributes, Word

# Digits, and the letters that mean nothing else while reading.
Shortcut = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "J", "L", "S", "Y"]
Scheme = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9_.-]{1,16}$")]
# As DICOM writes codes: no backslash, which divides values there, and no blanks.
Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\s\\]{1,64}$"), Characters]


class Concept(Schema):
    """What a label means, in the words of a terminology (PS3.3 8)."""

    scheme: Scheme = Field(description="Coding scheme designator: SCT, DCM, RADLEX, 99LOCAL …")
    code: Code
    meaning: Word


class LabelCreate(Schema):
    name: Name
    color: Color
    description: FreeText | None = None
    concept: Concept | None = None
    shortcut: Shortcut | None = Field(default=None, description="The key that chooses it; else a digit by its place.")
    attributes: Attributes | None = Field(default=None, description="What a reader says of each object of it.")


class LabelUpdate(Schema):
    name: Name | None = None
    color: Color | None = None
    description: FreeText | None = None
    concept: Concept | None = None
    shortcut: Shortcut | None = None
    attributes: Attributes | None = Field(
        default=None, description="All of them, in order. Objects keep what they say already."
    )
    is_archived: bool | None = Field(default=None, description="True: offered for no new objects; those there keep it.")
    position: int | None = Field(default=None, ge=1, description="Its new place; the others close up.")


class LabelRead(Schema):
    id: UUID
    set_id: UUID
    name: str
    color: str
    description: str | None
    concept: Concept | None
    shortcut: Shortcut | None = Field(description="The key that chooses it; empty: a digit by its place.")
    attributes: list[Attribute] | None
    position: int = Field(description="Order in the palette, from 1; also its digit key.")
    version: int
    archived_at: datetime | None = Field(description="Since when it is not offered for new objects.")


class LabelContents(Schema):
    """What is deleted with a label."""

    objects: int
    readings: int = Field(description="Readings that hold these objects.")


class LabelSetTaken(Schema):
    """What came of the labels of a file, by name."""

    created: list[str]
    updated: list[str]
    left: list[str] = Field(description="They were there already, and stay as they are.")
    without_key: list[str] = Field(description="Their key chooses another label here: they came without.")
