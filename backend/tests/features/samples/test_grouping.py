"""What becomes one sample where the set asks for it."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from pydicom.uid import DigitalMammographyXRayImageStorageForPresentation, PositronEmissionTomographyImageStorage

from backend.core.work import UnitOfWork
from backend.models.sample_set import Grouping, SampleSet
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.ingest.pocket import Files, changed, pocket_ct

Titles = list[tuple[str, list[str]]]


@pytest.fixture
async def fusing_set(work: UnitOfWork, sample_set: SampleSet) -> SampleSet:
    return await asking_for(work, sample_set, Grouping.STUDY_FUSION)


@pytest.fixture
async def mammography_set(work: UnitOfWork, sample_set: SampleSet) -> SampleSet:
    return await asking_for(work, sample_set, Grouping.MAMMOGRAPHY)


async def asking_for(work: UnitOfWork, sample_set: SampleSet, grouping: Grouping) -> SampleSet:
    sample_set.sample_grouping = grouping
    await work.flush()
    return sample_set


def ct(folder: Path, series: int = 1) -> Files:
    return {f"ct{series}/{path}": content for path, content in pocket_ct(folder, series=series).images.items()}


def pet(folder: Path, series: int = 9) -> Files:
    """In the study and the frame of reference of the CT."""
    images = pocket_ct(folder, series=series).images
    as_pet = {"SOPClassUID": PositronEmissionTomographyImageStorage, "Modality": "PT"}
    return {f"pet{series}/{path}": changed(content, **as_pet) for path, content in images.items()}


def mammograms(folder: Path, *views: tuple[str, str]) -> Files:
    images = list(pocket_ct(folder, slices=len(views)).images.values())
    sop_class = DigitalMammographyXRayImageStorageForPresentation
    return {
        f"{index}.dcm": changed(
            content, SOPClassUID=sop_class, Modality="MG", ImageLaterality=side, ViewPosition=position
        )
        for index, (content, (side, position)) in enumerate(zip(images, views, strict=True))
    }


async def shown(client: Client, sample_set: SampleSet) -> Titles:
    """Titles and the roles of their images, in the order of the set."""
    items = (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).json()["items"]
    return [(item["title"], [image["role"] for image in item["images"]]) for item in items]


class TestStudyFusion:
    async def test_pet_and_ct_of_a_study_are_one(
        self, client: Client, app: FastAPI, lead: User, fusing_set: SampleSet, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        await deliver(client, app, pet(tmp_path) | ct(tmp_path), fusing_set.id)

        assert await shown(client, fusing_set) == [("PET/CT 1", ["main", "fused"])]

    async def test_two_ct_are_not_chosen_from(
        self, client: Client, app: FastAPI, lead: User, fusing_set: SampleSet, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        await deliver(client, app, ct(tmp_path, 1) | ct(tmp_path, 2) | pet(tmp_path), fusing_set.id)

        assert [roles for _, roles in await shown(client, fusing_set)] == [["main"]] * 3

    async def test_what_comes_again_or_later_changes_nothing(
        self, client: Client, app: FastAPI, lead: User, fusing_set: SampleSet, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        await deliver(client, app, ct(tmp_path) | pet(tmp_path), fusing_set.id)

        await deliver(client, app, pet(tmp_path), fusing_set.id)
        await deliver(client, app, pet(tmp_path) | ct(tmp_path), fusing_set.id)

        assert await shown(client, fusing_set) == [("PET/CT 1", ["main", "fused"])]

    async def test_a_set_that_does_not_ask_has_them_apart(
        self, client: Client, app: FastAPI, lead: User, sample_set: SampleSet, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        await deliver(client, app, ct(tmp_path) | pet(tmp_path), sample_set.id)

        assert await shown(client, sample_set) == [("CT 1", ["main"]), ("PT 2", ["main"])]


class TestMammography:
    async def test_the_views_of_a_study_are_one_as_they_hang(
        self, client: Client, app: FastAPI, lead: User, mammography_set: SampleSet, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        views = (("L", "MLO"), ("R", "MLO"), ("L", "CC"), ("R", "CC"))

        await deliver(client, app, mammograms(tmp_path, *views), mammography_set.id)

        (sample,) = (await client.get(f"/api/v1/sets/{mammography_set.id}/samples")).json()["items"]
        assert (sample["title"], len(sample["images"])) == ("MG 1", 4)
        assert await self.views(client, mammography_set) == [("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO")]

    async def test_one_view_stands_alone(
        self, client: Client, app: FastAPI, lead: User, mammography_set: SampleSet, tmp_path: Path
    ) -> None:
        sign_in(client, lead)

        await deliver(client, app, mammograms(tmp_path, ("L", "CC")), mammography_set.id)

        assert await shown(client, mammography_set) == [("MG 1", ["main"])]

    @staticmethod
    async def views(client: Client, sample_set: SampleSet) -> list[tuple[str, str]]:
        (sample,) = (await client.get(f"/api/v1/sets/{sample_set.id}/samples")).json()["items"]
        place = f"/dicomweb/sets/{sample_set.id}/studies/{sample['images'][0]['study_instance_uid']}/series"
        metadata = (await client.get(f"{place}/{sample['images'][0]['series_instance_uid']}/metadata")).json()
        by_uid = {one["00080018"]["Value"][0]: one for one in metadata}
        found = [by_uid[image["sop_instance_uid"]] for image in sample["images"]]
        return [(one["00200062"]["Value"][0], one["00185101"]["Value"][0]) for one in found]
