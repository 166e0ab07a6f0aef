"""XML as VOC and CVAT have it: elements with text, without the characters that XML has no writing for."""

import re
from xml.etree import ElementTree as ET

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, 2.2


def add(parent: ET.Element, tag: str, text: str = "", /, **attributes: str) -> ET.Element:
    item = ET.SubElement(parent, tag, {key: plain(value) for key, value in attributes.items()})
    item.text = plain(text) or None
    return item


def plain(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)


def written(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
