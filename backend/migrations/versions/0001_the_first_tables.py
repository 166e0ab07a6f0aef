"""the first tables

Revision: 0001
After:
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Blob, Id, LongText, UtcDateTime, identifier


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feature_schemas",
        sa.Column("schema_hash", identifier(64), nullable=False, comment="SHA-256 of the names."),
        sa.Column("names", sa.JSON(), nullable=False, comment="The names, in order."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.PrimaryKeyConstraint("schema_hash", name=op.f("pk_feature_schemas")),
        comment="Hash → ordered feature names.",
    )
    op.create_table(
        "organizations",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("name", sa.String(length=200), nullable=False, comment="Name for people."),
        sa.Column("center_key", identifier(64), nullable=False, comment="Short stable key of the centre."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("center_key", name=op.f("uq_organizations_center_key")),
        comment="Centres; every tenant root belongs to one.",
    )
    op.create_table(
        "users",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("email", identifier(254), nullable=False, comment="Sign-in name, in lower case."),
        sa.Column("name", sa.String(length=200), nullable=False, comment="Name shown to others."),
        sa.Column("password_hash", sa.String(length=200), nullable=False, comment="Argon2id."),
        sa.Column(
            "system_role",
            sa.String(32),
            nullable=True,
            comment="admin: manages accounts and organisations; sees no images by that.",
        ),
        sa.Column("title", sa.String(length=40), nullable=True, comment="Dr., Prof. …"),
        sa.Column("specialty", sa.String(length=100), nullable=True, comment="Medical specialty."),
        sa.Column("practice_start_year", sa.Integer(), nullable=True, comment="First year in practice."),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="False: may not sign in any more."),
        sa.Column("is_demo", sa.Boolean(), nullable=False, comment="Made by the demo; refused in production mode."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        comment="People with an account.",
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it concerns."),
        sa.Column("actor_id", Id, nullable=True, comment="Who; empty: the system itself."),
        sa.Column("action", identifier(64), nullable=False, comment="What was done: set.created, package.claimed …"),
        sa.Column("object_type", identifier(64), nullable=False, comment="The kind of thing it was done to."),
        sa.Column("object_id", Id, nullable=False, comment="Its id."),
        sa.Column("details", sa.JSON(), nullable=False, comment="What changed; no patient data."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_audit_entries_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        comment="Every change, with who made it.",
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entries_object_type_object_id"), ["object_type", "object_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_audit_entries_organization_id_created_at"), ["organization_id", "created_at"], unique=False
        )

    op.create_table(
        "extraction_presets",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("name", identifier(200), nullable=False, comment="Name for people."),
        sa.Column("version", sa.Integer(), nullable=False, comment="From 1; a change is a new version."),
        sa.Column("description", sa.String(length=400), nullable=False, comment="What it does, in a sentence."),
        sa.Column("content", LongText, nullable=False, comment="JSON text: the order of keys is kept."),
        sa.Column("content_hash", identifier(64), nullable=False, comment="SHA-256 of content."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_extraction_presets_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extraction_presets")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_extraction_presets_id_organization_id")),
        sa.UniqueConstraint(
            "organization_id", "name", "version", name=op.f("uq_extraction_presets_organization_id_name_version")
        ),
        comment="Versioned settings of extraction.",
    )
    op.create_table(
        "jobs",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("owner_id", Id, nullable=False, comment="Who asked for it; it acts with this person's rights."),
        sa.Column("kind", sa.String(32), nullable=False, comment="import or extraction."),
        sa.Column("title", sa.String(length=200), nullable=False, comment="What it does, for people."),
        sa.Column("state", sa.String(32), nullable=False, comment="queued, running, done, failed or cancelled."),
        sa.Column("done", sa.Integer(), nullable=False, comment="How far: units finished."),
        sa.Column("total", sa.Integer(), nullable=False, comment="Units in all; 0 while unknown."),
        sa.Column("message", LongText, nullable=True, comment="What happens now, or what went wrong."),
        sa.Column("error_code", sa.String(length=64), nullable=True, comment="The error's stable name."),
        sa.Column("result_url", sa.String(length=200), nullable=True, comment="The page that shows its result."),
        sa.Column("params", sa.JSON(), nullable=False, comment="The ids that it works on."),
        sa.Column("cancel_requested_at", UtcDateTime(), nullable=True, comment="When somebody cancelled it (UTC)."),
        sa.Column("started_at", UtcDateTime(), nullable=True, comment="When its first step began (UTC)."),
        sa.Column("finished_at", UtcDateTime(), nullable=True, comment="When its last step ended (UTC)."),
        sa.Column("updated_at", UtcDateTime(), nullable=False, comment="Last change (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_jobs_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_jobs_owner_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_jobs_id_organization_id")),
        comment="Long work with progress; done in steps (job_steps).",
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_owner_id_updated_at"), ["owner_id", "updated_at"], unique=False)

    op.create_table(
        "organization_memberships",
        sa.Column("organization_id", Id, nullable=False, comment="The centre."),
        sa.Column("user_id", Id, nullable=False, comment="The person."),
        sa.Column("role", sa.String(32), nullable=False, comment="admin (also data manager), clinician or member."),
        sa.Column("joined_at", UtcDateTime(), nullable=False, comment="Since when (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_organization_memberships_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_organization_memberships_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organization_id", "user_id", name=op.f("pk_organization_memberships")),
        comment="Who belongs to which centre, and as what.",
    )
    op.create_table(
        "patients",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column(
            "identity_key",
            identifier(200),
            nullable=False,
            comment="issuer|patient ID; for a study without patient ID, study:UID.",
        ),
        sa.Column("medical_record_number", identifier(128), nullable=True, comment="Patient ID (0010,0020)."),
        sa.Column("issuer", identifier(128), nullable=True, comment="Issuer of Patient ID (0010,0021)."),
        sa.Column("name", sa.String(length=400), nullable=True, comment="Patient's Name (0010,0010)."),
        sa.Column("birth_date", sa.Date(), nullable=True, comment="Patient's Birth Date (0010,0030)."),
        sa.Column("sex", sa.String(length=16), nullable=True, comment="Patient's Sex (0010,0040)."),
        sa.Column("pseudonym", identifier(32), nullable=False, comment="What readers see where names are not shown."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_patients_organization_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_patients_id_organization_id")),
        sa.UniqueConstraint("organization_id", "identity_key", name=op.f("uq_patients_organization_id_identity_key")),
        sa.UniqueConstraint("organization_id", "pseudonym", name=op.f("uq_patients_organization_id_pseudonym")),
        comment="Patients, unique per centre.",
    )
    op.create_table(
        "reading_groups",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("name", sa.String(length=200), nullable=False, comment="Name for people."),
        sa.Column("description", LongText, nullable=True, comment="What the team is for."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_reading_groups_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_groups")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_reading_groups_id_organization_id")),
        comment="Teams of readers.",
    )
    with op.batch_alter_table("reading_groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_groups_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "refresh_tokens",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("user_id", Id, nullable=False, comment="Whose."),
        sa.Column(
            "counter", sa.Integer(), nullable=False, comment="How often it was rotated; only the newest is good."
        ),
        sa.Column(
            "rotated_at",
            UtcDateTime(),
            nullable=False,
            comment="Last rotation (UTC); its predecessor is good for 30 s more.",
        ),
        sa.Column("expires_at", UtcDateTime(), nullable=False, comment="End of the sign-in (UTC)."),
        sa.Column(
            "revoked_at", UtcDateTime(), nullable=True, comment="Signed out, or reuse of an old token seen (UTC)."
        ),
        sa.Column(
            "user_agent", sa.String(length=200), nullable=True, comment="The browser or program, as it names itself."
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_refresh_tokens_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_tokens")),
        comment="Sign-ins; the token itself is derived from id and counter and never stored.",
    )
    with op.batch_alter_table("refresh_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refresh_tokens_user_id"), ["user_id"], unique=False)

    op.create_table(
        "stored_files",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("sha256", identifier(64), nullable=False, comment="Of the bytes, hexadecimal."),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False, comment="Length in bytes."),
        sa.Column("media_type", sa.String(length=100), nullable=False, comment="By content, not by name."),
        sa.Column("storage_key", identifier(200), nullable=False, comment="Where the bytes are: organization/sha256."),
        sa.Column("file_name", sa.String(length=400), nullable=False, comment="Its name when it first came."),
        sa.Column("uploaded_by_id", Id, nullable=True, comment="Who brought it first."),
        sa.Column("pixel_width", sa.Integer(), nullable=True, comment="Of a photograph, upright."),
        sa.Column("pixel_height", sa.Integer(), nullable=True, comment="Of a photograph, upright."),
        sa.Column(
            "display_key",
            identifier(200),
            nullable=True,
            comment="Upright copy without metadata, where the photograph needs one.",
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_stored_files_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_stored_files_uploaded_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_stored_files_id_organization_id")),
        sa.UniqueConstraint("organization_id", "sha256", name=op.f("uq_stored_files_organization_id_sha256")),
        comment="Accepted files, kept once per centre and never altered.",
    )
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_files_uploaded_by_id"), ["uploaded_by_id"], unique=False)

    op.create_table(
        "job_steps",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("job_id", Id, nullable=False, comment="The job."),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the job, from 1."),
        sa.Column("params", sa.JSON(), nullable=False, comment="The ids that this part works on."),
        sa.Column("lane", sa.String(32), nullable=False, comment="fast or heavy: the queue it waits in."),
        sa.Column("state", sa.String(32), nullable=False, comment="queued, running, done, failed or cancelled."),
        sa.Column(
            "attempt", sa.Integer(), nullable=False, comment="How often it was begun; fences off older attempts."
        ),
        sa.Column(
            "attempts_allowed",
            sa.Integer(),
            nullable=False,
            comment="After so many attempts it fails; running it again allows more.",
        ),
        sa.Column(
            "worker", sa.String(length=200), nullable=True, comment="host:pid:start of the process that does it."
        ),
        sa.Column("heartbeat_at", UtcDateTime(), nullable=True, comment="Sign of life, by the database's clock (UTC)."),
        sa.Column("error", LongText, nullable=True, comment="What went wrong."),
        sa.Column("finished_at", UtcDateTime(), nullable=True, comment="When it ended (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_steps_job_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_steps")),
        sa.UniqueConstraint("job_id", "position", name=op.f("uq_job_steps_job_id_position")),
        comment="Parts of jobs; each is what one queue message asks for.",
    )
    with op.batch_alter_table("job_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_steps_state_heartbeat_at"), ["state", "heartbeat_at"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("group_id", Id, nullable=False, comment="The group."),
        sa.Column("user_id", Id, nullable=False, comment="The person."),
        sa.Column("role", sa.String(32), nullable=False, comment="admin, reviewer, annotator or viewer."),
        sa.Column("joined_at", UtcDateTime(), nullable=False, comment="Since when (UTC)."),
        sa.ForeignKeyConstraint(
            ["group_id"], ["reading_groups.id"], name=op.f("fk_memberships_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_memberships")),
        comment="Who belongs to which group, and as what.",
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_user_id"), ["user_id"], unique=False)

    op.create_table(
        "reading_sets",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("group_id", Id, nullable=False, comment="The group that reads it."),
        sa.Column("name", sa.String(length=200), nullable=False, comment="Name for people."),
        sa.Column("description", LongText, nullable=True, comment="What the set is for."),
        sa.Column("guideline", LongText, nullable=True, comment="How to read it; shown in the reading room."),
        sa.Column("task", sa.String(32), nullable=False, comment="classification, detection or segmentation."),
        sa.Column("package_size", sa.Integer(), nullable=False, comment="Samples in a full package."),
        sa.Column("readers_per_sample", sa.Integer(), nullable=False, comment="How many people read each sample."),
        sa.Column("is_blind", sa.Boolean(), nullable=False, comment="Readers do not see each other's readings."),
        sa.Column("identity", sa.String(32), nullable=False, comment="hidden, pseudonym or full."),
        sa.Column("round", sa.Integer(), nullable=False, comment="The current round of reading, from 1."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every edit; a stale edit is refused."),
        sa.Column("archived_at", UtcDateTime(), nullable=True, comment="Since when it is closed to reading (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.CheckConstraint("package_size >= 1", name=op.f("ck_reading_sets_package_size")),
        sa.CheckConstraint("readers_per_sample >= 1", name=op.f("ck_reading_sets_readers_per_sample")),
        sa.ForeignKeyConstraint(
            ["group_id", "organization_id"],
            ["reading_groups.id", "reading_groups.organization_id"],
            name=op.f("fk_reading_sets_group_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_sets")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_reading_sets_id_organization_id")),
        comment="Sets of samples that a group reads.",
    )
    op.create_table(
        "studies",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("patient_id", Id, nullable=False, comment="The patient of its first accepted file."),
        sa.Column("study_instance_uid", identifier(64), nullable=False, comment="(0020,000D)."),
        sa.Column("study_date", sa.Date(), nullable=True, comment="(0008,0020)."),
        sa.Column("description", sa.String(length=400), nullable=True, comment="(0008,1030)."),
        sa.Column("accession_number", sa.String(length=64), nullable=True, comment="(0008,0050)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_studies_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id", "organization_id"],
            ["patients.id", "patients.organization_id"],
            name=op.f("fk_studies_patient_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studies")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_studies_id_organization_id")),
        sa.UniqueConstraint(
            "organization_id", "study_instance_uid", name=op.f("uq_studies_organization_id_study_instance_uid")
        ),
        comment="DICOM studies, unique per centre.",
    )
    with op.batch_alter_table("studies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_studies_patient_id_organization_id"), ["patient_id", "organization_id"], unique=False
        )

    op.create_table(
        "extraction_runs",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("owner_id", Id, nullable=False, comment="Who asked for it."),
        sa.Column("set_id", Id, nullable=True, comment="The set it was asked from."),
        sa.Column("preset_id", Id, nullable=False, comment="The settings."),
        sa.Column("job_id", Id, nullable=False, comment="The job that people see."),
        sa.Column("name", sa.String(length=200), nullable=False, comment="Name for people."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["job_id", "organization_id"],
            ["jobs.id", "jobs.organization_id"],
            name=op.f("fk_extraction_runs_job_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_extraction_runs_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_extraction_runs_owner_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["preset_id", "organization_id"],
            ["extraction_presets.id", "extraction_presets.organization_id"],
            name=op.f("fk_extraction_runs_preset_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_extraction_runs_set_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extraction_runs")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_extraction_runs_id_organization_id")),
        sa.UniqueConstraint("job_id", name=op.f("uq_extraction_runs_job_id")),
        comment="Runs of feature extraction.",
    )
    with op.batch_alter_table("extraction_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extraction_runs_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extraction_runs_set_id"), ["set_id"], unique=False)

    op.create_table(
        "labels",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("set_id", Id, nullable=False, comment="The set."),
        sa.Column("name", identifier(200), nullable=False, comment="Name for people; unique in the set."),
        sa.Column("color", sa.String(length=7), nullable=False, comment="#RRGGBB, as drawn."),
        sa.Column("description", LongText, nullable=True, comment="When to use it."),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="Order in the palette, from 1; also its digit key."
        ),
        sa.Column("concept", sa.JSON(), nullable=True, comment="Coded concept: scheme, code, meaning."),
        sa.Column("attributes", sa.JSON(), nullable=True, comment="Attributes that a reader may set on its objects."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(["set_id"], ["reading_sets.id"], name=op.f("fk_labels_set_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
        sa.UniqueConstraint("id", "set_id", name=op.f("uq_labels_id_set_id")),
        sa.UniqueConstraint("set_id", "name", name=op.f("uq_labels_set_id_name")),
        comment="The vocabulary of a set.",
    )
    op.create_table(
        "packages",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("set_id", Id, nullable=False, comment="The set."),
        sa.Column("position", sa.Integer(), nullable=False, comment="Its number in the set, from 1."),
        sa.Column(
            "slot", sa.Integer(), nullable=False, comment="Which reading of its samples: 1 to readers per sample."
        ),
        sa.Column("assignee_id", Id, nullable=True, comment="Who reads it; empty while it is free."),
        sa.Column("assigned_at", UtcDateTime(), nullable=True, comment="Since when (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["users.id"], name=op.f("fk_packages_assignee_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["set_id"], ["reading_sets.id"], name=op.f("fk_packages_set_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packages")),
        sa.UniqueConstraint("id", "set_id", "slot", name=op.f("uq_packages_id_set_id_slot")),
        sa.UniqueConstraint("set_id", "position", name=op.f("uq_packages_set_id_position")),
        comment="Trays of samples, each for one reader.",
    )
    with op.batch_alter_table("packages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packages_assignee_id"), ["assignee_id"], unique=False)

    op.create_table(
        "samples",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("set_id", Id, nullable=False, comment="The set."),
        sa.Column("patient_id", Id, nullable=True, comment="Whose images; empty for photographs."),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the set, from 1."),
        sa.Column(
            "title", sa.String(length=200), nullable=False, comment="Modality and number; says nothing of the patient."
        ),
        sa.Column("modality", sa.String(length=16), nullable=False, comment="Of the main image; XC for photographs."),
        sa.Column(
            "content_key", identifier(100), nullable=False, comment="What it shows; the same never twice in a set."
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["patient_id", "organization_id"],
            ["patients.id", "patients.organization_id"],
            name=op.f("fk_samples_patient_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["set_id", "organization_id"],
            ["reading_sets.id", "reading_sets.organization_id"],
            name=op.f("fk_samples_set_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_samples_id_organization_id")),
        sa.UniqueConstraint("id", "set_id", name=op.f("uq_samples_id_set_id")),
        sa.UniqueConstraint("set_id", "content_key", name=op.f("uq_samples_set_id_content_key")),
        sa.UniqueConstraint("set_id", "position", name=op.f("uq_samples_set_id_position")),
        comment="Display sets to be read.",
    )
    op.create_table(
        "series",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("study_id", Id, nullable=False, comment="Its study."),
        sa.Column("series_instance_uid", identifier(64), nullable=False, comment="(0020,000E)."),
        sa.Column("modality", sa.String(length=16), nullable=False, comment="(0008,0060)."),
        sa.Column("description", sa.String(length=400), nullable=True, comment="(0008,103E)."),
        sa.Column("series_number", sa.Integer(), nullable=True, comment="(0020,0011)."),
        sa.Column("body_part", sa.String(length=64), nullable=True, comment="(0018,0015)."),
        sa.Column("laterality", sa.String(length=16), nullable=True, comment="(0020,0060)."),
        sa.Column("frame_of_reference_uid", identifier(64), nullable=True, comment="(0020,0052)."),
        sa.Column("uploaded_by_id", Id, nullable=True, comment="Who brought its first file."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_series_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["study_id", "organization_id"],
            ["studies.id", "studies.organization_id"],
            name=op.f("fk_series_study_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_series_uploaded_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_series_id_organization_id")),
        sa.UniqueConstraint(
            "organization_id", "series_instance_uid", name=op.f("uq_series_organization_id_series_instance_uid")
        ),
        comment="DICOM series, unique per centre.",
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_series_study_id_organization_id"), ["study_id", "organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_series_uploaded_by_id"), ["uploaded_by_id"], unique=False)

    op.create_table(
        "upload_jobs",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("owner_id", Id, nullable=False, comment="Who sends."),
        sa.Column("set_id", Id, nullable=True, comment="The set that the images go to."),
        sa.Column("job_id", Id, nullable=True, comment="The job that reads the files; empty while sending."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["job_id", "organization_id"],
            ["jobs.id", "jobs.organization_id"],
            name=op.f("fk_upload_jobs_job_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_upload_jobs_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_upload_jobs_owner_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_upload_jobs_set_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_jobs")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_upload_jobs_id_organization_id")),
        comment="Deliveries of files.",
    )
    with op.batch_alter_table("upload_jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_jobs_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_jobs_set_id"), ["set_id"], unique=False)

    op.create_table(
        "examinations",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("set_id", Id, nullable=False, comment="The set of the sample."),
        sa.Column("sample_id", Id, nullable=False, comment="What was read."),
        sa.Column("reader_id", Id, nullable=False, comment="Who read it."),
        sa.Column("round", sa.Integer(), nullable=False, comment="The set's round at the time."),
        sa.Column("state", sa.String(32), nullable=False, comment="open or done."),
        sa.Column("tentative", sa.Boolean(), nullable=False, comment="The reader is not sure."),
        sa.Column("bad_quality", sa.Boolean(), nullable=False, comment="The image is not fit to be read."),
        sa.Column("no_finding", sa.Boolean(), nullable=False, comment="Read, and explicitly nothing found."),
        sa.Column("remark", LongText, nullable=True, comment="The reader's comment."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Number of operations applied."),
        sa.Column("updated_at", UtcDateTime(), nullable=False, comment="Last operation (UTC)."),
        sa.Column("done_at", UtcDateTime(), nullable=True, comment="When it was last set done (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["users.id"], name=op.f("fk_examinations_reader_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sample_id", "set_id"],
            ["samples.id", "samples.set_id"],
            name=op.f("fk_examinations_sample_id_set_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reading_sets.id"], name=op.f("fk_examinations_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examinations")),
        sa.UniqueConstraint("id", "set_id", name=op.f("uq_examinations_id_set_id")),
        sa.UniqueConstraint("sample_id", "reader_id", "round", name=op.f("uq_examinations_sample_id_reader_id_round")),
        comment="Readings: one per sample, reader and round.",
    )
    with op.batch_alter_table("examinations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_examinations_reader_id"), ["reader_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_examinations_set_id"), ["set_id"], unique=False)

    op.create_table(
        "instances",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("series_id", Id, nullable=False, comment="Its series."),
        sa.Column("file_id", Id, nullable=False, comment="The stored bytes."),
        sa.Column("sop_instance_uid", identifier(64), nullable=False, comment="(0008,0018)."),
        sa.Column("sop_class_uid", identifier(64), nullable=False, comment="(0008,0016)."),
        sa.Column("transfer_syntax_uid", identifier(64), nullable=False, comment="(0002,0010)."),
        sa.Column("instance_number", sa.Integer(), nullable=True, comment="(0020,0013)."),
        sa.Column("row_count", sa.Integer(), nullable=True, comment="Rows (0028,0010)."),
        sa.Column("column_count", sa.Integer(), nullable=True, comment="Columns (0028,0011)."),
        sa.Column("frame_count", sa.Integer(), nullable=False, comment="Number of Frames (0028,0008)."),
        sa.Column("is_image", sa.Boolean(), nullable=False, comment="Has pixels to look at."),
        sa.Column("structure", sa.String(length=16), nullable=True, comment="rtstruct or seg, when it holds regions."),
        sa.Column("image_position_mm", sa.JSON(), nullable=True, comment="(0020,0032): x, y, z in mm."),
        sa.Column("image_orientation", sa.JSON(), nullable=True, comment="(0020,0037): six cosines."),
        sa.Column(
            "attributes",
            sa.JSON(),
            nullable=False,
            comment="DICOM JSON of an allow-list of technical attributes; nothing that identifies.",
        ),
        sa.Column(
            "frame_ranges",
            sa.JSON(),
            nullable=True,
            comment="Per frame the (offset, length) pairs in the file; empty: frames are decoded.",
        ),
        sa.Column(
            "referenced_uids",
            sa.JSON(),
            nullable=True,
            comment="Series and instances that a structure was drawn on: {series: [], sop: []}.",
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["file_id", "organization_id"],
            ["stored_files.id", "stored_files.organization_id"],
            name=op.f("fk_instances_file_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_instances_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "organization_id"],
            ["series.id", "series.organization_id"],
            name=op.f("fk_instances_series_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instances")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_instances_id_organization_id")),
        sa.UniqueConstraint(
            "organization_id", "sop_instance_uid", name=op.f("uq_instances_organization_id_sop_instance_uid")
        ),
        comment="DICOM instances, unique per centre.",
    )
    with op.batch_alter_table("instances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_instances_series_id_organization_id"), ["series_id", "organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_instances_file_id_organization_id"), ["file_id", "organization_id"], unique=False
        )

    op.create_table(
        "package_items",
        sa.Column("package_id", Id, nullable=False, comment="The package."),
        sa.Column("sample_id", Id, nullable=False, comment="The sample."),
        sa.Column("set_id", Id, nullable=False, comment="The set of both."),
        sa.Column("slot", sa.Integer(), nullable=False, comment="The slot of the package."),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the package, from 1."),
        sa.ForeignKeyConstraint(
            ["package_id", "set_id", "slot"],
            ["packages.id", "packages.set_id", "packages.slot"],
            name=op.f("fk_package_items_package_id_set_id_slot"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sample_id", "set_id"],
            ["samples.id", "samples.set_id"],
            name=op.f("fk_package_items_sample_id_set_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("package_id", "sample_id", name=op.f("pk_package_items")),
        sa.UniqueConstraint("package_id", "position", name=op.f("uq_package_items_package_id_position")),
        sa.UniqueConstraint("sample_id", "slot", name=op.f("uq_package_items_sample_id_slot")),
        comment="Which samples lie in which tray.",
    )
    op.create_table(
        "upload_items",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("upload_id", Id, nullable=False, comment="The delivery."),
        sa.Column("path", LongText, nullable=False, comment="Path as sent; archive members after a '!'."),
        sa.Column("path_sha256", identifier(64), nullable=False, comment="Of the path: a file sent twice is one item."),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False, comment="Length in bytes."),
        sa.Column("sha256", identifier(64), nullable=False, comment="Of the bytes."),
        sa.Column("storage_key", identifier(200), nullable=True, comment="Where the bytes wait, or are kept aside."),
        sa.Column("media_type", sa.String(length=100), nullable=True, comment="By content."),
        sa.Column("outcome", sa.String(32), nullable=True, comment="What became of it; empty: not yet read."),
        sa.Column("remarks", sa.JSON(), nullable=False, comment="[{code, place, message}]."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload_jobs.id"], name=op.f("fk_upload_items_upload_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_items")),
        sa.UniqueConstraint("upload_id", "path_sha256", name=op.f("uq_upload_items_upload_id_path_sha256")),
        comment="Files of deliveries, with their outcome and the reasons for it.",
    )
    with op.batch_alter_table("upload_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_items_upload_id_outcome"), ["upload_id", "outcome"], unique=False)

    op.create_table(
        "annotation_operations",
        sa.Column("examination_id", Id, nullable=False, comment="The reading."),
        sa.Column("id", Id, nullable=False, comment="Made by the client; a repetition changes nothing."),
        sa.Column("sequence_number", sa.Integer(), nullable=False, comment="The examination's version after it."),
        sa.Column("actor_id", Id, nullable=False, comment="Who did it."),
        sa.Column(
            "kind",
            sa.String(length=32),
            nullable=False,
            comment="put_annotation, delete_annotation, set_flags, set_state.",
        ),
        sa.Column("payload", sa.JSON(), nullable=False, comment="The operation as it was sent."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_annotation_operations_actor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["examination_id"],
            ["examinations.id"],
            name=op.f("fk_annotation_operations_examination_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("examination_id", "id", name=op.f("pk_annotation_operations")),
        sa.UniqueConstraint(
            "examination_id", "sequence_number", name=op.f("uq_annotation_operations_examination_id_sequence_number")
        ),
        comment="Append-only journal of readings. Clients make the ids; they are unique per examination.",
    )
    op.create_table(
        "regions",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("series_id", Id, nullable=True, comment="The images it lies on; empty until they are here."),
        sa.Column("source_instance_id", Id, nullable=False, comment="The RTSTRUCT or SEG it comes from."),
        sa.Column("roi_number", sa.Integer(), nullable=False, comment="ROI Number or Segment Number in its source."),
        sa.Column("name", sa.String(length=400), nullable=False, comment="As its source names it."),
        sa.Column("alias", sa.String(length=200), nullable=True, comment="As people here name it."),
        sa.Column("origin", sa.String(32), nullable=False, comment="rtstruct or seg."),
        sa.Column("state", sa.String(32), nullable=False, comment="pending, ready or failed."),
        sa.Column("reason", LongText, nullable=True, comment="Why it is not ready."),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="Rises when the mask changes; 0 while there is none."
        ),
        sa.Column("mask_key", identifier(200), nullable=True, comment="Where the encoded mask is."),
        sa.Column("content_hash", identifier(64), nullable=True, comment="SHA-256 of shape and voxels."),
        sa.Column("geometry_hash", identifier(64), nullable=True, comment="Of the series' grid it was made on."),
        sa.Column("voxel_count", sa.BigInteger(), nullable=True, comment="Voxels inside."),
        sa.Column("volume_mm3", sa.Double(), nullable=True, comment="Their volume in mm³."),
        sa.Column("updated_at", UtcDateTime(), nullable=False, comment="Last change (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_regions_organization_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "organization_id"],
            ["series.id", "series.organization_id"],
            name=op.f("fk_regions_series_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_instance_id", "organization_id"],
            ["instances.id", "instances.organization_id"],
            name=op.f("fk_regions_source_instance_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regions")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_regions_id_organization_id")),
        sa.UniqueConstraint("source_instance_id", "roi_number", name=op.f("uq_regions_source_instance_id_roi_number")),
        comment="Regions of interest; the mask is in the storage.",
    )
    with op.batch_alter_table("regions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_regions_series_id_organization_id"), ["series_id", "organization_id"], unique=False
        )

    op.create_table(
        "sample_images",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("sample_id", Id, nullable=False, comment="The sample."),
        sa.Column("role", sa.String(32), nullable=False, comment="main, fused, prior or reference."),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the sample, from 1."),
        sa.Column("series_id", Id, nullable=True, comment="A whole series."),
        sa.Column("instance_id", Id, nullable=True, comment="One projection or multi-frame instance."),
        sa.Column("file_id", Id, nullable=True, comment="A photograph."),
        sa.CheckConstraint(
            "(CASE WHEN series_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN instance_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN file_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_sample_images_one_source"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id", "organization_id"],
            ["stored_files.id", "stored_files.organization_id"],
            name=op.f("fk_sample_images_file_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["instance_id", "organization_id"],
            ["instances.id", "instances.organization_id"],
            name=op.f("fk_sample_images_instance_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["sample_id", "organization_id"],
            ["samples.id", "samples.organization_id"],
            name=op.f("fk_sample_images_sample_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "organization_id"],
            ["series.id", "series.organization_id"],
            name=op.f("fk_sample_images_series_id_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_images")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_sample_images_id_organization_id")),
        sa.UniqueConstraint("sample_id", "position", name=op.f("uq_sample_images_sample_id_position")),
        comment="The images of a sample: exactly one of series, instance and file is set.",
    )
    with op.batch_alter_table("sample_images", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sample_images_series_id_organization_id"), ["series_id", "organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sample_images_instance_id_organization_id"), ["instance_id", "organization_id"], unique=False
        )

    op.create_table(
        "annotations",
        sa.Column("examination_id", Id, nullable=False, comment="The reading."),
        sa.Column("id", Id, nullable=False, comment="Made by the client."),
        sa.Column("set_id", Id, nullable=False, comment="The set of both reading and label."),
        sa.Column("label_id", Id, nullable=False, comment="What it is."),
        sa.Column("sample_image_id", Id, nullable=False, comment="The image it lies on."),
        sa.Column("kind", sa.String(32), nullable=False, comment="image_label, box or polygon."),
        sa.Column("space", sa.String(32), nullable=False, comment="image (pixels) or patient (mm)."),
        sa.Column("sop_instance_uid", identifier(64), nullable=True, comment="The slice, for a series."),
        sa.Column("frame", sa.Integer(), nullable=False, comment="The frame of the instance, from 1."),
        sa.Column(
            "geometry",
            sa.JSON(),
            nullable=False,
            comment="Pixels from the outer top-left corner of the first pixel; by kind.",
        ),
        sa.Column("box_x", sa.Double(), nullable=True, comment="Bounding box: left, in pixels."),
        sa.Column("box_y", sa.Double(), nullable=True, comment="Bounding box: top, in pixels."),
        sa.Column("box_width", sa.Double(), nullable=True, comment="Bounding box: width, in pixels."),
        sa.Column("box_height", sa.Double(), nullable=True, comment="Bounding box: height, in pixels."),
        sa.Column("tracking_uid", identifier(64), nullable=True, comment="One lesion over images and time."),
        sa.Column("origin", sa.String(32), nullable=False, comment="human, assisted, imported or ai."),
        sa.Column("updated_at", UtcDateTime(), nullable=False, comment="Last change (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["examination_id", "set_id"],
            ["examinations.id", "examinations.set_id"],
            name=op.f("fk_annotations_examination_id_set_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["label_id", "set_id"],
            ["labels.id", "labels.set_id"],
            name=op.f("fk_annotations_label_id_set_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["sample_image_id"], ["sample_images.id"], name=op.f("fk_annotations_sample_image_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("examination_id", "id", name=op.f("pk_annotations")),
        comment="Objects of readings. Clients make the ids; they are unique per examination.",
    )
    with op.batch_alter_table("annotations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annotations_label_id_set_id"), ["label_id", "set_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_annotations_sample_image_id"), ["sample_image_id"], unique=False)

    op.create_table(
        "extraction_tasks",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("organization_id", Id, nullable=False, comment="The centre it belongs to."),
        sa.Column("run_id", Id, nullable=False, comment="The run."),
        sa.Column("series_id", Id, nullable=False, comment="The images."),
        sa.Column("region_id", Id, nullable=False, comment="The region."),
        sa.Column("region_version", sa.Integer(), nullable=False, comment="The region's version when it was planned."),
        sa.Column("region_hash", identifier(64), nullable=False, comment="The mask's hash when it was planned."),
        sa.Column("mask_key", identifier(200), nullable=False, comment="The mask as it was planned, in the storage."),
        sa.Column("state", sa.String(32), nullable=False, comment="queued, running, done, failed or cancelled."),
        sa.Column("error", LongText, nullable=True, comment="Why it failed, for people."),
        sa.Column("schema_hash", identifier(64), nullable=True, comment="The names of the values."),
        sa.Column(
            "feature_values",
            Blob,
            nullable=True,
            comment="float64, little endian, in the schema's order; NaN: not computable.",
        ),
        sa.Column("reasons", sa.JSON(), nullable=True, comment="Feature name → why it is not computable."),
        sa.Column("provenance", sa.JSON(), nullable=True, comment="Versions, settings, hashes of image and region."),
        sa.Column("seconds", sa.Double(), nullable=True, comment="Computing time."),
        sa.Column("finished_at", UtcDateTime(), nullable=True, comment="When it ended (UTC)."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_extraction_tasks_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["region_id", "organization_id"],
            ["regions.id", "regions.organization_id"],
            name=op.f("fk_extraction_tasks_region_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id", "organization_id"],
            ["extraction_runs.id", "extraction_runs.organization_id"],
            name=op.f("fk_extraction_tasks_run_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["schema_hash"],
            ["feature_schemas.schema_hash"],
            name=op.f("fk_extraction_tasks_schema_hash"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "organization_id"],
            ["series.id", "series.organization_id"],
            name=op.f("fk_extraction_tasks_series_id_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extraction_tasks")),
        sa.UniqueConstraint("run_id", "region_id", name=op.f("uq_extraction_tasks_run_id_region_id")),
        comment="One region of a run: its state, then its feature values with provenance.",
    )
    with op.batch_alter_table("extraction_tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extraction_tasks_run_id_series_id"), ["run_id", "series_id"], unique=False)


def downgrade() -> None:
    op.drop_table("extraction_tasks")
    op.drop_table("annotations")
    op.drop_table("sample_images")
    op.drop_table("regions")
    op.drop_table("annotation_operations")
    op.drop_table("upload_items")
    op.drop_table("package_items")
    op.drop_table("instances")
    op.drop_table("examinations")
    op.drop_table("upload_jobs")
    op.drop_table("series")
    op.drop_table("samples")
    op.drop_table("packages")
    op.drop_table("labels")
    op.drop_table("extraction_runs")
    op.drop_table("studies")
    op.drop_table("reading_sets")
    op.drop_table("memberships")
    op.drop_table("job_steps")
    op.drop_table("stored_files")
    op.drop_table("refresh_tokens")
    op.drop_table("reading_groups")
    op.drop_table("patients")
    op.drop_table("organization_memberships")
    op.drop_table("jobs")
    op.drop_table("extraction_presets")
    op.drop_table("audit_entries")
    op.drop_table("users")
    op.drop_table("organizations")
    op.drop_table("feature_schemas")
