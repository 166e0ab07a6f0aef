"""The lossy JPEG processes of 12 bits, which pydicom leaves to nobody: GDCM decodes them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gdcm
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset
from pydicom.encaps import get_frame
from pydicom.uid import UID, JPEGExtended12Bit

from backend.core.errors import Unprocessable
from backend.imaging.reading import read_dataset

SPECTRAL_SELECTION = UID("1.2.840.10008.1.2.4.53")
FULL_PROGRESSION = UID("1.2.840.10008.1.2.4.55")
RETIRED = (SPECTRAL_SELECTION, FULL_PROGRESSION)


def is_ours(syntax: UID, bits_stored: int) -> bool:
    """Say whether frames of a syntax are decoded here. Of JPEG Extended, pydicom's decoders know the 8-bit half."""
    return syntax in RETIRED or (syntax == JPEGExtended12Bit and bits_stored > 8)  # noqa: PLR2004


def decode_grey_frames(path: Path, syntax: UID, frame_indices: Sequence[int]) -> Iterator[NDArray[Any]]:
    """Decode frames of one sample a pixel as (row, column). Raises Unprocessable where GDCM cannot."""
    dataset = read_dataset(path, pixels=True)
    if dataset.get("SamplesPerPixel", 1) != 1:
        raise Unprocessable("only grey images of this transfer syntax can be decoded.")
    count = int(dataset.get("NumberOfFrames") or 1)
    for index in frame_indices:
        frame = _decoded(get_frame(dataset.PixelData, index, number_of_frames=count), dataset, syntax)
        if frame is None:
            raise Unprocessable(f"frame {index + 1} is damaged.")
        yield frame


def _decoded(encoded: bytes, header: FileDataset, syntax: UID) -> NDArray[Any] | None:
    fragment = gdcm.Fragment()
    fragment.SetByteStringValue(encoded)
    fragments = gdcm.SequenceOfFragments.New()
    fragments.AddFragment(fragment)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    image = gdcm.Image()
    image.SetNumberOfDimensions(2)
    image.SetDimensions((header.Columns, header.Rows, 1))
    image.SetDataElement(element)
    photometric = gdcm.PhotometricInterpretation.GetPIType(str(header.PhotometricInterpretation))
    image.SetPhotometricInterpretation(gdcm.PhotometricInterpretation(photometric))
    image.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(str(syntax))))
    image.SetPixelFormat(
        gdcm.PixelFormat(1, header.BitsAllocated, header.BitsStored, header.HighBit, header.PixelRepresentation)
    )
    buffer = image.GetBuffer()
    if buffer is None:
        return None
    kind = "i" if header.PixelRepresentation else "u"
    values = np.frombuffer(buffer.encode("utf-8", "surrogateescape"), f"<{kind}{header.BitsAllocated // 8}")
    if values.size < header.Rows * header.Columns:
        return None
    return values[: header.Rows * header.Columns].reshape(header.Rows, header.Columns)
