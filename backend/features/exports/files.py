"""Files of exports: written from a document in the format wanted, then kept in the storage. Knows no set and no row."""

import asyncio
import tempfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from backend.core.errors import ApplicationError
from backend.core.jobs import JobContext
from backend.core.storage import Received, Storage, content_key
from backend.imaging.exchange.document import Document, DocumentImage, DocumentReading, DocumentSample
from backend.imaging.exchange.formats import NIFTI, NNUNET, ExportFormat
from backend.imaging.exchange.nifti_files import dataset_description
from backend.imaging.exchange.places import by_sample
from backend.imaging.exchange.planes import on_slices
from backend.imaging.exchange.sample_files import Written, write_sample
from backend.imaging.exchange.spread import by_picture
from backend.imaging.exchange.writing import write_document

LARGEST = 2**50  # an export is as large as it is
WHOLE_SERIES = (NIFTI.key, NNUNET.key)  # the others need no more than the slices that something lies on
NOT_NEEDED = Path("not-needed")


async def write_file(
    context: JobContext, document: Document, target: ExportFormat, path: Path, organization_id: UUID
) -> list[str]:
    """Write a document at a path; tells what of it could not be written, and why."""
    if not target.knows_planes:
        document = await asyncio.to_thread(on_slices, document)
    total = len(document.samples)
    await context.progress(0, total, f"Writing {target.title}")
    if target.per_sample:
        return await _write_by_sample(context, document, target, path, organization_id)
    await asyncio.to_thread(write_document, document, target.key, path)
    await context.progress(total, total)
    return []


async def keep_file(storage: Storage, path: Path, key: str) -> Received:
    """Move a file into the storage."""
    (received,) = await storage.receive_files([path], LARGEST)
    await storage.move(received.key, key)
    return received


async def _write_by_sample(
    context: JobContext, document: Document, target: ExportFormat, path: Path, organization_id: UUID
) -> list[str]:
    readings = by_sample(document.readings)
    problems: list[str] = []
    cases: Counter[tuple[str, str]] = Counter()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sample in enumerate(document.samples, start=1):
            if sample.id in readings:
                part = replace(document, samples=(sample,), readings=tuple(readings[sample.id]))
                written = await _write_sample(context, part, target, archive, organization_id)
                problems += written.problems
                cases.update(written.cases)
            await context.progress(number, len(document.samples), f"Writing {target.title}")
        if target.key == NNUNET.key:
            _describe_data_sets(archive, document, cases)
    return problems


async def _write_sample(
    context: JobContext, part: Document, target: ExportFormat, archive: zipfile.ZipFile, organization_id: UUID
) -> Written:
    (sample,) = part.samples
    try:
        paths = {
            image.id: await _paths(context.storage, image, part.readings, organization_id, target)
            for image in sample.images
            if image.slices
        }
        context.storage.scratch_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=context.storage.scratch_dir) as folder:
            written = await context.pool.run(
                write_sample,
                target.key,
                part,
                sample.id,
                paths,
                Path(folder),
                timeout_seconds=context.settings.region_timeout_seconds,
            )
            await asyncio.to_thread(_add, archive, written.files)
    except ApplicationError as error:
        return Written(problems=[_problem(sample, error)])
    return written


async def _paths(
    storage: Storage,
    image: DocumentImage,
    readings: Sequence[DocumentReading],
    organization_id: UUID,
    target: ExportFormat,
) -> list[Path]:
    """A file for each slice, in their order; fetched where it is needed."""
    drawn = [one for reading in readings for one in by_picture(reading.objects) if one.image_id == image.id]
    needed = {one.sop_instance_uid for one in drawn}
    is_whole = target.key in WHOLE_SERIES or None in needed
    return [
        await storage.local_path(content_key(organization_id, one.sha256))
        if is_whole or one.sop_instance_uid in needed
        else NOT_NEEDED
        for one in image.slices
    ]


def _add(archive: zipfile.ZipFile, files: Sequence[tuple[str, Path]]) -> None:
    for name, path in files:
        archive.write(path, name)


def _describe_data_sets(archive: zipfile.ZipFile, document: Document, cases: Counter[tuple[str, str]]) -> None:
    for data_set in dict.fromkeys(name for name, _ in cases):
        of_set = {modality: count for (name, modality), count in cases.items() if name == data_set}
        channel = max(of_set, key=lambda modality: of_set[modality])
        described = dataset_description(document, sum(of_set.values()), {"0": channel})
        archive.writestr(f"{data_set}/dataset.json", described)


def _problem(sample: DocumentSample, error: ApplicationError) -> str:
    return f"{sample.title}: {error}"
