"""A reading just begun of a series of three slices, and a box to draw on it."""

from typing import Any
from uuid import uuid4

import pytest

from backend.core.work import UnitOfWork
from backend.models.instance import Instance
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.images import create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, sign_in


@pytest.fixture
async def label(work: UnitOfWork, sample_set: SampleSet) -> Label:
    return await create_label(work, sample_set)


@pytest.fixture
async def slices(work: UnitOfWork, organization: Organization) -> list[Instance]:
    _, instances = await create_series(work, organization)
    return instances


@pytest.fixture
async def sample_and_image(
    work: UnitOfWork, sample_set: SampleSet, slices: list[Instance]
) -> tuple[Sample, SampleImage]:
    return await create_sample(work, sample_set, series_id=slices[0].series_id)


@pytest.fixture
def sample(sample_and_image: tuple[Sample, SampleImage]) -> Sample:
    return sample_and_image[0]


@pytest.fixture
def image(sample_and_image: tuple[Sample, SampleImage]) -> SampleImage:
    return sample_and_image[1]


@pytest.fixture
async def package(work: UnitOfWork, sample_set: SampleSet, sample: Sample, annotator: User) -> Package:
    return await create_package(work, sample_set, sample, assignee=annotator)


@pytest.fixture
async def reading(client: Client, package: Package, sample: Sample, annotator: User) -> dict[str, Any]:
    """The annotator's reading, just begun; the client calls as the annotator."""
    sign_in(client, annotator)
    response = await client.post(f"/api/v1/packages/{package.id}/samples/{sample.id}/examination")
    assert response.status_code == 200, response.text
    begun: dict[str, Any] = response.json()
    return begun


@pytest.fixture
def box(label: Label, image: SampleImage, slices: list[Instance]) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "label_id": str(label.id),
        "image_id": str(image.id),
        "kind": "box",
        "sop_instance_uid": slices[0].sop_instance_uid,
        "geometry": {"kind": "box", "x": 10, "y": 20, "width": 10, "height": 10},
    }
