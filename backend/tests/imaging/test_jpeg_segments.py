import io
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.data import get_testdata_file
from pydicom.encaps import generate_frames

from backend.imaging.jpeg_segments import with_comments_blanked
from backend.imaging.reading import quietly


def picture(form: str, **options: object) -> bytes:
    target = io.BytesIO()
    values = np.random.default_rng(1).integers(0, 255, (32, 32, 3)).astype(np.uint8)
    Image.fromarray(values).save(target, format=form, **options)
    return target.getvalue()


def codestream(comment: bytes) -> bytes:
    return picture("JPEG2000", no_jp2=True, comment=comment)


@pytest.mark.parametrize(
    "frame", [picture("JPEG", comment=b"DOE^JANE", exif=b"Exif\0\0DOE^JANE"), codestream(b"DOE^JANE")]
)
def test_what_stands_beside_the_picture_is_overwritten_at_its_place(frame: bytes) -> None:
    assert b"DOE^JANE" in frame

    blanked = with_comments_blanked(frame)

    assert b"DOE^JANE" not in blanked
    assert len(blanked) == len(frame)
    shown, before = (np.asarray(Image.open(io.BytesIO(data))) for data in (blanked, frame))
    assert np.array_equal(shown, before)


@pytest.mark.parametrize("frame", [b"", b"\xff", b"\xff\xd8\xff", b"\xff\xd8\xff\xfe\x00", b"\xff\xfe\x00\x00", b"DOE"])
def test_damaged_frames_come_back_as_long_as_they_were(frame: bytes) -> None:
    assert len(with_comments_blanked(frame)) == len(frame)


@quietly()
@pytest.mark.parametrize("name", ["SC_rgb_rle_2frame.dcm", "emri_small_RLE.dcm"])
def test_frames_of_other_kinds_stay_as_they_are(name: str) -> None:
    dataset = pydicom.dcmread(Path(str(get_testdata_file(name, download=False))))
    frames = list(generate_frames(dataset.PixelData, number_of_frames=int(dataset.get("NumberOfFrames", 1))))

    assert [with_comments_blanked(frame) for frame in frames] == frames
