"""Files of an export, as they go into its archive."""

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

Member = tuple[str, bytes]
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content makes the same archive


def write_archive(file: BinaryIO, members: Iterable[Member]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
