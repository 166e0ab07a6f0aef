"""Manifests in the storage: written once, read by whoever needs what a release states."""

import asyncio
from collections import Counter
from uuid import UUID

from backend.core.database import new_id
from backend.core.storage import Storage
from backend.imaging.exchange.document import Document
from backend.imaging.releases.manifest import Manifest, read_manifest


def new_manifest_key(organization_id: UUID) -> str:
    return f"{organization_id}/releases/{new_id()}"


async def read_stated(storage: Storage, key: str) -> Manifest:
    return await asyncio.to_thread(read_manifest, await storage.read(key))


async def stated_document(storage: Storage, key: str) -> tuple[Document, Manifest]:
    """What a release states as exports take it, and all of it, with what was withdrawn."""
    manifest = await read_stated(storage, key)
    return await asyncio.to_thread(manifest.document), manifest


def told(manifest: Manifest) -> list[str]:
    """What an export says of samples that it leaves out: how many, and why."""
    reasons = Counter(said["reason"] for said in manifest.withdrawn.values())
    return [f"{n} withdrawn from the release, so not in this file: {why}" for why, n in reasons.items()]


def photographs(manifest: Manifest) -> list[str]:
    """The hashes of the photographs that are still stated."""
    images = [image for part in manifest.kept for image in part["sample"]["images"]]
    return list(dict.fromkeys(image["sha256"] for image in images if image.get("sha256")))
