"""What runs in the parser processes: several files a call, so that a call costs little beside the files.

Imported there, so it imports nothing of the web or the database.
"""

from collections.abc import Sequence
from pathlib import Path

from backend.imaging.facts import Inspection
from backend.imaging.inspection import inspect_file


def inspect_files(files: Sequence[tuple[Path, str]]) -> list[Inspection]:
    """Look at files (place, name), one after the other."""
    return [inspect_file(path, name) for path, name in files]
