"""Whether the texts of a header can be read, and whether they carry something that is no text."""

import re

from pydicom.charset import python_encoding
from pydicom.datadict import dictionary_keyword, dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from backend.imaging.findings import Finding, warning
from backend.imaging.header_values import HeaderValues, place_of

_TEXT_VRS = ("PN", "LO", "SH", "ST", "LT", "UT", "UC")
_SHOWN = (
    "PatientName", "PatientID", "StudyDescription", "SeriesDescription", "AccessionNumber", "StudyID",
    "BodyPartExamined", "ProtocolName", "InstitutionName", "ReferringPhysicianName",
)  # fmt: skip
_SUSPICIOUS = re.compile(
    r"<\s*/?\s*[a-z!]|javascript:|\.\.[/\\]|['\"]\s*;|;\s*(drop|delete|insert|update|select)\b|^\s*[=@]|^\s*[+-]\s*[a-z(]"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]",
    re.IGNORECASE,
)
_CHARSET = "(0008,0005) SpecificCharacterSet"


def check_charset(dataset: Dataset, findings: list[Finding]) -> None:
    """Find bytes that the declared character set cannot hold. Must run before any text is converted."""
    charset = HeaderValues(dataset).text("SpecificCharacterSet")
    if "\\" in charset:
        return  # code extensions switch sets within a text; pydicom follows them
    if charset and charset not in python_encoding:
        findings.append(warning("charset_mismatch", _CHARSET, f"The character set {charset} is unknown."))
        return
    encoding = "ascii" if charset in ("", "ISO_IR 6") else python_encoding[charset]
    for tag in list(dataset.keys()):
        content = _text_bytes(dataset, tag)
        if content is not None and not _fits(content, encoding):
            place = f"{_CHARSET}; ({tag.group:04X},{tag.element:04X}) {dictionary_keyword(tag)}"
            message = f"The text holds bytes that {charset or 'the default character set'} does not have."
            findings.append(warning("charset_mismatch", place, message))


def check_suspicious_text(values: HeaderValues, findings: list[Finding]) -> None:
    for keyword in _SHOWN:
        if _SUSPICIOUS.search(values.text(keyword)):
            message = "The text looks like code, a path or a formula; it is kept as it is and only ever shown as text."
            findings.append(warning("suspicious_text", place_of(keyword), message))


def _text_bytes(dataset: Dataset, tag: BaseTag) -> bytes | None:
    element: object = dataset.get_item(tag)
    if tag.is_private or not isinstance(element, RawDataElement) or not isinstance(element.value, bytes):
        return None
    try:
        if (element.VR or dictionary_VR(tag)) not in _TEXT_VRS:
            return None
        dictionary_keyword(tag)
    except KeyError:
        return None
    return element.value


def _fits(content: bytes, encoding: str) -> bool:
    if encoding == "ascii":
        return content.isascii()
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
