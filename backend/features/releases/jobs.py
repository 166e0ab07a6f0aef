"""Freezing a set: gather what it says, write the manifest, keep the photographs."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core.jobs import JobContext, StepKind, nothing_to_tidy
from backend.core.permissions import Action, Caller
from backend.core.queue import Lane
from backend.core.work import UnitOfWork
from backend.features.exports.gathering import gather
from backend.features.releases.service import ReleaseService, choice_of
from backend.features.releases.sight import ReleaseSight
from backend.features.releases.stating import new_manifest_key
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import SetService
from backend.imaging.exchange.document import Document
from backend.imaging.releases.manifest import Manifest, Picture, manifest_of
from backend.models.guideline_image import GuidelineImage
from backend.models.sample_set import SampleSet
from backend.repositories.guideline_images import GuidelineImageRepository


async def _authorise(work: UnitOfWork, params: dict[str, Any], caller: Caller) -> None:
    await ReleaseSight(work).visible(UUID(params["release_id"]), caller, Action.MAKE_RELEASES)


async def freeze(context: JobContext) -> None:
    """Write the manifest of a release, once: one that is frozen is left alone."""
    release_id = UUID(context.params["release_id"])
    async with context.begin_reading() as work:
        release = await ReleaseSight(work).visible(release_id, context.caller, Action.MAKE_RELEASES)
        if release.manifest_key is not None:
            return
        if release.set_id is None:
            raise SetNotFound
        sample_set = await SetService(work).visible(release.set_id, context.caller)
        document = await gather(work, sample_set, choice_of(release, context.caller))
        shown = await _shown_by_guideline(work, sample_set)
    total = len(document.samples)
    await context.progress(0, total, "Writing the manifest")
    pictures = [Picture(str(i.id), i.name, i.media_type, await context.storage.read(i.storage_key)) for i in shown]
    manifest, written = await asyncio.to_thread(_write, document, pictures)
    key = new_manifest_key(release.organization_id)
    await context.storage.put(key, written)
    async with context.begin() as work:
        service = ReleaseService(work)
        held = await service.releases.held(release_id)
        if held is not None and held.manifest_key is None:  # its group may be gone meanwhile
            await service.finish(held, manifest, key, len(written), context.caller)
    await context.progress(total, total)


async def _shown_by_guideline(work: UnitOfWork, sample_set: SampleSet) -> list[GuidelineImage]:
    """The pictures that the text of the guideline shows: they go with the set, and stay with the release."""
    pictures = await GuidelineImageRepository(work.db).all_of_set(sample_set.id)
    return [picture for picture in pictures if str(picture.id) in (sample_set.guideline or "")]


def _write(document: Document, pictures: Sequence[Picture]) -> tuple[Manifest, bytes]:
    manifest = manifest_of(document, pictures)
    return manifest, manifest.write()


RELEASE = StepKind(
    lane=Lane.HEAVY,
    authorise=_authorise,
    run=freeze,
    give_up=nothing_to_tidy,
    cancel=nothing_to_tidy,
    reopen=nothing_to_tidy,
)
