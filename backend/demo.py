"""A small believable hospital: artificial patients made in code, and images that installed packages carry.

It is made as a user would make it: people, a group, sets; a real delivery through the real import; packages; and one
extraction computed on the spot. Nothing in it claims to be clinical truth.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pydicom.data

from backend.core.errors import NotPermitted
from backend.core.permissions import Caller
from backend.core.security import hash_password
from backend.core.work import UnitOfWork, begin_reading
from backend.features.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoPerson
from backend.features.demo.packages import DemoReading
from backend.features.groups.members import MemberService
from backend.features.groups.schemas import GroupCreate
from backend.features.groups.service import GroupService
from backend.features.ingest.local_files import add_local_files
from backend.features.ingest.service import IngestService
from backend.features.labels.schemas import LabelCreate
from backend.features.labels.service import LabelService
from backend.features.radiomics.engine import Engine
from backend.features.radiomics.schemas import RegionSource, RunCreate
from backend.features.radiomics.starting import RunStarting
from backend.features.sets.schemas import SetCreate
from backend.features.sets.service import SetService
from backend.features.users.service import UserService
from backend.imaging.phantom_faults import write_faulty_delivery
from backend.imaging.phantoms import write_demo_hospital
from backend.models.sample_set import Task
from backend.models.user import User
from backend.repositories.extraction_presets import ExtractionPresetRepository
from backend.repositories.users import UserRepository
from backend.worker.local import LocalProduct

# Small real images with licences that allow it (MIT), from the wheel of pydicom.
FROM_PYDICOM = ("CT_small.dcm", "MR_small.dcm", "examples_rgb_color.dcm", "examples_palette.dcm")
OKABE_ITO = ("#E69F00", "#56B4E9", "#009E73", "#D55E00")


@dataclass(frozen=True)
class DemoSet:
    body: SetCreate
    labels: tuple[str, ...]


SCANS = DemoSet(
    SetCreate(
        name="Phantoms: find what is there",
        task=Task.DETECTION,
        description="Artificial CT and MR series, a radiograph, and small example images from pydicom.",
        guideline="Draw a box or a polygon round what stands out. These are phantoms: there is no clinical truth here.",
        package_size=2,
    ),
    ("Nodule", "Bone", "Soft tissue"),
)
PHOTOGRAPHS = DemoSet(
    SetCreate(
        name="Photographs: name what you see",
        task=Task.CLASSIFICATION,
        description="Artificial photographs of skin, made in code.",
        guideline="Choose one or more labels for the whole photograph, or say that there is nothing.",
        package_size=2,
    ),
    ("Pigmented", "Not pigmented"),
)


class DemoRefused(NotPermitted):
    message = "The demo has public passwords: it is not made in production mode."


async def make_demo(product: LocalProduct, tell: Callable[[str], None]) -> None:
    """Make the demo hospital, unless it is there already."""
    if product.settings.is_production:
        raise DemoRefused
    async with begin_reading(product.database) as work:
        if await UserRepository(work.db).has_demo():
            return
    tell("Making the demo hospital …")
    lead = await _make_people(product)
    scans, photographs = await _make_sets(product, lead)
    with tempfile.TemporaryDirectory(prefix="isocenter-demo-") as folder:
        hospital = write_demo_hospital(Path(folder) / "made")
        made_photographs = Path(folder) / "made" / "photographs"
        await _import(product, lead, photographs, made_photographs)
        faulty = Path(folder) / "faulty"
        write_faulty_delivery(faulty / "second delivery", hospital.ct_series[0], hospital.photographs[0])
        await _import(product, lead, photographs, faulty)
        for photograph in hospital.photographs:
            photograph.unlink()
        _copy_examples(Path(folder) / "made" / "small-examples")
        await _import(product, lead, scans, Path(folder) / "made")
    tell("Images are imported.")
    await _give_packages(product, scans, photographs)
    await _extract(product, lead, scans, tell)


async def _make_people(product: LocalProduct) -> Caller:
    """The accounts, in one group that the first of them leads."""
    password_hash = await hash_password(DEMO_PASSWORD)
    async with product.begin() as work:
        people = {person: await _make_person(work, person, password_hash) for person in DEMO_ACCOUNTS}
        users = UserRepository(work.db)
        leader = people[DEMO_ACCOUNTS[0]]
        group = await GroupService(work).create(
            await users.caller(leader), GroupCreate(name="Demo readers", description="Reads artificial patients.")
        )
        lead = await users.caller(leader)
        for person, user in people.items():
            if person.group_role is not None and user is not leader:
                await MemberService(work).add(group.id, lead, email=user.email, role=person.group_role)
        return lead


async def _make_person(work: UnitOfWork, person: DemoPerson, password_hash: str) -> User:
    return await UserService(work).create(
        None,
        email=person.email,
        name=person.name,
        password_hash=password_hash,
        organization_role=person.organization_role,
        system_role=person.system_role,
        is_demo=True,
    )


async def _make_sets(product: LocalProduct, lead: Caller) -> tuple[UUID, UUID]:
    made = []
    async with product.begin() as work:
        group_id = next(iter(lead.groups))
        for demo_set in (SCANS, PHOTOGRAPHS):
            sample_set = await SetService(work).create(group_id, lead, demo_set.body)
            for name, color in zip(demo_set.labels, OKABE_ITO, strict=False):
                await LabelService(work).create(sample_set.id, lead, LabelCreate(name=name, color=color))
            made.append(sample_set.id)
    return made[0], made[1]


def _copy_examples(folder: Path) -> None:
    folder.mkdir()
    source = Path(pydicom.data.__file__).parent / "test_files"
    for name in FROM_PYDICOM:
        if (source / name).is_file():
            (folder / name).write_bytes((source / name).read_bytes())


async def _import(product: LocalProduct, lead: Caller, set_id: UUID, folder: Path) -> None:
    async with product.begin() as work:
        upload = await IngestService(work).create(set_id, lead)
    await add_local_files(
        upload.id,
        folder,
        begin=product.begin,
        storage=product.storage,
        limit_bytes=product.settings.max_upload_bytes,
        caller=lead,
    )
    async with product.begin() as work:
        job = await IngestService(work).finish(upload.id, lead)
    await product.finish(job.id)


async def _give_packages(product: LocalProduct, scans: UUID, photographs: UUID) -> None:
    """The reader is done with a package, has begun the next and has another; one is the reviewer's; one is free."""
    async with product.begin() as work:
        reader, reviewer = [
            DemoReading(work, await _caller(work, email)) for email in ("reader@demo.example", "reviewer@demo.example")
        ]
        done, begun = await reader.take(scans), await reader.take(scans)
        await reader.read(done, scans, "Soft tissue")
        await reader.read(begun, scans, "Soft tissue", at_most=1)
        await reader.take(photographs)
        await reviewer.take(scans)


async def _caller(work: UnitOfWork, email: str) -> Caller:
    users = UserRepository(work.db)
    user = await users.by_email(email)
    if user is None:
        raise LookupError(email)
    return await users.caller(user)


async def _extract(product: LocalProduct, lead: Caller, set_id: UUID, tell: Callable[[str], None]) -> None:
    status = await Engine(product.pool).status()
    if not status.available:
        tell(f"No features are computed: {status.reason}")
        return
    async with product.begin() as work:
        organization_id = next(iter(lead.organizations))
        preset = await ExtractionPresetRepository(work.db).named(organization_id, "pyradiomics defaults", 1)
        if preset is None:
            return
        run = await RunStarting(work).start(
            RunCreate(preset_id=preset.id, set_id=set_id, origins=[RegionSource.IMPORTED]), lead
        )
    await product.finish(run.job.id)
    tell("Features are extracted.")
