"""One of everything, for asking every route as everyone: a centre with one group, its people, and what they read.

What belongs to somebody in particular (an upload, a package, a reading …) belongs to one more annotator of the group,
whom nobody else is; and each of the people has a thing of their own of each kind. What they read themselves is in a set
of its own: in the first, who leads and reviews is not blind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from backend.core.database import now
from backend.core.outcomes import PEOPLE, Person
from backend.core.permissions import GroupRole, OrganizationRole, TokenScope
from backend.core.security import TokenSigner, hash_password
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.features.samples.thumbnails import thumbnail_key
from backend.features.tokens.service import token_hash
from backend.imaging.preset import DEFAULT_PRESET, canonical, preset_hash
from backend.models.annotation_import import AnnotationImport
from backend.models.api_token import ApiToken
from backend.models.examination import Examination
from backend.models.export import Export
from backend.models.extraction_preset import ExtractionPreset
from backend.models.extraction_run import ExtractionRun
from backend.models.group import Group
from backend.models.guideline_image import GuidelineImage
from backend.models.instance import Instance
from backend.models.job import Job, JobKind, JobState
from backend.models.join_request import JoinRequest, JoinRequestState
from backend.models.label import Label
from backend.models.organization import Organization
from backend.models.patient import Patient
from backend.models.region import Region, RegionOrigin, RegionState
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.models.upload_item import UploadItem
from backend.models.upload_job import UploadJob
from backend.models.user import User
from backend.models.webhook import Webhook
from backend.models.webhook_delivery import DeliveryState, WebhookDelivery
from backend.repositories.extraction_presets import ExtractionPresetRepository
from backend.repositories.organizations import OrganizationRepository
from backend.tests.core.operations import Operation
from backend.tests.core.world_agreement import agreement_of, decision_of, thread_of
from backend.tests.core.world_releases import Stated, release_of
from backend.tests.factories.groups import create_group, create_invitation, join
from backend.tests.factories.images import create_file, create_patient, create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import create_user
from backend.tests.features.ingest.pocket import png

PASSWORD = "correct horse battery staple"
PRESET_SOURCE = "imageType: {Original: {}}"
Ids = dict[str, str]


@dataclass
class World:
    users: dict[str, User]
    ids: Ids
    own_ids: dict[str, Ids]
    bodies: dict[str, Any]
    headers: dict[str, dict[str, str]]
    files: dict[str, bytes] = field(default_factory=dict)

    def address(self, operation: Operation, ids: Mapping[str, str] | None = None) -> str:
        """Where an operation is, on the world's things or on those given."""
        path = operation.path
        for name, value in {**self.ids, **(ids or {})}.items():
            path = path.replace(f"{{{name}}}", value)
        assert "{" not in path, f"the world has nothing for {path}"
        if operation.path.endswith("/differences"):
            path += f"?since={self.ids['release_id']}"
        if operation.name == "create_guideline_image":
            path += "?name=picture"
        return path + ("?path=a.dcm" if operation.path.endswith("/files") else "")

    def request(self, operation: Operation) -> dict[str, Any]:
        """What to send along: a valid body, where one is needed."""
        sent: dict[str, Any] = {"headers": self.headers.get(operation.name, {})}
        body = self.bodies.get(operation.name)
        return sent | ({"content": body} if isinstance(body, bytes) else {"json": body})

    async def lay_out_files(self, storage: Storage) -> None:
        for key, content in self.files.items():
            await storage.put(key, content)


async def create_world(work: UnitOfWork, signer: TokenSigner) -> World:
    organization = await OrganizationRepository(work.db).default()
    assert organization is not None
    builder = Builder(work, signer, organization, await create_group(work, organization))
    return await builder.build()


