"""Labels as coded concepts: their own where they have one, else one of a private scheme."""

import hashlib
from typing import TYPE_CHECKING

from pydicom.uid import generate_uid

from backend.imaging.exchange.document import DocumentLabel

if TYPE_CHECKING:
    from highdicom.sr import CodedConcept

MAKER = "Isocenter"
OUR_SCHEME = "99ISOCENTER"


def concept_of(label: DocumentLabel) -> "CodedConcept":
    """PS3.3 8.8: a code value longer than 16 characters is no Short String, and none of the schemes in use has one."""
    from highdicom.sr import CodedConcept

    own = label.concept or {}
    code, scheme, meaning = (str(own.get(name) or "") for name in ("code", "scheme", "meaning"))
    if code and scheme:
        return CodedConcept(value=code, scheme_designator=scheme[:16], meaning=(meaning or label.name)[:64])
    return CodedConcept(value=_code(label.name), scheme_designator=OUR_SCHEME, meaning=label.name[:64])


def untracked_uid(report_uid: str, number: int) -> str:
    """The tracking UID of what is followed nowhere: a group of a report must have one, and this says nothing more."""
    return str(generate_uid(entropy_srcs=["isocenter untracked", report_uid, str(number)]))


def _code(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12].upper()
