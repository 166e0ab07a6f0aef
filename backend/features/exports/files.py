"""Files of exports: written from a document in the format wanted, then kept in the storage. Knows no set and no row."""

import asyncio
from pathlib import Path
from uuid import UUID

from backend.core.jobs import JobContext
from backend.core.storage import Received, Storage
from backend.imaging.exchange.document import Document
from backend.imaging.exchange.formats import ExportFormat
from backend.imaging.exchange.writing import write_document

LARGEST = 2**50  # an export is as large as it is


async def write_file(
    context: JobContext, document: Document, target: ExportFormat, path: Path, organization_id: UUID
) -> list[str]:
    """Write a document at a path; tells what of it could not be written, and why."""
    await context.progress(0, len(document.samples), f"Writing {target.title}")
    await asyncio.to_thread(write_document, document, target.key, path)
    await context.progress(len(document.samples), len(document.samples))
    return []


async def keep_file(storage: Storage, path: Path, key: str) -> Received:
    """Move a file into the storage."""
    (received,) = await storage.receive_files([path], LARGEST)
    await storage.move(received.key, key)
    return received
