"""ZIP archives: what is in them, and taking one member out, without trusting a word of them."""

import stat
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from backend.core.errors import Unprocessable
from backend.imaging.facts import Outcome, Remark

MOST_MEMBERS = 100_000
LARGEST_TOTAL_BYTES = 20 * 2**30
LARGEST_MEMBER_BYTES = 4 * 2**30
HIGHEST_RATIO = 200
RATIO_FREE_BYTES = 2**20  # small members compress as well as they like
_CHUNK_BYTES = 2**20
_LITTER_NAMES = {".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes", ".fseventsd"}
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)


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
    """List an archive. One bad path, bomb or cut refuses the whole: the sender should look at it."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except _DAMAGE as error:
        place = f"{Path(path).stat().st_size} bytes"
        remark = Remark("archive_truncated", place, f"The archive cannot be listed to its end: {error}")
        return ArchiveListing((), (), (remark,), "refused")
    faults = _faults(entries)
    if faults:
        return ArchiveListing((), (), tuple(faults), "refused")
    members = tuple(
        ArchiveMember(entry.filename, entry.file_size) for entry in entries if not is_litter(entry.filename)
    )
    ignored = tuple(entry.filename for entry in entries if is_litter(entry.filename))
    return ArchiveListing(members, ignored, (), "stored")


def extract_member(path: Path, member: ArchiveMember, target: Path) -> None:
    """Write one member to `target`. Raises Unprocessable when it is not what the archive declares."""
    if _is_outside(member.path):
        raise Unprocessable(f"{member.path} points outside its archive.")
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(member.path)
            if entry.file_size != member.size_bytes or entry.file_size > LARGEST_MEMBER_BYTES or _is_bomb(entry):
                raise Unprocessable(f"{member.path} is not the size that was listed.")
            _copy(archive, entry, target)
    except KeyError as error:
        raise Unprocessable(f"The archive has no {member.path}.") from error
    except _DAMAGE as error:
        target.unlink(missing_ok=True)
        raise Unprocessable(f"{member.path} cannot be unpacked: {error}") from error


def is_litter(name: str) -> bool:
    """Say whether operating systems made this file for themselves."""
    parts = [part.lower() for part in PurePosixPath(name.replace("\\", "/")).parts]
    return "__macosx" in parts or bool(_LITTER_NAMES.intersection(parts)) or bool(parts and parts[-1].startswith("._"))


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    written = 0
    with archive.open(entry) as source, target.open("wb") as file:
        while chunk := source.read(_CHUNK_BYTES):
            written += len(chunk)
            if written > entry.file_size:
                raise zipfile.BadZipFile("it is larger than declared")
            file.write(chunk)
    if written != entry.file_size:
        raise zipfile.BadZipFile("it is shorter than declared")


def _faults(entries: list[zipfile.ZipInfo]) -> list[Remark]:
    outside = [entry.filename for entry in entries if _is_outside(entry.filename) or _is_link(entry)]
    bombs = [entry.filename for entry in entries if _is_bomb(entry)]
    twice = [name for name, count in Counter(entry.filename for entry in entries).items() if count > 1]
    locked = [entry.filename for entry in entries if entry.flag_bits & 1]
    total = sum(entry.file_size for entry in entries)
    faults = [
        (outside, "path_traversal", "Members point outside the archive."),
        (bombs, "archive_bomb", f"Members are packed more than {HIGHEST_RATIO} to 1, or too large."),
        (["directory"] * (len(entries) > MOST_MEMBERS), "archive_bomb", f"More than {MOST_MEMBERS} members."),
        (["directory"] * (total > LARGEST_TOTAL_BYTES), "archive_bomb", f"Unpacked it would be {total} bytes."),
        (twice, "duplicate_names", "Several members share a name."),
        (locked, "archive_encrypted", "Members are locked with a password."),
    ]
    return [Remark(code, "; ".join(places[:5]), message) for places, code, message in faults if places]


def _is_outside(name: str) -> bool:
    path = name.replace("\\", "/")
    has_drive = len(path) > 1 and path[1] == ":"
    return path.startswith("/") or has_drive or ".." in PurePosixPath(path).parts or "\0" in path


def _is_link(entry: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(entry.external_attr >> 16)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    is_large = entry.file_size > RATIO_FREE_BYTES
    return entry.file_size > LARGEST_MEMBER_BYTES or (
        is_large and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)
    )
