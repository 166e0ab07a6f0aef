"""A set with one small CT, on which readers draw, and from which features are extracted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from sqlalchemy import select

from backend.core.work import UnitOfWork
from backend.models.instance import Instance
from backend.models.label import Label
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import run_jobs

Corners = Sequence[tuple[float, float]]
SQUARE: Corners = ((4, 4), (12, 4), (12, 12), (4, 12))
# Small and quick: what is computed is not the matter here.
SOURCE = """\
format: isocenter-preset/1
any:
  pyradiomics:
    imageType: {Original: }
    featureClass: {firstorder: [Mean, Maximum], shape: [VoxelVolume]}
    setting: {binWidth: 25}
"""


@dataclass
class Room:
    """What people do there, by the API."""

    client: Client
    app: FastAPI
    work: UnitOfWork
    sample_set: SampleSet
    label: Label
    preset_id: str

    async def slices(self) -> list[Instance]:
        image = await self.image()
        found = await self.work.db.scalars(
            select(Instance).where(Instance.series_id == image.series_id).order_by(Instance.instance_number)
        )
        return list(found)

    async def image(self) -> SampleImage:
        found = await self.work.db.scalars(
            select(SampleImage)
            .join(Sample, Sample.id == SampleImage.sample_id)
            .where(Sample.set_id == self.sample_set.id)
            .order_by(Sample.position)
        )
        image: SampleImage = found.all()[0]
        return image

    async def begin(self, reader: User) -> UUID:
        """A reading of the CT by somebody, who is signed in then."""
        image = await self.image()
        trays = select(Package).join(PackageItem, PackageItem.package_id == Package.id)
        package = (await self.work.db.scalars(trays.where(PackageItem.sample_id == image.sample_id))).one()
        package.assignee_id = reader.id
        await self.work.flush()
        sign_in(self.client, reader)
        response = await self.client.post(f"/api/v1/packages/{package.id}/samples/{image.sample_id}/examination")
        assert response.status_code == 200, response.text
        return UUID(response.json()["id"])

    async def shape(
        self, position: int, geometry: dict[str, Any], label: Label | None = None, **fields: Any
    ) -> dict[str, Any]:
        return {
            "id": str(uuid4()),
            "label_id": str((label or self.label).id),
            "image_id": str((await self.image()).id),
            "kind": geometry["kind"],
            "sop_instance_uid": (await self.slices())[position].sop_instance_uid,
            "geometry": geometry,
            **fields,
        }

    async def polygons(self, positions: Sequence[int], corners: Corners = SQUARE, **fields: Any) -> list[Any]:
        return [await self.shape(position, polygon(corners), **fields) for position in positions]

    async def save(self, reading: UUID, annotations: list[Any], *, state: str = "done") -> None:
        """Write a reading as a whole, whatever it was."""
        before = (await self.client.get(f"/api/v1/examinations/{reading}")).json()
        if before["state"] == "done":
            await self.apply(reading, before["version"], [{"id": str(uuid4()), "kind": "set_state", "state": "open"}])
            before = (await self.client.get(f"/api/v1/examinations/{reading}")).json()
        body = {"base_version": before["version"], "annotations": annotations, "state": state}
        response = await self.client.put(f"/api/v1/examinations/{reading}", json=body)
        assert response.status_code == 200, response.text

    async def apply(self, reading: UUID, version: int, operations: list[Any]) -> None:
        body = {"base_version": version, "operations": operations}
        response = await self.client.post(f"/api/v1/examinations/{reading}/operations", json=body)
        assert response.status_code == 200, response.text

    async def plan(self, **choice: Any) -> dict[str, Any]:
        response = await self.client.post("/api/v1/extraction-plans", json=self.request(choice))
        assert response.status_code == 200, response.text
        plan: dict[str, Any] = response.json()
        return plan

    def request(self, choice: dict[str, Any]) -> dict[str, Any]:
        scoped = {"study_id", "region_ids"} & choice.keys()
        return {"preset_id": self.preset_id} | ({} if scoped else {"set_id": str(self.sample_set.id)}) | choice

    async def run(self, **choice: Any) -> dict[str, Any]:
        """Start a run, and let a worker do it."""
        response = await self.client.post("/api/v1/extraction-runs", json=self.request(choice))
        assert response.status_code == 202, response.text
        return await self.done(response.json()["id"])

    async def done(self, run_id: str) -> dict[str, Any]:
        await run_jobs(self.app)
        return await self.get(run_id)

    async def get(self, run_id: str, path: str = "") -> dict[str, Any]:
        response = await self.client.get(f"/api/v1/extraction-runs/{run_id}{path}")
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    async def tasks(self, run_id: str, **sought: Any) -> list[dict[str, Any]]:
        response = await self.client.get(f"/api/v1/extraction-runs/{run_id}/tasks", params=sought)
        found: list[dict[str, Any]] = response.json()["items"]
        return found

    async def use_preset(self, source: str) -> None:
        self.preset_id = await create_preset(self.client, source)


async def create_preset(client: Client, source: str) -> str:
    response = await client.post("/api/v1/extraction-presets", json={"name": f"Small {uuid4()}", "source": source})
    assert response.status_code == 201, response.text
    preset_id: str = response.json()["id"]
    return preset_id


def polygon(corners: Corners) -> dict[str, Any]:
    return {"kind": "polygon", "points": [{"x": x, "y": y} for x, y in corners]}


def reasons(plan: dict[str, Any]) -> dict[str, str | None]:
    """Region name → why it is skipped."""
    return {item["region_name"]: item["reason"] and item["reason"]["code"] for item in plan["items"]}
