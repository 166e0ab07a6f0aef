"""Photographs: PNG and JPEG pictures, and the copies of them that people are shown."""

from pathlib import Path

from backend.imaging.facts import Inspection, Remark


def inspect_photo(path: Path, media_type: str) -> Inspection:
    raise NotImplementedError


def write_display_copy(path: Path, target: Path) -> tuple[Remark, ...]:
    """Write an upright copy without metadata: JPEG stays JPEG where no rotation is needed, the rest becomes PNG."""
    raise NotImplementedError
