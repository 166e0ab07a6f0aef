"""ZIP archives: what is in them, and taking one member out, without trusting a word of them."""

from dataclasses import dataclass
from pathlib import Path

from backend.imaging.facts import Outcome, Remark


@dataclass(frozen=True)
class ArchiveMember:
    path: str
    size_bytes: int


@dataclass(frozen=True)
class ArchiveListing:
    """`ignored` are the paths of what operating systems leave behind. A refused archive lists no members."""

    members: tuple[ArchiveMember, ...]
    ignored: tuple[str, ...]
    remarks: tuple[Remark, ...]
    outcome: Outcome


def list_archive(path: Path) -> ArchiveListing:
    raise NotImplementedError


def extract_member(path: Path, member: ArchiveMember, target: Path) -> None:
    """Write one member to `target`. Raises Unprocessable when it is not what the archive declares."""
    raise NotImplementedError
