"""Photographs: what they are, and copies of them without metadata."""

from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from backend.core.errors import Unprocessable
from backend.imaging import photo
from backend.imaging.facts import Inspection, PhotoFacts
from backend.imaging.inspection import inspect_file
from backend.imaging.phantoms import DemoHospital
from backend.imaging.photo import write_display_copy


def inspect(path: Path) -> Inspection:
    return inspect_file(path, path.name)


def facts_of(path: Path) -> PhotoFacts:
    facts = inspect(path).photo
    assert facts is not None
    return facts


@pytest.fixture
def picture(hospital: DemoHospital) -> Image.Image:
    with Image.open(hospital.photographs[1]) as image:
        return image.convert("RGB")


def turned_jpeg(picture: Image.Image, path: Path, orientation: int) -> Path:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "Doe, Jane"
    picture.save(path, exif=exif, comment=b"seen by Doe, Jane", quality=95)
    return path


class TestInspectPhoto:
    def test_a_plain_picture_needs_no_copy(self, hospital: DemoHospital) -> None:
        facts = facts_of(hospital.photographs[1])

        assert facts == PhotoFacts(480, 360, "RGB", 8, has_metadata=False, needs_display_copy=False)

    @pytest.mark.parametrize(("orientation", "size"), [(1, (480, 360)), (3, (480, 360)), (6, (360, 480))])
    def test_width_and_height_are_those_shown(
        self, picture: Image.Image, tmp_path: Path, orientation: int, size: tuple[int, int]
    ) -> None:
        facts = facts_of(turned_jpeg(picture, tmp_path / "a.jpg", orientation))

        assert (facts.width, facts.height) == size
        assert facts.has_metadata
        assert facts.needs_display_copy

    def test_sixteen_bits_are_named(self, tmp_path: Path) -> None:
        Image.fromarray(np.arange(600, dtype=np.uint16).reshape(20, 30) * 100).save(tmp_path / "deep.png")

        inspection = inspect(tmp_path / "deep.png")

        assert inspection.outcome == "stored_with_warning"
        assert inspection.photo is not None
        assert (inspection.photo.bit_depth, inspection.photo.needs_display_copy) == (16, True)

    @pytest.mark.parametrize("index", [0, 1])
    def test_a_cut_picture_is_quarantined(self, hospital: DemoHospital, tmp_path: Path, index: int) -> None:
        content = hospital.photographs[index].read_bytes()
        (tmp_path / "cut").write_bytes(content[: len(content) // 2])

        inspection = inspect(tmp_path / "cut")

        assert (inspection.kind, inspection.outcome) == ("photo", "quarantined")
        assert [remark.code for remark in inspection.remarks] == ["truncated"]

    def test_too_many_pixels_are_refused_before_they_are_decoded(
        self, hospital: DemoHospital, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(photo, "MOST_PIXELS", 1000)

        inspection = inspect(hospital.photographs[0])

        assert inspection.outcome == "refused"
        assert [remark.code for remark in inspection.remarks] == ["declared_size_too_large"]


class TestWriteDisplayCopy:
    def test_what_is_no_picture_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"nothing" * 9)

        with pytest.raises(Unprocessable):
            write_display_copy(tmp_path / "a.png", tmp_path / "copy")

    def test_an_upright_jpeg_keeps_its_pixels_and_loses_its_metadata(
        self, picture: Image.Image, tmp_path: Path
    ) -> None:
        source = turned_jpeg(picture, tmp_path / "a.jpg", 1)
        source.write_bytes(source.read_bytes() + b"appended: Doe, Jane")

        assert write_display_copy(source, tmp_path / "copy") == ()

        assert b"Doe" in source.read_bytes()
        assert b"Doe" not in (tmp_path / "copy").read_bytes()
        assert not facts_of(tmp_path / "copy").has_metadata
        assert np.array_equal(np.asarray(Image.open(source)), np.asarray(Image.open(tmp_path / "copy")))

    def test_a_progressive_jpeg_keeps_all_its_scans(self, picture: Image.Image, tmp_path: Path) -> None:
        picture.save(tmp_path / "a.jpg", progressive=True, comment=b"Doe")

        write_display_copy(tmp_path / "a.jpg", tmp_path / "copy")

        assert b"Doe" not in (tmp_path / "copy").read_bytes()
        assert np.array_equal(np.asarray(Image.open(tmp_path / "a.jpg")), np.asarray(Image.open(tmp_path / "copy")))

    @pytest.mark.parametrize("orientation", [2, 3, 4, 5, 6, 7, 8])
    def test_a_turned_jpeg_is_put_upright_without_loss(
        self, picture: Image.Image, tmp_path: Path, orientation: int
    ) -> None:
        source = turned_jpeg(picture, tmp_path / "a.jpg", orientation)

        write_display_copy(source, tmp_path / "copy")

        with Image.open(source) as image, Image.open(tmp_path / "copy") as copy:
            assert copy.format == "PNG"
            assert np.array_equal(np.asarray(ImageOps.exif_transpose(image)), np.asarray(copy))
        assert not facts_of(tmp_path / "copy").has_metadata

    def test_texts_of_a_png_are_left_out(self, picture: Image.Image, tmp_path: Path) -> None:
        texts = PngInfo()
        texts.add_text("Patient", "Doe, Jane")
        picture.save(tmp_path / "a.png", pnginfo=texts)
        assert facts_of(tmp_path / "a.png").needs_display_copy

        write_display_copy(tmp_path / "a.png", tmp_path / "copy")

        assert b"Doe" not in (tmp_path / "copy").read_bytes()
        assert np.array_equal(np.asarray(Image.open(tmp_path / "copy")), np.asarray(picture))

    def test_sixteen_bits_become_eight_with_a_remark(self, tmp_path: Path) -> None:
        values = np.linspace(500, 40_000, 600).astype(np.uint16).reshape(20, 30)
        Image.fromarray(values).save(tmp_path / "deep.png")

        (remark,) = write_display_copy(tmp_path / "deep.png", tmp_path / "copy")

        shown = np.asarray(Image.open(tmp_path / "copy")).astype(int)
        assert remark.code == "reduced_bit_depth"
        assert (shown.min(), shown.max()) == (0, 255)
        assert (np.diff(shown.ravel()) >= 0).all()

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
    def test_every_mode_can_be_shown(self, picture: Image.Image, tmp_path: Path, mode: str) -> None:
        source = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
        picture.convert(mode).save(source)

        write_display_copy(source, tmp_path / "copy")

        with Image.open(tmp_path / "copy") as copy:
            assert copy.mode in ("L", "RGB", "RGBA")
            assert copy.size == picture.size
