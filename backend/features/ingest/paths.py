"""Paths of uploaded files: names for people, never places on a disk."""

import hashlib
import unicodedata

from backend.features.ingest.errors import UnusablePath

MAX_PATH_LENGTH = 1024
MEMBER_MARK = "!"
UNSHOWABLE = {"Cc", "Cs"}  # control characters and lone surrogates


def clean_path(path: str) -> str:
    """Give a relative path with forward slashes. Raises UnusablePath for one that means something else."""
    if len(path) > MAX_PATH_LENGTH:
        raise UnusablePath(f"The path of the file has more than {MAX_PATH_LENGTH} characters.")
    if showable(path) != path:
        raise UnusablePath("The path of the file holds characters that cannot be shown.")
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts:
        raise UnusablePath
    return "/".join(parts)


def path_hash(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()


def member_path(archive: str, member: str) -> str:
    return f"{archive}{MEMBER_MARK}{showable(member)}"


def member_hash(archive: str, member: str) -> str:
    """Of a member: no path that was sent has this hash, for none holds a NUL."""
    return hashlib.sha256(f"{archive}\0{member}".encode(errors="surrogatepass")).hexdigest()


def showable(text: str) -> str:
    """The text with what no screen and no database can take replaced."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in UNSHOWABLE else character
        for character in text
    )
