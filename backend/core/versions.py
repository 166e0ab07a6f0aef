"""`ETag` and `If-Match`: an edit of what several may edit can say which version it was made on (RFC 9110, 13.1.1)."""

from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Response

from backend.core.errors import PreconditionFailed


class StaleVersion(PreconditionFailed):
    message = "Somebody else changed this meanwhile. Look at it again before you save."


@dataclass(frozen=True)
class MadeOn:
    """The versions that an edit fits; without any it is made on whatever is there."""

    tags: frozenset[str] | None = None

    def require(self, version: int) -> None:
        if self.tags is not None and etag(version) not in self.tags:
            raise StaleVersion


ANY_VERSION = MadeOn()


def etag(version: int) -> str:
    return f'"{version}"'


def made_on(
    if_match: Annotated[str | None, Header(description="The ETag of the version that is edited; stale: 412.")] = None,
) -> MadeOn:
    if if_match is None or if_match.strip() == "*":
        return ANY_VERSION
    # A proxy that compresses weakens the tags of its answers; what they name is the same version.
    return MadeOn(frozenset(tag.strip().removeprefix("W/") for tag in if_match.split(",")))


IfMatch = Annotated[MadeOn, Depends(made_on)]


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


V = TypeVar("V", bound=Versioned)


def tagged(response: Response, record: V) -> V:
    """Say in the answer's ETag which version it shows."""
    response.headers["ETag"] = etag(record.version)
    return record
