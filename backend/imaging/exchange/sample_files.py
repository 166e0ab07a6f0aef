"""Files of one sample in the formats that need its images. What could not be written is told, and stops nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend.core.errors import ApplicationError
from backend.imaging.exchange.document import Document, DocumentImage, DocumentReading
from backend.imaging.exchange.formats import NIFTI, NNUNET, RTSTRUCT, SEG, SR
from backend.imaging.exchange.nifti_files import ENDING, write_image, write_label_map, write_masks
from backend.imaging.exchange.nifti_notes import IMAGE_NAME
from backend.imaging.exchange.places import file_name
from backend.imaging.exchange.rtstruct_file import write_rtstruct
from backend.imaging.exchange.sources import SampleSource
from backend.imaging.reading import quietly


@dataclass
class Written:
    """Files by their names in the archive, what could not be written and why, and the cases of each data set."""

    files: list[tuple[str, Path]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    cases: list[tuple[str, str]] = field(default_factory=list)  # data set, modality


@quietly()
def write_sample(
    format_key: str, document: Document, sample_id: str, paths: Mapping[str, Sequence[Path]], folder: Path
) -> Written:
    """Write the files of one sample of a document into a folder of its own."""
    sample = next(one for one in document.samples if one.id == sample_id)
    source = SampleSource(document, sample, paths)
    written = Written()
    WRITERS[format_key](source, folder, written)
    return written


def _name(reading: DocumentReading) -> str:
    kind = "" if reading.kind == "reading" else f" {reading.kind}"
    turn = "" if reading.turn == 1 else f" {reading.turn}"
    return file_name(f"{reading.written_by}, round {reading.round}{kind}{turn}")


def _case(source: SampleSource, image: DocumentImage | None = None) -> str:
    several = image is not None and len(source.images) > 1
    return f"{source.sample.position:06d}{f'-{image.position}' if image and several else ''}"


def _pairs(source: SampleSource) -> Iterator[tuple[DocumentReading, DocumentImage]]:
    """Readings with the images that they have something on."""
    for reading in source.readings:
        drawn = {one.image_id for one in reading.objects}
        yield from ((reading, image) for image in source.images if image.id in drawn)


def _each_image(write: Callable[[SampleSource, DocumentReading, DocumentImage, Path], None], suffix: str) -> "Writer":
    def act(source: SampleSource, folder: Path, written: Written) -> None:
        for reading, image in _pairs(source):
            path = folder / f"{reading.id}-{image.id}.dcm"
            name = f"{_case(source, image)}/{_name(reading)}{suffix}"
            with _telling(written, f"{source.sample.title}, {reading.written_by}"):
                write(source, reading, image, path)
                written.files.append((name, path))

    return act


def _write_seg(source: SampleSource, reading: DocumentReading, image: DocumentImage, path: Path) -> None:
    from backend.imaging.exchange.seg_file import write_seg  # highdicom takes seconds to import, and no server needs it

    write_seg(source, reading, image, path)


def _sr(source: SampleSource, folder: Path, written: Written) -> None:
    from backend.imaging.exchange.sr_file import write_sr

    for reading in source.readings:
        if not reading.objects:
            continue
        path = folder / f"{reading.id}.dcm"
        with _telling(written, f"{source.sample.title}, {reading.written_by}"):
            write_sr(source, reading, path)
            written.files.append((f"{_case(source)}/{_name(reading)}.sr.dcm", path))


def _nifti(source: SampleSource, folder: Path, written: Written) -> None:
    for image in source.images:
        path = folder / f"{image.id}{ENDING}"
        with _telling(written, source.sample.title):
            write_image(list(source.paths[image.id]), path)
            written.files.append((f"{_case(source, image)}/{IMAGE_NAME}", path))
    for reading, image in _pairs(source):
        with _telling(written, f"{source.sample.title}, {reading.written_by}"):
            masks = write_masks(source, reading, image, folder)
            written.files += [(f"{_case(source, image)}/{_name(reading)}/{name}", path) for name, path in masks]


def _nnunet(source: SampleSource, folder: Path, written: Written) -> None:
    """A data set for each reader: a case has one label map. What was read without an outline is background."""
    for reading in source.readings:
        for image in (image for image in source.images if image.role == "main"):
            data_set = f"Dataset001_{file_name(source.document.set.name)}/{_name(reading)}"
            case, labels, volume = _case(source, image), folder / f"{reading.id}-{image.id}", folder / f"{image.id}"
            with _telling(written, f"{source.sample.title}, {reading.written_by}"):
                overlap = write_label_map(source, reading, image, labels.with_suffix(ENDING))
                if not volume.with_suffix(ENDING).exists():
                    write_image(list(source.paths[image.id]), volume.with_suffix(ENDING))
                written.files.append((f"{data_set}/labelsTr/{case}{ENDING}", labels.with_suffix(ENDING)))
                written.files.append((f"{data_set}/imagesTr/{case}_0000{ENDING}", volume.with_suffix(ENDING)))
                written.cases.append((data_set, image.modality))
                if overlap:
                    written.problems.append(
                        f"{source.sample.title}, {reading.written_by}: {overlap} voxels have several labels; "
                        "the last of them is written."
                    )


class _telling:  # noqa: N801 - reads as the statement it is
    """Notes what went wrong with one file, and goes on."""

    def __init__(self, written: Written, whose: str) -> None:
        self.written, self.whose = written, whose

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, ApplicationError):
            return False
        self.written.problems.append(f"{self.whose}: {error}")
        return True


Writer = Callable[[SampleSource, Path, Written], None]
WRITERS: Mapping[str, Writer] = {
    SEG.key: _each_image(_write_seg, ".seg.dcm"),
    RTSTRUCT.key: _each_image(write_rtstruct, ".rtstruct.dcm"),
    SR.key: _sr,
    NIFTI.key: _nifti,
    NNUNET.key: _nnunet,
}
