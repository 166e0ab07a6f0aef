from pathlib import Path

import pytest
from fastapi import FastAPI

from backend.core.work import UnitOfWork
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.features.radiomics.reading_room import SOURCE, Room, create_preset


@pytest.fixture
async def room(
    client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User, tmp_path: Path
) -> Room:
    """A CT with one imported region, Ball; the lead is signed in."""
    label = await create_label(work, sample_set, name="Lesion")
    sign_in(client, lead)
    await deliver(client, app, pocket_ct(tmp_path).all, sample_set.id)
    return Room(client, app, work, sample_set, label, await create_preset(client, SOURCE))
