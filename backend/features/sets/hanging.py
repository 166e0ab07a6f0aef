"""Hanging rules: how the images of a sample are laid out when it is opened."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from backend.core.schemas import Schema

# The words of DICOM (PS3.3 C.7.3.1.1.1, C.7.3.1.1.17): code strings, in capitals.
CodeString = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z0-9 _]{1,16}$")]


class StageLayout(StrEnum):
    """Pictures side by side: rows by columns."""

    ONE = "1x1"
    TWO = "1x2"
    FOUR = "2x2"


class Shared(StrEnum):
    """What the pictures side by side do together."""

    SCROLL = "scroll"
    WINDOW = "window"
    ZOOM = "zoom"


class HangingRule(Schema):
    """Holds for a sample that has an image of the modality and of the body part; the first rule that fits, holds."""

    modality: CodeString | None = Field(default=None, description="(0008,0060); empty: of any.")
    body_part: CodeString | None = Field(default=None, description="(0018,0015); empty: of any.")
    layout: StageLayout = Field(description="At most: cells that nothing would be shown in are left away.")
    with_prior: bool = Field(
        default=False, description="The latest earlier examination alike beside it, if there is one."
    )
    links: list[Shared] = Field(default=[Shared.SCROLL], max_length=3, description="What the pictures share.")


HangingRules = Annotated[list[HangingRule], Field(max_length=50)]
WHAT_HANGS = "How images are laid out when a sample is opened; empty: as is usual for their modality."


def rules_of(stored: Sequence[Mapping[str, Any]] | None) -> list[HangingRule] | None:
    return None if stored is None else [HangingRule(**rule) for rule in stored]
