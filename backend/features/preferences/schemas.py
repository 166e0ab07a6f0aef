from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from backend.core.schemas import Characters, Schema


class Language(StrEnum):
    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"
    SPANISH = "es"
    POLISH = "pl"


Command = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60), Characters]
# The code of a key (UI Events' `KeyboardEvent.code`), after what is held with it.
Chord = Annotated[
    str, StringConstraints(pattern=r"^(Ctrl\+)?(Shift\+)?(Alt\+)?[A-Z][A-Za-z0-9]*$", max_length=60), Characters
]
Chords = Annotated[list[Chord], Field(max_length=8)]


class Preferences(Schema):
    """All of them: what is not sent goes back to what is usual."""

    language: Language | None = Field(default=None, description="Of the pages; null: the one of the browser.")
    idle_minutes: int | None = Field(
        default=None, ge=1, le=240, description="Minutes without a touch until the screen is locked; null: never."
    )
    has_single_keys: bool = Field(default=True, description="Whether keys act without Ctrl or Alt.")
    bindings: dict[Command, Chords] = Field(
        default_factory=dict,
        max_length=200,
        description="Keys by command, where they are not the usual ones; an empty list: the command has no key.",
        examples=[{"tool-box": ["KeyB"], "redo": ["Ctrl+KeyY", "Ctrl+Shift+KeyZ"]}],
    )

    @model_validator(mode="after")
    def name_each_key_once(self) -> Self:
        for command, chords in self.bindings.items():
            if len(set(chords)) < len(chords):
                raise ValueError(f"names a key of {command} twice")
        return self
