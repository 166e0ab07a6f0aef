"""What runs in the parser processes: several files a call, so that a call costs little beside the files.

Imported there, so it imports nothing of the web or the database.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from backend.imaging.facts import DicomFacts, Inspection
from backend.imaging.inspection import inspect_file


def inspect_files(files: Sequence[tuple[Path, str]]) -> list[Inspection]:
    """Look at files (place, name), one after the other."""
    return [_plain(inspect_file(path, name)) for path, name in files]


def _plain(inspection: Inspection) -> Inspection:
    """Attributes as plain values: pydicom's own types check themselves again, loudly, where they arrive."""
    if inspection.dicom is None:
        return inspection
    return replace(inspection, dicom=with_plain_values(inspection.dicom))


def with_plain_values(facts: DicomFacts) -> DicomFacts:
    return replace(facts, attributes=json.loads(json.dumps(facts.attributes)))
