"""What every schema of the API shares."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

MAX_TEXT = 10_000


class Schema(BaseModel):
    """Reads models by attribute; refuses fields nobody knows, so that a typing error is no silent loss."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


def _no_nul(value: Any) -> Any:
    """A NUL character ends a string in one database and not in another: refused before it gets there."""
    if isinstance(value, str) and ("\x00" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise ValueError("must not hold NUL or lone surrogate characters")
    return value


# The check of characters stands last, so that it runs first and the constraints stay part of the string's own schema.
Characters = BeforeValidator(_no_nul)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Characters]
FreeText = Annotated[str, StringConstraints(max_length=MAX_TEXT), Characters]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"),
    Field(examples=["reader@example.org"]),
    Characters,
]
Password = Annotated[str, StringConstraints(min_length=12, max_length=200), Characters]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]

# A round of reading; more than anybody reads, and less than a database counts to.
Round = Annotated[int, Field(ge=1, le=10_000)]