@dataclass
class Builder:
    work: UnitOfWork
    signer: TokenSigner
    organization: Organization
    group: Group
    password_hash: str = ""
    positions: int = 0
    stated: Stated | None = None

    async def build(self) -> World:
        self.password_hash = await hash_password(PASSWORD)
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        await self._add(elsewhere)
        users = {person.name: await self._user(person, elsewhere) for person in PEOPLE if person.is_signed_in}
        owner = await join(self.work, self.group, await self._create_user(), GroupRole.ANNOTATOR)
        newcomer, outsider = await self._create_user(), await self._create_user(elsewhere)
        sample_set = await create_set(self.work, self.group)
        label = await create_label(self.work, sample_set)
        image_id = await self._photograph(sample_set)
        ids = await self._shared(sample_set, label, owner) | await self._things_of(owner, sample_set)
        theirs = await create_set(self.work, self.group, name="What they read")
        own_ids = {name: await self._things_of(user, theirs) for name, user in users.items()}
        await self._free_package(sample_set)
        decision_id = await decision_of(self.work, sample_set, UUID(ids["sample_id"]), owner)
        return World(
            users=users,
            ids=ids | {"image_id": image_id, "adjudication_id": str(decision_id), "version": "0"},
            own_ids=own_ids,
            bodies=await self._bodies(ids, owner, newcomer, outsider),
            headers={"refresh_session": {"Cookie": f"isocenter_refresh={self._refresh_token(owner)}"}},
            files=await files_of(self.work) | ({self.stated.key: self.stated.manifest} if self.stated else {}),
        )

    async def _add(self, *records: Any) -> None:
        self.work.db.add_all(records)
        await self.work.flush()

    async def _create_user(self, organization: Organization | None = None, **roles: Any) -> User:
        return await create_user(
            self.work, organization=organization or self.organization, password_hash=self.password_hash, **roles
        )

    async def _user(self, person: Person, elsewhere: Organization) -> User:
        role = person.organization or person.elsewhere
        centre = elsewhere if person.elsewhere else self.organization
        user = await self._create_user(centre, organization_role=role, system_role=person.system)
        if person.group is not None:
            await join(self.work, self.group, user, person.group)
        return user

    async def _things_of(self, user: User, sample_set: SampleSet) -> Ids:
        """What is one's own: images brought, a package with a reading begun, an upload, a job, a sign-in."""
        patient, series, instances = await self._images(user)
        sample, image = await create_sample(
            self.work, sample_set, series_id=series.id, patient=patient, position=self._next_position()
        )
        package = await create_package(self.work, sample_set, sample, assignee=user)
        reading = Examination(set_id=sample_set.id, sample_id=sample.id, reader_id=user.id, round=1, version=0)
        job, upload = self._job(user), UploadJob(organization_id=self.organization.id, owner_id=user.id)
        token = ApiToken(
            user_id=user.id,
            name="Mine",
            token_sha256=token_hash(str(user.id)),
            hint="iso_",
            scope=TokenScope.READ,
            expires_at=now() + timedelta(days=1),
        )
        await self._add(reading, job, upload, token)
        await self._add(UploadItem(upload_id=upload.id, path="b", path_sha256="0" * 64, size_bytes=1, sha256="0" * 64))
        region = self._region(series, instances[0])
        await self._add(region)
        return await self._names_of_images(series, instances) | {
            "region_id": str(region.id),
            "package_id": str(package.id),
            "sample_id": str(sample.id),
            "examination_id": str(reading.id),
            "job_id": str(job.id),
            "upload_id": str(upload.id),
            **await self._export_of(user, sample_set),
            "preset_id": str(await self._preset_of(user)),
            "token_id": str(token.id),
            **await thread_of(self.work, user, image, reading),
            "session_id": str(user.id),  # made with the user, and named like it
        }

    async def _import_of(self, user: User, sample_set: SampleSet) -> UUID:
        """A file of annotations that somebody brought in."""
        job = self._job(user, JobState.DONE)
        await self._add(job)
        found = AnnotationImport(
            organization_id=self.organization.id,
            owner_id=user.id,
            set_id=sample_set.id,
            job_id=job.id,
            file_name="coco.json",
            request={},
        )
        await self._add(found)
        return found.id

    async def _export_of(self, user: User, sample_set: SampleSet) -> Ids:
        """A file of readings that somebody asked for, written already, and its job."""
        job = self._job(user, JobState.DONE)
        await self._add(job)
        export = Export(
            organization_id=self.organization.id,
            owner_id=user.id,
            set_id=sample_set.id,
            job_id=job.id,
            format="json",
            request={"format": "json"},
            file_key=f"{self.organization.id}/exports/{job.id}",
            file_name="readings.json",
            media_type="application/json",
            size_bytes=len(png()),
            expires_at=now() + timedelta(days=1),
        )
        await self._add(export)
        return {"export_id": str(export.id), "export_job_id": str(job.id)}

    async def _images(self, uploader: User) -> tuple[Patient, Series, list[Instance]]:
        patient = await create_patient(self.work, self.organization)
        series, instances = await create_series(
            self.work, self.organization, patient=patient, slices=1, uploaded_by=uploader
        )
        return patient, series, instances

    async def _names_of_images(self, series: Series, instances: list[Instance]) -> Ids:
        study = await self.work.db.get_one(Study, series.study_id)
        return {
            "study_id": str(study.id),
            "study_uid": study.study_instance_uid,
            "series_uid": series.series_instance_uid,
            "sop_uid": instances[0].sop_instance_uid,
            "frame": "1",
        }

    async def _shared(self, sample_set: SampleSet, label: Label, owner: User) -> Ids:
        """What belongs to the centre or to the group."""
        invitation = await create_invitation(self.work, self.group, owner, self.signer)
        run = await self._run(sample_set, owner)
        waiting = JoinRequest(
            organization_id=self.organization.id,
            group_id=self.group.id,
            user_id=(await self._create_user()).id,
            role=GroupRole.ADMIN,
            state=JoinRequestState.PENDING,
        )
        picture = GuidelineImage(
            organization_id=self.organization.id,
            set_id=sample_set.id,
            name="Where to look",
            media_type="image/png",
            size_bytes=len(png()),
            storage_key=f"{self.organization.id}/guidelines/1",
        )
        await self._add(waiting, picture)
        webhook, delivery = await self._webhook(owner)
        return {
            "organization_id": str(self.organization.id),
            "group_id": str(self.group.id),
            "user_id": str(owner.id),
            "invitation_id": str(invitation.id),
            "request_id": str(waiting.id),
            "guideline_image_id": str(picture.id),
            "webhook_id": str(webhook.id),
            "delivery_id": str(delivery.id),
            "set_id": str(sample_set.id),
            "label_id": str(label.id),
            "run_id": str(run.id),
            "import_id": str(await self._import_of(owner, sample_set)),
            "release_id": str(await self._release(sample_set, owner)),
            "agreement_run_id": str(await self._agreement(sample_set, owner)),
        }

    async def _agreement(self, sample_set: SampleSet, owner: User) -> UUID:
        job = self._job(owner, JobState.DONE)
        await self._add(job)
        return await agreement_of(self.work, sample_set, owner, job)

    async def _release(self, sample_set: SampleSet, owner: User) -> UUID:
        self.stated = await release_of(self.work.db, sample_set, owner)
        return self.stated.release_id

    async def _webhook(self, owner: User) -> tuple[Webhook, WebhookDelivery]:
        webhook = Webhook(
            organization_id=self.organization.id,
            group_id=self.group.id,
            owner_id=owner.id,
            url="https://hooks.test.example/",
            events=["set.updated"],
            looked_at=now(),
        )
        await self._add(webhook)
        delivery = WebhookDelivery(
            webhook_id=webhook.id,
            tells_readings=False,
            event="ping",
            payload={},
            state=DeliveryState.DELIVERED,
            next_at=now(),
        )
        await self._add(delivery)
        return webhook, delivery

    async def _run(self, sample_set: SampleSet, owner: User) -> ExtractionRun:
        """A run over the set, and a region in it to run over."""
        patient, series, instances = await self._images(owner)
        await create_sample(self.work, sample_set, series_id=series.id, patient=patient, position=self._next_position())
        job = self._job(owner, JobState.DONE)
        await self._add(job, self._region(series, instances[0]))
        run = ExtractionRun(
            organization_id=self.organization.id,
            owner_id=owner.id,
            set_id=sample_set.id,
            preset_id=await self._preset_id(),
            job_id=job.id,
            name="Somebody's",
        )
        await self._add(run)
        return run

    def _region(self, series: Series, source: Instance) -> Region:
        return Region(
            organization_id=self.organization.id,
            series_id=series.id,
            source_instance_id=source.id,
            roi_number=1,
            name="GTV",
            origin=RegionOrigin.RTSTRUCT,
            state=RegionState.READY,
            version=1,
            content_hash="0" * 64,
            mask_key=f"masks/{series.id}",
        )

    def _job(self, owner: User, state: JobState = JobState.QUEUED) -> Job:
        return Job(
            organization_id=self.organization.id,
            owner_id=owner.id,
            kind=JobKind.EXTRACTION,
            state=state,
            title="Somebody's",
            params={},
        )

    async def _photograph(self, sample_set: SampleSet) -> str:
        file = await create_file(self.work, self.organization, media_type="image/png", pixel_width=8, pixel_height=8)
        _, image = await create_sample(self.work, sample_set, file_id=file.id, position=self._next_position())
        return str(image.id)

    async def _free_package(self, sample_set: SampleSet) -> None:
        _, series, _ = await self._images(await self._create_user())
        sample, _ = await create_sample(self.work, sample_set, series_id=series.id, position=self._next_position())
        await create_package(self.work, sample_set, sample)

    async def _preset_of(self, user: User) -> UUID:
        preset = ExtractionPreset(
            organization_id=self.organization.id,
            name=f"By {user.email}",
            version=1,
            description="",
            content=canonical(DEFAULT_PRESET),
            content_hash=preset_hash(DEFAULT_PRESET),
            created_by_id=user.id,
        )
        await self._add(preset)
        return preset.id

    async def _preset_id(self) -> UUID:
        preset = await ExtractionPresetRepository(self.work.db).named(self.organization.id, "pyradiomics defaults", 1)
        assert preset is not None
        return preset.id

    def _next_position(self) -> int:
        self.positions += 1
        return self.positions

    def _refresh_token(self, user: User) -> str:
        return self.signer.refresh_token(user.id, 0)

    async def _bodies(self, ids: Ids, owner: User, newcomer: User, outsider: User) -> dict[str, Any]:
        """A valid body for every operation that needs one."""
        credentials = {"email": owner.email, "password": PASSWORD}
        code = {"code": self.signer.join_code(UUID(ids["invitation_id"]))}
        other = await create_set(self.work, self.group, name="Where samples are moved")
        extraction = {"preset_id": str(await self._preset_id()), "set_id": ids["set_id"]}
        flags = {"id": str(uuid4()), "kind": "set_flags", "tentative": True}
        return {
            "create_agreement_run": {},
            "begin_thread": {"image_id": ids["sample_id"], "x": 1, "y": 1, "content": "Is this one?"},
            "add_comment": {"content": "It is."},
            "update_comment": {"content": "It is not."},
            "update_thread": {"is_resolved": True},
            "decide_adjudication": {"way": "redraw", "versions": {}},
            "create_release": {"name": "First"},
            "create_release_export": {"format": "json"},
            "withdraw_release_samples": {
                "sample_ids": [str(self.stated.sample_id if self.stated else uuid4())],
                "reason": "Consent withdrawn",
            },
            "register": {"email": "new@test.example", "name": "New", "password": PASSWORD},
            "sign_in": credentials,
            "issue_token": credentials,
            "refresh_token": {"refresh_token": self._refresh_token(owner)},
            "update_me": {"title": "Dr."},
            "change_password": {"current_password": PASSWORD, "new_password": f"another {PASSWORD}"},
            "replace_preferences": {"language": "de", "bindings": {"tool-box": ["KeyB"]}},
            "create_webhook": {"url": "https://hooks.test.example/", "events": ["set.updated"]},
            "update_webhook": {"is_active": False},
            "create_api_token": {"name": "Script"},
            "create_user": {"email": "new@test.example", "name": "New", "password": PASSWORD},
            "update_user": {"name": "Renamed"},
            "create_organization": {"name": "Another", "center_key": "another"},
            "update_organization": {"name": "Renamed"},
            "add_organization_member": {"email": outsider.email, "role": OrganizationRole.MEMBER},
            "update_organization_member": {"role": OrganizationRole.CLINICIAN},
            "create_group": {"name": "Another"},
            "update_group": {"name": "Renamed"},
            "add_member": {"email": newcomer.email, "role": GroupRole.ADMIN},
            "update_member": {"role": GroupRole.ADMIN},
            "create_invitation": {"role": GroupRole.ADMIN},
            "preview_invitation": code,
            "accept_invitation": code,
            "create_set": {"name": "Another", "task": "detection"},
            "update_set": {"name": "Renamed"},
            "clone_set": {"name": "Another"},
            "create_guideline_image": png(),
            "import_label_set": [{"name": "Another", "color": "#000000"}],
            "create_label": {"name": "Another", "color": "#000000"},
            "update_label": {"name": "Renamed"},
            "get_samples_contents": {"sample_ids": [ids["sample_id"]]},
            "move_samples": {"sample_ids": [ids["sample_id"]], "to_set_id": str(other.id), "with_readings": True},
            "delete_samples": {"sample_ids": [ids["sample_id"]], "with_readings": True},
            "assign_packages": {"package_ids": [ids["package_id"]], "user_id": ids["user_id"]},
            "assign_package": {"user_id": None},
            "update_package": {"priority": 1},
            "update_packages": {"package_ids": [ids["package_id"]], "due_on": "2030-01-31"},
            "share_out_packages": {"reader_ids": [ids["user_id"]]},
            "update_distribution": {"split": "by_patient"},
            "split_packages": {"split": "random", "seed": 7},
            "update_training": {"pass_mark": 0.8},
            "take_known_answers": {},
            "apply_operations": {"base_version": 0, "operations": [flags]},
            "restore_examination": {"base_version": 0, "version": 0},
            "lift_blinding": {"reason": "The readers are done."},
            "put_examination": {"base_version": 0, "annotations": [], "bad_quality": True, "state": "done"},
            "create_upload": {},
            "put_upload_file": b"bytes",
            "create_extraction_preset": {"name": "Another", "source": PRESET_SOURCE},
            "create_extraction_preset_version": {"source": PRESET_SOURCE},
            "check_extraction_preset": {"source": PRESET_SOURCE},
            "create_extraction_run": extraction,
            "plan_export": {"format": "coco"},
            "create_export": {"format": "coco"},
            "create_annotation_import": b"{}",
            "plan_extraction": extraction,
        }


async def files_of(work: UnitOfWork) -> dict[str, bytes]:
    """Bytes for every stored file and its small picture, and for every region what is drawn of it."""
    files = list(await work.db.scalars(select(StoredFile)))
    drawn = [region.mask_key for region in await work.db.scalars(select(Region))]
    exports = [export.file_key for export in await work.db.scalars(select(Export)) if export.file_key]
    pictures = await work.db.scalars(select(GuidelineImage.storage_key))
    return (
        {file.storage_key: png() for file in files}
        | {key: png() for key in pictures}
        | dict.fromkeys(exports, png())
        | {thumbnail_key(file): b"a small picture" for file in files}
        | {f"{key}.outlines-index": b'{"rows": 512, "columns": 512, "slices": []}' for key in drawn}
    )
