-- Isocenter: the whole schema, for MySQL 8 and MariaDB 10.11, as it stands after migration 0029.
--
-- Written by `make schema` from the models; do not edit. A test holds it equal to what the migrations make.
--
-- Load it into an empty database of its own; it stops at its first statement if Isocenter's tables are there already:
--
--     CREATE DATABASE isocenter CHARACTER SET utf8mb4;
--     mysql --database=isocenter < DB/setup.sql
--
-- It makes tables only, no rows. The first start of Isocenter makes the default centre and, if asked, an administrator.
-- `isocenter migrate` makes the same tables, and alone brings an older database up to date.

SET NAMES utf8mb4;

-- Which migration the database is at; the row is written at the end, when all of it is there.
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
) DEFAULT CHARACTER SET utf8mb4;

-- Tenancy -------------------------------------------------------------------------------------------------------------

CREATE TABLE organizations (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    name VARCHAR(200) NOT NULL COMMENT 'Name for people.',
    center_key VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Short stable key of the centre.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_organizations PRIMARY KEY (id),
    CONSTRAINT uq_organizations_center_key UNIQUE (center_key)
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Centres; every tenant root belongs to one.';

CREATE TABLE users (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    email VARCHAR(254) COLLATE utf8mb4_bin NOT NULL COMMENT 'Sign-in name, in lower case.',
    name VARCHAR(200) NOT NULL COMMENT 'Name shown to others.',
    password_hash VARCHAR(200) NOT NULL COMMENT 'Argon2id.',
    system_role VARCHAR(32) COMMENT 'admin: manages accounts and organisations; sees no images by that.',
    title VARCHAR(40) COMMENT 'Dr., Prof. …',
    specialty VARCHAR(100) COMMENT 'Medical specialty.',
    practice_start_year INTEGER COMMENT 'First year in practice.',
    is_active BOOL NOT NULL COMMENT 'False: may not sign in any more.',
    is_demo BOOL NOT NULL COMMENT 'Made by the demo; refused in production mode.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_email UNIQUE (email)
) DEFAULT CHARACTER SET utf8mb4 COMMENT='People with an account.';

CREATE TABLE user_preferences (
    user_id CHAR(32) NOT NULL COMMENT 'Whose.',
    language VARCHAR(8) COMMENT 'Of the pages; empty: the one of the browser.',
    idle_minutes INTEGER COMMENT 'After how many minutes without a touch the screen is locked; empty: never.',
    has_single_keys BOOL NOT NULL COMMENT 'Whether keys act without Ctrl or Alt.',
    bindings JSON NOT NULL COMMENT 'Keys by command, where they are not the usual ones.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_user_preferences PRIMARY KEY (user_id),
    CONSTRAINT fk_user_preferences_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='How people want the product to look and answer.';

CREATE TABLE organization_memberships (
    organization_id CHAR(32) NOT NULL COMMENT 'The centre.',
    user_id CHAR(32) NOT NULL COMMENT 'The person.',
    `role` VARCHAR(32) NOT NULL COMMENT 'admin (also data manager), clinician or member.',
    joined_at DATETIME(6) NOT NULL COMMENT 'Since when (UTC).',
    CONSTRAINT pk_organization_memberships PRIMARY KEY (organization_id, user_id),
    CONSTRAINT fk_organization_memberships_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT fk_organization_memberships_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Who belongs to which centre, and as what.';

CREATE TABLE reading_groups (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    name VARCHAR(200) NOT NULL COMMENT 'Name for people.',
    description LONGTEXT COMMENT 'What the team is for.',
    version INTEGER NOT NULL COMMENT 'Rises with every edit; a stale edit is refused.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_reading_groups PRIMARY KEY (id),
    CONSTRAINT uq_reading_groups_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT fk_reading_groups_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Teams of readers.';
CREATE INDEX ix_reading_groups_organization_id ON reading_groups (organization_id);

CREATE TABLE memberships (
    group_id CHAR(32) NOT NULL COMMENT 'The group.',
    user_id CHAR(32) NOT NULL COMMENT 'The person.',
    `role` VARCHAR(32) NOT NULL COMMENT 'admin, reviewer, annotator or viewer.',
    joined_at DATETIME(6) NOT NULL COMMENT 'Since when (UTC).',
    CONSTRAINT pk_memberships PRIMARY KEY (group_id, user_id),
    CONSTRAINT fk_memberships_group_id FOREIGN KEY(group_id) REFERENCES reading_groups (id) ON DELETE CASCADE,
    CONSTRAINT fk_memberships_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Who belongs to which group, and as what.';
CREATE INDEX ix_memberships_user_id ON memberships (user_id);

CREATE TABLE invitations (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre of the group.',
    group_id CHAR(32) NOT NULL COMMENT 'The group that it opens.',
    code_sha256 VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Of the code, to find it by.',
    `role` VARCHAR(32) NOT NULL COMMENT 'What those who join become.',
    email VARCHAR(254) COLLATE utf8mb4_bin COMMENT 'Whom alone it lets in; empty: whoever has it.',
    requires_approval BOOL NOT NULL COMMENT 'An admin must say yes to each who comes.',
    mailed_at DATETIME(6) COMMENT 'When it was last sent to that address (UTC).',
    note VARCHAR(200) COMMENT 'Whom it is for, as its maker noted.',
    created_by_id CHAR(32) NOT NULL COMMENT 'Who made it.',
    expires_at DATETIME(6) NOT NULL COMMENT 'Until when it opens (UTC).',
    max_uses INTEGER COMMENT 'How many people may join by it; empty: any number.',
    use_count INTEGER NOT NULL COMMENT 'How many have joined by it.',
    revoked_at DATETIME(6) COMMENT 'When it was revoked (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_invitations PRIMARY KEY (id),
    CONSTRAINT fk_invitations_group_id_organization_id FOREIGN KEY(group_id, organization_id) REFERENCES reading_groups (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT ck_invitations_max_uses CHECK (max_uses >= 1),
    CONSTRAINT ck_invitations_use_count CHECK (max_uses IS NULL OR use_count <= max_uses),
    CONSTRAINT uq_invitations_code_sha256 UNIQUE (code_sha256),
    CONSTRAINT fk_invitations_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Join codes of groups; the code itself is derived from the id and the server''s key.';
CREATE INDEX ix_invitations_group_id ON invitations (group_id);

CREATE TABLE join_requests (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre of the group.',
    group_id CHAR(32) NOT NULL COMMENT 'The group.',
    user_id CHAR(32) NOT NULL COMMENT 'Who.',
    invitation_id CHAR(32) COMMENT 'The join code it was asked by.',
    `role` VARCHAR(32) NOT NULL COMMENT 'What they would become, or were.',
    state VARCHAR(32) NOT NULL COMMENT 'pending, declined, or removed: was a member, and needs approval to be again.',
    was_removed BOOL NOT NULL COMMENT 'They were removed from the group once.',
    updated_at DATETIME(6) NOT NULL COMMENT 'When it came to be so (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_join_requests PRIMARY KEY (id),
    CONSTRAINT fk_join_requests_group_id_organization_id FOREIGN KEY(group_id, organization_id) REFERENCES reading_groups (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT uq_join_requests_group_id_user_id UNIQUE (group_id, user_id),
    CONSTRAINT fk_join_requests_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_join_requests_invitation_id FOREIGN KEY(invitation_id) REFERENCES invitations (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='People who may join a group only if an admin of it says so; gone once they are members.';
CREATE INDEX ix_join_requests_invitation_id ON join_requests (invitation_id);
CREATE INDEX ix_join_requests_user_id ON join_requests (user_id);

CREATE TABLE refresh_tokens (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    user_id CHAR(32) NOT NULL COMMENT 'Whose.',
    counter INTEGER NOT NULL COMMENT 'How often it was rotated; only the newest is good.',
    rotated_at DATETIME(6) NOT NULL COMMENT 'Last rotation (UTC); its predecessor is good for 30 s more.',
    expires_at DATETIME(6) NOT NULL COMMENT 'End of the sign-in (UTC).',
    revoked_at DATETIME(6) COMMENT 'Signed out, or reuse of an old token seen (UTC).',
    user_agent VARCHAR(200) COMMENT 'The browser or program, as it names itself.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_refresh_tokens PRIMARY KEY (id),
    CONSTRAINT fk_refresh_tokens_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Sign-ins; the token itself is derived from id and counter and never stored.';
CREATE INDEX ix_refresh_tokens_user_id ON refresh_tokens (user_id);

CREATE TABLE api_tokens (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    user_id CHAR(32) NOT NULL COMMENT 'Whose: it can do no more than they can.',
    group_id CHAR(32) COMMENT 'The one group that it is good for.',
    name VARCHAR(200) NOT NULL COMMENT 'What it is for.',
    token_sha256 VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Of the key, to find it by.',
    hint VARCHAR(16) NOT NULL COMMENT 'How the key begins, to tell it from others.',
    scope VARCHAR(32) NOT NULL COMMENT 'read, annotate or manage.',
    expires_at DATETIME(6) NOT NULL COMMENT 'Until when it is good (UTC).',
    last_used_at DATETIME(6) COMMENT 'When it was last used, to an hour (UTC).',
    revoked_at DATETIME(6) COMMENT 'When it was revoked (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_api_tokens PRIMARY KEY (id),
    CONSTRAINT fk_api_tokens_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_api_tokens_group_id FOREIGN KEY(group_id) REFERENCES reading_groups (id) ON DELETE CASCADE,
    CONSTRAINT uq_api_tokens_token_sha256 UNIQUE (token_sha256)
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Keys of programs; of the key itself only a hash is kept.';
CREATE INDEX ix_api_tokens_group_id ON api_tokens (group_id);
CREATE INDEX ix_api_tokens_user_id ON api_tokens (user_id);

-- Images --------------------------------------------------------------------------------------------------------------

CREATE TABLE patients (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    identity_key VARCHAR(200) COLLATE utf8mb4_bin NOT NULL COMMENT 'issuer|patient ID; for a study without patient ID, study:UID.',
    medical_record_number VARCHAR(128) COLLATE utf8mb4_bin COMMENT 'Patient ID (0010,0020).',
    issuer VARCHAR(128) COLLATE utf8mb4_bin COMMENT 'Issuer of Patient ID (0010,0021).',
    name VARCHAR(400) COMMENT 'Patient''s Name (0010,0010).',
    birth_date DATE COMMENT 'Patient''s Birth Date (0010,0030).',
    sex VARCHAR(16) COMMENT 'Patient''s Sex (0010,0040).',
    pseudonym VARCHAR(32) COLLATE utf8mb4_bin NOT NULL COMMENT 'What readers see where names are not shown.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_patients PRIMARY KEY (id),
    CONSTRAINT uq_patients_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_patients_organization_id_identity_key UNIQUE (organization_id, identity_key),
    CONSTRAINT uq_patients_organization_id_pseudonym UNIQUE (organization_id, pseudonym),
    CONSTRAINT fk_patients_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Patients, unique per centre.';

CREATE TABLE studies (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    patient_id CHAR(32) NOT NULL COMMENT 'The patient of its first accepted file.',
    study_instance_uid VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT '(0020,000D).',
    study_date DATE COMMENT '(0008,0020).',
    description VARCHAR(400) COMMENT '(0008,1030).',
    accession_number VARCHAR(64) COMMENT '(0008,0050).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_studies PRIMARY KEY (id),
    CONSTRAINT uq_studies_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_studies_organization_id_study_instance_uid UNIQUE (organization_id, study_instance_uid),
    CONSTRAINT fk_studies_patient_id_organization_id FOREIGN KEY(patient_id, organization_id) REFERENCES patients (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT fk_studies_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='DICOM studies, unique per centre.';
CREATE INDEX ix_studies_patient_id_organization_id ON studies (patient_id, organization_id);

CREATE TABLE series (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    study_id CHAR(32) NOT NULL COMMENT 'Its study.',
    series_instance_uid VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT '(0020,000E).',
    modality VARCHAR(16) NOT NULL COMMENT '(0008,0060).',
    description VARCHAR(400) COMMENT '(0008,103E).',
    series_number INTEGER COMMENT '(0020,0011).',
    body_part VARCHAR(64) COMMENT '(0018,0015).',
    laterality VARCHAR(16) COMMENT '(0020,0060).',
    frame_of_reference_uid VARCHAR(64) COLLATE utf8mb4_bin COMMENT '(0020,0052).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_series PRIMARY KEY (id),
    CONSTRAINT uq_series_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_series_organization_id_series_instance_uid UNIQUE (organization_id, series_instance_uid),
    CONSTRAINT fk_series_study_id_organization_id FOREIGN KEY(study_id, organization_id) REFERENCES studies (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_series_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='DICOM series, unique per centre.';
CREATE INDEX ix_series_study_id_organization_id ON series (study_id, organization_id);

CREATE TABLE series_uploaders (
    series_id CHAR(32) NOT NULL COMMENT 'The series.',
    user_id CHAR(32) NOT NULL COMMENT 'The person.',
    CONSTRAINT pk_series_uploaders PRIMARY KEY (series_id, user_id),
    CONSTRAINT fk_series_uploaders_series_id FOREIGN KEY(series_id) REFERENCES series (id) ON DELETE CASCADE,
    CONSTRAINT fk_series_uploaders_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Who brought which series: everyone whose upload completed a file of it.';
CREATE INDEX ix_series_uploaders_user_id ON series_uploaders (user_id);

CREATE TABLE stored_files (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    sha256 VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Of the bytes, hexadecimal.',
    size_bytes BIGINT NOT NULL COMMENT 'Length in bytes.',
    media_type VARCHAR(100) NOT NULL COMMENT 'By content, not by name.',
    storage_key VARCHAR(200) COLLATE utf8mb4_bin NOT NULL COMMENT 'Where the bytes are: organization/sha256.',
    file_name VARCHAR(400) NOT NULL COMMENT 'Its name when it first came.',
    uploaded_by_id CHAR(32) COMMENT 'Who brought it first.',
    pixel_width INTEGER COMMENT 'Of a photograph, upright.',
    pixel_height INTEGER COMMENT 'Of a photograph, upright.',
    display_key VARCHAR(200) COLLATE utf8mb4_bin COMMENT 'Upright copy without metadata, where the photograph needs one.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_stored_files PRIMARY KEY (id),
    CONSTRAINT uq_stored_files_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_stored_files_organization_id_sha256 UNIQUE (organization_id, sha256),
    CONSTRAINT fk_stored_files_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_stored_files_uploaded_by_id FOREIGN KEY(uploaded_by_id) REFERENCES users (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Accepted files, kept once per centre and never altered.';
CREATE INDEX ix_stored_files_uploaded_by_id ON stored_files (uploaded_by_id);

CREATE TABLE instances (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    series_id CHAR(32) NOT NULL COMMENT 'Its series.',
    file_id CHAR(32) NOT NULL COMMENT 'The stored bytes.',
    sop_instance_uid VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT '(0008,0018).',
    sop_class_uid VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT '(0008,0016).',
    transfer_syntax_uid VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT '(0002,0010).',
    instance_number INTEGER COMMENT '(0020,0013).',
    row_count INTEGER COMMENT 'Rows (0028,0010).',
    column_count INTEGER COMMENT 'Columns (0028,0011).',
    frame_count INTEGER NOT NULL COMMENT 'Number of Frames (0028,0008).',
    is_image BOOL NOT NULL COMMENT 'Has pixels to look at.',
    structure VARCHAR(16) COMMENT 'rtstruct or seg, when it holds regions.',
    image_position_mm JSON COMMENT '(0020,0032): x, y, z in mm.',
    image_orientation JSON COMMENT '(0020,0037): six cosines.',
    attributes JSON NOT NULL COMMENT 'DICOM JSON of an allow-list of technical attributes; nothing that identifies.',
    frame_ranges JSON COMMENT 'Per frame the (offset, length) pairs in the file; empty: frames are decoded.',
    referenced_uids JSON COMMENT 'Series and instances that a structure was drawn on: {series: [], sop: []}.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_instances PRIMARY KEY (id),
    CONSTRAINT uq_instances_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_instances_organization_id_sop_instance_uid UNIQUE (organization_id, sop_instance_uid),
    CONSTRAINT fk_instances_series_id_organization_id FOREIGN KEY(series_id, organization_id) REFERENCES series (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_instances_file_id_organization_id FOREIGN KEY(file_id, organization_id) REFERENCES stored_files (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT fk_instances_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='DICOM instances, unique per centre.';
CREATE INDEX ix_instances_file_id_organization_id ON instances (file_id, organization_id);
CREATE INDEX ix_instances_series_id_organization_id ON instances (series_id, organization_id);

-- Reading -------------------------------------------------------------------------------------------------------------

CREATE TABLE reading_sets (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    group_id CHAR(32) NOT NULL COMMENT 'The group that reads it.',
    name VARCHAR(200) NOT NULL COMMENT 'Name for people.',
    description LONGTEXT COMMENT 'What the set is for.',
    guideline LONGTEXT COMMENT 'How to read it; shown in the reading room.',
    task VARCHAR(32) NOT NULL COMMENT 'classification, detection or segmentation.',
    package_size INTEGER NOT NULL COMMENT 'Samples in a full package.',
    readers_per_sample INTEGER NOT NULL COMMENT 'How many people read each sample.',
    readers_see_readings VARCHAR(32) NOT NULL COMMENT 'Whose readings a reader sees: never, after_own, after_round or always others'' too.',
    readers_see_imported VARCHAR(32) NOT NULL COMMENT 'From when a reader sees what files and models say, likewise.',
    identity VARCHAR(32) NOT NULL COMMENT 'hidden, pseudonym or full.',
    sample_grouping VARCHAR(32) NOT NULL COMMENT 'none, study_fusion or mammography: what becomes one sample.',
    hanging JSON COMMENT 'How images are laid out when a sample is opened; empty: as is usual.',
    round INTEGER NOT NULL COMMENT 'The current round of reading, from 1.',
    version INTEGER NOT NULL COMMENT 'Rises with every edit; a stale edit is refused.',
    archived_at DATETIME(6) COMMENT 'Since when it is closed to reading (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_reading_sets PRIMARY KEY (id),
    CONSTRAINT uq_reading_sets_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT fk_reading_sets_group_id_organization_id FOREIGN KEY(group_id, organization_id) REFERENCES reading_groups (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT ck_reading_sets_package_size CHECK (package_size >= 1),
    CONSTRAINT ck_reading_sets_readers_per_sample CHECK (readers_per_sample >= 1)
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Sets of samples that a group reads.';

CREATE TABLE guideline_images (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre of the set.',
    set_id CHAR(32) NOT NULL COMMENT 'The set whose guideline it belongs to.',
    name VARCHAR(200) NOT NULL COMMENT 'What it is called, as it was sent.',
    media_type VARCHAR(100) NOT NULL COMMENT 'image/png or image/jpeg, by content.',
    size_bytes INTEGER NOT NULL COMMENT 'Of the copy that is kept.',
    storage_key VARCHAR(200) COLLATE utf8mb4_bin NOT NULL COMMENT 'Where the bytes are.',
    created_by_id CHAR(32) COMMENT 'Who sent it.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_guideline_images PRIMARY KEY (id),
    CONSTRAINT fk_guideline_images_set_id_organization_id FOREIGN KEY(set_id, organization_id) REFERENCES reading_sets (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_guideline_images_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Pictures that guidelines show; each is a copy without metadata of what was sent.';
CREATE INDEX ix_guideline_images_created_by_id ON guideline_images (created_by_id);
CREATE INDEX ix_guideline_images_set_id ON guideline_images (set_id);

CREATE TABLE labels (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    set_id CHAR(32) NOT NULL COMMENT 'The set.',
    name VARCHAR(200) COLLATE utf8mb4_bin NOT NULL COMMENT 'Name for people; unique in the set.',
    color VARCHAR(7) NOT NULL COMMENT '#RRGGBB, as drawn.',
    description LONGTEXT COMMENT 'When to use it.',
    position INTEGER NOT NULL COMMENT 'Order in the palette, from 1; also its digit key.',
    concept JSON COMMENT 'Coded concept: scheme, code, meaning.',
    shortcut VARCHAR(1) COLLATE utf8mb4_bin COMMENT 'The key that chooses it while reading; empty: a digit by its place.',
    attributes JSON COMMENT 'Attributes that a reader may set on its objects.',
    version INTEGER NOT NULL COMMENT 'Rises with every edit; a stale edit is refused.',
    archived_at DATETIME(6) COMMENT 'Since when it is not offered for new objects (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_labels PRIMARY KEY (id),
    CONSTRAINT uq_labels_id_set_id UNIQUE (id, set_id),
    CONSTRAINT uq_labels_set_id_name UNIQUE (set_id, name),
    CONSTRAINT uq_labels_set_id_shortcut UNIQUE (set_id, shortcut),
    CONSTRAINT fk_labels_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='The vocabulary of a set.';

CREATE TABLE samples (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    set_id CHAR(32) NOT NULL COMMENT 'The set.',
    patient_id CHAR(32) COMMENT 'Whose images; empty for photographs.',
    position INTEGER NOT NULL COMMENT 'Order in the set, from 1.',
    title VARCHAR(200) NOT NULL COMMENT 'Modality and number; says nothing of the patient.',
    modality VARCHAR(16) NOT NULL COMMENT 'Of the main image; XC for photographs.',
    content_key VARCHAR(100) COLLATE utf8mb4_bin NOT NULL COMMENT 'What it shows; the same never twice in a set.',
    purpose VARCHAR(32) NOT NULL COMMENT 'reading, repeat or control; hidden from readers.',
    original_id CHAR(32) COMMENT 'The sample that it shows once more.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_samples PRIMARY KEY (id),
    CONSTRAINT uq_samples_id_set_id UNIQUE (id, set_id),
    CONSTRAINT uq_samples_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_samples_set_id_content_key UNIQUE (set_id, content_key),
    CONSTRAINT uq_samples_set_id_position UNIQUE (set_id, position),
    CONSTRAINT fk_samples_set_id_organization_id FOREIGN KEY(set_id, organization_id) REFERENCES reading_sets (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_samples_patient_id_organization_id FOREIGN KEY(patient_id, organization_id) REFERENCES patients (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT fk_samples_original_id_set_id FOREIGN KEY(original_id, set_id) REFERENCES samples (id, set_id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Display sets to be read.';
CREATE INDEX ix_samples_original_id_set_id ON samples (original_id, set_id);

CREATE TABLE sample_images (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    sample_id CHAR(32) NOT NULL COMMENT 'The sample.',
    `role` VARCHAR(32) NOT NULL COMMENT 'main, fused, prior or reference.',
    position INTEGER NOT NULL COMMENT 'Order in the sample, from 1.',
    series_id CHAR(32) COMMENT 'A whole series.',
    instance_id CHAR(32) COMMENT 'One projection or multi-frame instance.',
    file_id CHAR(32) COMMENT 'A photograph.',
    CONSTRAINT pk_sample_images PRIMARY KEY (id),
    CONSTRAINT uq_sample_images_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_sample_images_sample_id_position UNIQUE (sample_id, position),
    CONSTRAINT fk_sample_images_sample_id_organization_id FOREIGN KEY(sample_id, organization_id) REFERENCES samples (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_sample_images_series_id_organization_id FOREIGN KEY(series_id, organization_id) REFERENCES series (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT fk_sample_images_instance_id_organization_id FOREIGN KEY(instance_id, organization_id) REFERENCES instances (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT fk_sample_images_file_id_organization_id FOREIGN KEY(file_id, organization_id) REFERENCES stored_files (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT ck_sample_images_one_source CHECK ((CASE WHEN series_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN instance_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN file_id IS NULL THEN 0 ELSE 1 END) = 1)
) DEFAULT CHARACTER SET utf8mb4 COMMENT='The images of a sample: exactly one of series, instance and file is set.';
CREATE INDEX ix_sample_images_instance_id_organization_id ON sample_images (instance_id, organization_id);
CREATE INDEX ix_sample_images_series_id_organization_id ON sample_images (series_id, organization_id);

CREATE TABLE packages (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    set_id CHAR(32) NOT NULL COMMENT 'The set.',
    position INTEGER NOT NULL COMMENT 'Its number in the set, from 1.',
    slot INTEGER NOT NULL COMMENT 'Which reading of its samples: 1 to readers per sample.',
    assignee_id CHAR(32) COMMENT 'Who reads it; empty while it is free.',
    assigned_at DATETIME(6) COMMENT 'Since when (UTC).',
    due_on DATE COMMENT 'The day by which it should be read.',
    priority INTEGER NOT NULL COMMENT '1 is read first, 0 in its turn, -1 last.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_packages PRIMARY KEY (id),
    CONSTRAINT uq_packages_id_set_id_slot UNIQUE (id, set_id, slot),
    CONSTRAINT uq_packages_set_id_position UNIQUE (set_id, position),
    CONSTRAINT ck_packages_priority CHECK (priority >= -1 AND priority <= 1),
    CONSTRAINT fk_packages_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE,
    CONSTRAINT fk_packages_assignee_id FOREIGN KEY(assignee_id) REFERENCES users (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Trays of samples, each for one reader.';
CREATE INDEX ix_packages_assignee_id ON packages (assignee_id);

CREATE TABLE package_items (
    package_id CHAR(32) NOT NULL COMMENT 'The package.',
    sample_id CHAR(32) NOT NULL COMMENT 'The sample.',
    set_id CHAR(32) NOT NULL COMMENT 'The set of both.',
    slot INTEGER NOT NULL COMMENT 'The slot of the package.',
    position INTEGER NOT NULL COMMENT 'Order in the package, from 1.',
    CONSTRAINT pk_package_items PRIMARY KEY (package_id, sample_id),
    CONSTRAINT fk_package_items_package_id_set_id_slot FOREIGN KEY(package_id, set_id, slot) REFERENCES packages (id, set_id, slot) ON DELETE CASCADE,
    CONSTRAINT fk_package_items_sample_id_set_id FOREIGN KEY(sample_id, set_id) REFERENCES samples (id, set_id) ON DELETE CASCADE,
    CONSTRAINT uq_package_items_sample_id_slot UNIQUE (sample_id, slot),
    CONSTRAINT uq_package_items_package_id_position UNIQUE (package_id, position)
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Which samples lie in which tray.';

CREATE TABLE distributions (
    set_id CHAR(32) NOT NULL COMMENT 'The set.',
    split VARCHAR(32) NOT NULL COMMENT 'upload_order, random, by_reader or by_patient.',
    seed BIGINT NOT NULL COMMENT 'What every random choice follows from.',
    repeat_share DOUBLE NOT NULL COMMENT 'Of the samples somebody has read, how many they read once more: 0 to 1.',
    repeat_after_days INTEGER NOT NULL COMMENT 'Not before so many days.',
    control_share DOUBLE NOT NULL COMMENT 'Of the samples of a new package, how many have a known answer: 0 to 1.',
    extra_readers INTEGER NOT NULL COMMENT 'How many more read a sample, at most, where its readers disagree.',
    alike_from DOUBLE NOT NULL COMMENT 'Readings that are at least so much alike agree: 0 to 1.',
    training_set_id CHAR(32) COMMENT 'The training that must be passed before reading here.',
    version INTEGER NOT NULL COMMENT 'Rises with every edit; a stale edit is refused.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_distributions PRIMARY KEY (set_id),
    CONSTRAINT ck_distributions_repeat_share CHECK (repeat_share >= 0 AND repeat_share <= 1),
    CONSTRAINT ck_distributions_control_share CHECK (control_share >= 0 AND control_share <= 1),
    CONSTRAINT ck_distributions_extra_readers CHECK (extra_readers >= 0),
    CONSTRAINT ck_distributions_alike_from CHECK (alike_from >= 0 AND alike_from <= 1),
    CONSTRAINT fk_distributions_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE,
    CONSTRAINT fk_distributions_training_set_id FOREIGN KEY(training_set_id) REFERENCES reading_sets (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='How sets are dealt out; a set without a row is dealt out in the order of upload.';
CREATE INDEX ix_distributions_training_set_id ON distributions (training_set_id);

CREATE TABLE disagreements (
    sample_id CHAR(32) NOT NULL COMMENT 'The sample.',
    round INTEGER NOT NULL COMMENT 'The round of the readings.',
    set_id CHAR(32) NOT NULL COMMENT 'The set of the sample.',
    likeness DOUBLE COMMENT 'Mean over pairs of readers, 0 to 1; empty where it cannot be said.',
    reading_count INTEGER NOT NULL COMMENT 'Readings that were compared.',
    version_sum INTEGER NOT NULL COMMENT 'Sum of their versions: another one means they have changed.',
    computed_at DATETIME(6) NOT NULL COMMENT 'When (UTC).',
    CONSTRAINT pk_disagreements PRIMARY KEY (sample_id, round),
    CONSTRAINT fk_disagreements_sample_id_set_id FOREIGN KEY(sample_id, set_id) REFERENCES samples (id, set_id) ON DELETE CASCADE,
    CONSTRAINT fk_disagreements_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='How far the readings of samples differ; derived, may be computed anew at any time.';
CREATE INDEX ix_disagreements_sample_id_set_id ON disagreements (sample_id, set_id);
CREATE INDEX ix_disagreements_set_id ON disagreements (set_id);

CREATE TABLE overlap_decisions (
    sample_id CHAR(32) NOT NULL COMMENT 'The sample.',
    round INTEGER NOT NULL COMMENT 'The set''s round at the time.',
    readers INTEGER NOT NULL COMMENT 'How many had read it.',
    set_id CHAR(32) NOT NULL COMMENT 'The set of the sample.',
    likeness DOUBLE COMMENT 'How alike they were, on average of the pairs: 0 to 1.',
    alike_from DOUBLE NOT NULL COMMENT 'What was asked of them.',
    is_extended BOOL NOT NULL COMMENT 'Whether one more reader was asked.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_overlap_decisions PRIMARY KEY (sample_id, round, readers),
    CONSTRAINT fk_overlap_decisions_sample_id_set_id FOREIGN KEY(sample_id, set_id) REFERENCES samples (id, set_id) ON DELETE CASCADE,
    CONSTRAINT fk_overlap_decisions_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Where readers disagreed and one more was asked; what was decided stays as it was decided.';
CREATE INDEX ix_overlap_decisions_sample_id_set_id ON overlap_decisions (sample_id, set_id);
CREATE INDEX ix_overlap_decisions_set_id ON overlap_decisions (set_id);

CREATE TABLE trainings (
    set_id CHAR(32) NOT NULL COMMENT 'The set.',
    pass_mark DOUBLE NOT NULL COMMENT 'The mean likeness to the known answers to pass: 0 to 1.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_trainings PRIMARY KEY (set_id),
    CONSTRAINT ck_trainings_pass_mark CHECK (pass_mark >= 0 AND pass_mark <= 1),
    CONSTRAINT fk_trainings_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Sets by which readers are trained.';

CREATE TABLE training_results (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    set_id CHAR(32) NOT NULL COMMENT 'The training set.',
    user_id CHAR(32) NOT NULL COMMENT 'Who.',
    attempt INTEGER NOT NULL COMMENT 'Which attempt of theirs, from 1.',
    cases INTEGER NOT NULL COMMENT 'How many cases it held.',
    score DOUBLE NOT NULL COMMENT 'The mean likeness to the known answers: 0 to 1.',
    pass_mark DOUBLE NOT NULL COMMENT 'What was asked at the time.',
    is_passed BOOL NOT NULL COMMENT 'Whether the score reached the mark.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_training_results PRIMARY KEY (id),
    CONSTRAINT uq_training_results_set_id_user_id_attempt UNIQUE (set_id, user_id, attempt),
    CONSTRAINT fk_training_results_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE,
    CONSTRAINT fk_training_results_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Attempts at trainings that came to their end, passed or not.';
CREATE INDEX ix_training_results_user_id ON training_results (user_id);

CREATE TABLE blinding_lifts (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    set_id CHAR(32) NOT NULL COMMENT 'The set.',
    user_id CHAR(32) NOT NULL COMMENT 'Who.',
    round INTEGER NOT NULL COMMENT 'The set''s round at the time: in a later one they are blind again.',
    reason LONGTEXT NOT NULL COMMENT 'Why, in their words.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_blinding_lifts PRIMARY KEY (id),
    CONSTRAINT uq_blinding_lifts_set_id_user_id_round UNIQUE (set_id, user_id, round),
    CONSTRAINT fk_blinding_lifts_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE,
    CONSTRAINT fk_blinding_lifts_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Who gave up reading in a round of a set to see the readings of others.';
CREATE INDEX ix_blinding_lifts_user_id ON blinding_lifts (user_id);

CREATE TABLE examinations (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    set_id CHAR(32) NOT NULL COMMENT 'The set of the sample.',
    sample_id CHAR(32) NOT NULL COMMENT 'What was read.',
    reader_id CHAR(32) NOT NULL COMMENT 'Who read it.',
    round INTEGER NOT NULL COMMENT 'The set''s round at the time.',
    kind VARCHAR(32) NOT NULL COMMENT 'reading, adjudication, reference or imported.',
    turn INTEGER NOT NULL COMMENT 'Counts what one person makes anew of the same, from 1.',
    author VARCHAR(200) COMMENT 'Who read it, as the file it came from says.',
    state VARCHAR(32) NOT NULL COMMENT 'open or done.',
    tentative BOOL NOT NULL COMMENT 'The reader is not sure.',
    bad_quality BOOL NOT NULL COMMENT 'The image is not fit to be read.',
    no_finding BOOL NOT NULL COMMENT 'Read, and explicitly nothing found.',
    remark LONGTEXT COMMENT 'The reader''s comment.',
    version INTEGER NOT NULL COMMENT 'Number of operations applied.',
    updated_at DATETIME(6) NOT NULL COMMENT 'Last operation (UTC).',
    done_at DATETIME(6) COMMENT 'When it was last set done (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_examinations PRIMARY KEY (id),
    CONSTRAINT uq_examinations_id_set_id UNIQUE (id, set_id),
    CONSTRAINT uq_examinations_sample_id_reader_id_round_kind_turn UNIQUE (sample_id, reader_id, round, kind, turn),
    CONSTRAINT fk_examinations_sample_id_set_id FOREIGN KEY(sample_id, set_id) REFERENCES samples (id, set_id) ON DELETE CASCADE,
    CONSTRAINT fk_examinations_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE,
    CONSTRAINT fk_examinations_reader_id FOREIGN KEY(reader_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Readings: one per sample, reader and round.';
CREATE INDEX ix_examinations_reader_id ON examinations (reader_id);
CREATE INDEX ix_examinations_set_id ON examinations (set_id);

CREATE TABLE adjudications (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    set_id CHAR(32) NOT NULL COMMENT 'The set of the sample.',
    sample_id CHAR(32) NOT NULL COMMENT 'What was decided on.',
    examination_id CHAR(32) NOT NULL COMMENT 'The decision, as a reading of its own.',
    adjudicator_id CHAR(32) NOT NULL COMMENT 'Who decided.',
    round INTEGER NOT NULL COMMENT 'The round whose readings it is over.',
    way VARCHAR(32) NOT NULL COMMENT 'choose, merge or redraw.',
    stands BOOL COMMENT 'True while it holds; empty once it is undone.',
    undone_at DATETIME(6) COMMENT 'When it was undone (UTC).',
    undone_by_id CHAR(32) COMMENT 'Who undid it.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_adjudications PRIMARY KEY (id),
    CONSTRAINT fk_adjudications_sample_id_set_id FOREIGN KEY(sample_id, set_id) REFERENCES samples (id, set_id) ON DELETE CASCADE,
    CONSTRAINT fk_adjudications_examination_id_set_id FOREIGN KEY(examination_id, set_id) REFERENCES examinations (id, set_id) ON DELETE CASCADE,
    CONSTRAINT uq_adjudications_examination_id UNIQUE (examination_id),
    CONSTRAINT uq_adjudications_sample_id_round_stands UNIQUE (sample_id, round, stands),
    CONSTRAINT fk_adjudications_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE,
    CONSTRAINT fk_adjudications_adjudicator_id FOREIGN KEY(adjudicator_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_adjudications_undone_by_id FOREIGN KEY(undone_by_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Decisions over readings that differ; at most one of a sample and round stands.';
CREATE INDEX ix_adjudications_adjudicator_id ON adjudications (adjudicator_id);
CREATE INDEX ix_adjudications_examination_id_set_id ON adjudications (examination_id, set_id);
CREATE INDEX ix_adjudications_sample_id_set_id ON adjudications (sample_id, set_id);
CREATE INDEX ix_adjudications_set_id ON adjudications (set_id);
CREATE INDEX ix_adjudications_undone_by_id ON adjudications (undone_by_id);

CREATE TABLE adjudication_parents (
    adjudication_id CHAR(32) NOT NULL COMMENT 'The decision.',
    examination_id CHAR(32) NOT NULL COMMENT 'The reading.',
    version INTEGER NOT NULL COMMENT 'Its version when it was decided over.',
    CONSTRAINT pk_adjudication_parents PRIMARY KEY (adjudication_id, examination_id),
    CONSTRAINT fk_adjudication_parents_adjudication_id FOREIGN KEY(adjudication_id) REFERENCES adjudications (id) ON DELETE CASCADE,
    CONSTRAINT fk_adjudication_parents_examination_id FOREIGN KEY(examination_id) REFERENCES examinations (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='What decisions were made over: readings and their versions.';
CREATE INDEX ix_adjudication_parents_examination_id ON adjudication_parents (examination_id);

CREATE TABLE comment_threads (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    set_id CHAR(32) NOT NULL COMMENT 'The set of the sample.',
    sample_id CHAR(32) NOT NULL COMMENT 'The sample.',
    sample_image_id CHAR(32) NOT NULL COMMENT 'The image it is pinned to.',
    sop_instance_uid VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'The slice, for a series.',
    frame INTEGER NOT NULL COMMENT 'The frame of the instance, from 1.',
    x DOUBLE NOT NULL COMMENT 'Pixels from the left edge of the image.',
    y DOUBLE NOT NULL COMMENT 'Pixels from its upper edge.',
    examination_id CHAR(32) COMMENT 'The reading it is about; its reader sees it.',
    author_id CHAR(32) NOT NULL COMMENT 'Who began it.',
    resolved_at DATETIME(6) COMMENT 'Since when it is settled (UTC).',
    resolved_by_id CHAR(32) COMMENT 'Who settled it.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_comment_threads PRIMARY KEY (id),
    CONSTRAINT fk_comment_threads_sample_id_set_id FOREIGN KEY(sample_id, set_id) REFERENCES samples (id, set_id) ON DELETE CASCADE,
    CONSTRAINT fk_comment_threads_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE,
    CONSTRAINT fk_comment_threads_sample_image_id FOREIGN KEY(sample_image_id) REFERENCES sample_images (id) ON DELETE CASCADE,
    CONSTRAINT fk_comment_threads_examination_id FOREIGN KEY(examination_id) REFERENCES examinations (id) ON DELETE CASCADE,
    CONSTRAINT fk_comment_threads_author_id FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_comment_threads_resolved_by_id FOREIGN KEY(resolved_by_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Threads of comments, pinned to places on images.';
CREATE INDEX ix_comment_threads_author_id ON comment_threads (author_id);
CREATE INDEX ix_comment_threads_examination_id ON comment_threads (examination_id);
CREATE INDEX ix_comment_threads_resolved_by_id ON comment_threads (resolved_by_id);
CREATE INDEX ix_comment_threads_sample_id_set_id ON comment_threads (sample_id, set_id);
CREATE INDEX ix_comment_threads_sample_image_id ON comment_threads (sample_image_id);
CREATE INDEX ix_comment_threads_set_id ON comment_threads (set_id);

CREATE TABLE thread_comments (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    thread_id CHAR(32) NOT NULL COMMENT 'The thread.',
    author_id CHAR(32) NOT NULL COMMENT 'Who wrote it.',
    content LONGTEXT NOT NULL COMMENT 'What it says.',
    edited_at DATETIME(6) COMMENT 'When its author last changed it (UTC).',
    deleted_at DATETIME(6) COMMENT 'When its author deleted it (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_thread_comments PRIMARY KEY (id),
    CONSTRAINT fk_thread_comments_thread_id FOREIGN KEY(thread_id) REFERENCES comment_threads (id) ON DELETE CASCADE,
    CONSTRAINT fk_thread_comments_author_id FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Comments of threads, in the order in which they were written.';
CREATE INDEX ix_thread_comments_author_id ON thread_comments (author_id);
CREATE INDEX ix_thread_comments_thread_id ON thread_comments (thread_id);

CREATE TABLE training_answers (
    examination_id CHAR(32) NOT NULL COMMENT 'The reading.',
    version INTEGER NOT NULL COMMENT 'Its version at the time.',
    known_id CHAR(32) COMMENT 'The known answer that it was held to.',
    known_version INTEGER NOT NULL COMMENT 'The known answer''s version at the time.',
    likeness DOUBLE COMMENT '0 to 1; empty: it cannot be said.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_training_answers PRIMARY KEY (examination_id),
    CONSTRAINT fk_training_answers_examination_id FOREIGN KEY(examination_id) REFERENCES examinations (id) ON DELETE CASCADE,
    CONSTRAINT fk_training_answers_known_id FOREIGN KEY(known_id) REFERENCES examinations (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Readings of training cases as they were marked; marked once, whatever comes after.';
CREATE INDEX ix_training_answers_known_id ON training_answers (known_id);

CREATE TABLE annotations (
    examination_id CHAR(32) NOT NULL COMMENT 'The reading.',
    id CHAR(32) NOT NULL COMMENT 'Made by the client.',
    set_id CHAR(32) NOT NULL COMMENT 'The set of both reading and label.',
    label_id CHAR(32) NOT NULL COMMENT 'What it is.',
    sample_image_id CHAR(32) NOT NULL COMMENT 'The image it lies on.',
    kind VARCHAR(32) NOT NULL COMMENT 'Its shape: box, spline, bidirectional …; image_label says something of the whole image.',
    space VARCHAR(32) NOT NULL COMMENT 'image (pixels) or patient (mm).',
    sop_instance_uid VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'The slice, for a series.',
    frame INTEGER NOT NULL COMMENT 'The frame of the instance, from 1.',
    geometry JSON NOT NULL COMMENT 'Pixels from the outer top-left corner of the first pixel, or mm in the patient; by kind.',
    plane JSON COMMENT 'In the patient: frame of reference, origin and two directions of its plane.',
    box_x DOUBLE COMMENT 'Bounding box: left, in pixels.',
    box_y DOUBLE COMMENT 'Bounding box: top, in pixels.',
    box_width DOUBLE COMMENT 'Bounding box: width, in pixels.',
    box_height DOUBLE COMMENT 'Bounding box: height, in pixels.',
    tracking_uid VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'One lesion over images and time.',
    is_target BOOL NOT NULL COMMENT 'Its lesion is a target: its long axis counts in the sum of diameters.',
    remark VARCHAR(2000) COMMENT 'What the reader says of it.',
    attributes JSON COMMENT 'What its label asks of it: values by name.',
    origin VARCHAR(32) NOT NULL COMMENT 'human, assisted, imported or ai.',
    updated_at DATETIME(6) NOT NULL COMMENT 'Last change (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_annotations PRIMARY KEY (examination_id, id),
    CONSTRAINT fk_annotations_examination_id_set_id FOREIGN KEY(examination_id, set_id) REFERENCES examinations (id, set_id) ON DELETE CASCADE,
    CONSTRAINT fk_annotations_label_id_set_id FOREIGN KEY(label_id, set_id) REFERENCES labels (id, set_id) ON DELETE RESTRICT,
    CONSTRAINT fk_annotations_sample_image_id FOREIGN KEY(sample_image_id) REFERENCES sample_images (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Objects of readings. Clients make the ids; they are unique per examination.';
CREATE INDEX ix_annotations_label_id_set_id ON annotations (label_id, set_id);
CREATE INDEX ix_annotations_sample_image_id ON annotations (sample_image_id);

CREATE TABLE annotation_operations (
    examination_id CHAR(32) NOT NULL COMMENT 'The reading.',
    id CHAR(32) NOT NULL COMMENT 'Made by the client; a repetition changes nothing.',
    sequence_number INTEGER NOT NULL COMMENT 'The examination''s version after it.',
    actor_id CHAR(32) NOT NULL COMMENT 'Who did it.',
    kind VARCHAR(32) NOT NULL COMMENT 'put_annotation, delete_annotation, set_flags, set_state.',
    payload JSON NOT NULL COMMENT 'The operation as it was sent.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_annotation_operations PRIMARY KEY (examination_id, id),
    CONSTRAINT uq_annotation_operations_examination_id_sequence_number UNIQUE (examination_id, sequence_number),
    CONSTRAINT fk_annotation_operations_examination_id FOREIGN KEY(examination_id) REFERENCES examinations (id) ON DELETE CASCADE,
    CONSTRAINT fk_annotation_operations_actor_id FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Append-only journal of readings. Clients make the ids; they are unique per examination.';

CREATE TABLE masks (
    examination_id CHAR(32) NOT NULL COMMENT 'The reading.',
    annotation_id CHAR(32) NOT NULL COMMENT 'The object.',
    sop_instance_uid VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'The slice of its image; '''' for a photograph.',
    frame INTEGER NOT NULL COMMENT 'Frame of the instance, from 1.',
    row_count INTEGER NOT NULL COMMENT 'Of the picture.',
    column_count INTEGER NOT NULL COMMENT 'Of the picture.',
    voxel_count BIGINT NOT NULL COMMENT 'Marked pixels.',
    box_x INTEGER NOT NULL COMMENT 'Smallest box around them: left.',
    box_y INTEGER NOT NULL COMMENT 'Smallest box around them: top.',
    box_width INTEGER NOT NULL COMMENT 'Smallest box around them: columns.',
    box_height INTEGER NOT NULL COMMENT 'Smallest box around them: rows.',
    content_hash VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'SHA-256 of the runs.',
    runs LONGBLOB NOT NULL COMMENT 'zlib of LEB128 run lengths row by row, unmarked pixels first, none after the last marked one.',
    CONSTRAINT pk_masks PRIMARY KEY (examination_id, annotation_id, sop_instance_uid, frame),
    CONSTRAINT fk_masks_examination_id_annotation_id FOREIGN KEY(examination_id, annotation_id) REFERENCES annotations (examination_id, id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='The voxels of objects that are masks: one row for each picture on which some are marked.';

-- Running -------------------------------------------------------------------------------------------------------------

CREATE TABLE jobs (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    owner_id CHAR(32) NOT NULL COMMENT 'Who asked for it; it acts with this person''s rights.',
    kind VARCHAR(32) NOT NULL COMMENT 'What is done, e.g. import, extraction or export.',
    title VARCHAR(200) NOT NULL COMMENT 'What it does, for people.',
    state VARCHAR(32) NOT NULL COMMENT 'queued, running, done, failed or cancelled.',
    done INTEGER NOT NULL COMMENT 'How far: units finished.',
    total INTEGER NOT NULL COMMENT 'Units in all; 0 while unknown.',
    message LONGTEXT COMMENT 'What happens now, or what went wrong.',
    error_code VARCHAR(64) COMMENT 'The error''s stable name.',
    result_url VARCHAR(200) COMMENT 'The page that shows its result.',
    params JSON NOT NULL COMMENT 'The ids that it works on.',
    cancel_requested_at DATETIME(6) COMMENT 'When somebody cancelled it (UTC).',
    started_at DATETIME(6) COMMENT 'When its first step began (UTC).',
    finished_at DATETIME(6) COMMENT 'When its last step ended (UTC).',
    updated_at DATETIME(6) NOT NULL COMMENT 'Last change (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT uq_jobs_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT fk_jobs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_jobs_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Long work with progress; done in steps (job_steps).';
CREATE INDEX ix_jobs_owner_id_updated_at ON jobs (owner_id, updated_at);

-- Reading -------------------------------------------------------------------------------------------------------------

CREATE TABLE agreement_runs (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    owner_id CHAR(32) NOT NULL COMMENT 'Who asked for it.',
    set_id CHAR(32) NOT NULL COMMENT 'The set that was read.',
    job_id CHAR(32) NOT NULL COMMENT 'The job that people see.',
    request JSON NOT NULL COMMENT 'What was asked for.',
    seed BIGINT NOT NULL COMMENT 'Of the resampling of cases: the same gives the same.',
    engine VARCHAR(64) NOT NULL COMMENT 'Version of the formulas.',
    inputs_hash VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'SHA-256 of the request, the readings and their versions; empty until computed.',
    results LONGTEXT COMMENT 'The values as JSON; empty until computed.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_agreement_runs PRIMARY KEY (id),
    CONSTRAINT fk_agreement_runs_job_id_organization_id FOREIGN KEY(job_id, organization_id) REFERENCES jobs (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT uq_agreement_runs_job_id UNIQUE (job_id),
    CONSTRAINT fk_agreement_runs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_agreement_runs_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_agreement_runs_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Agreement of the readers of a set, measured once and kept.';
CREATE INDEX ix_agreement_runs_owner_id ON agreement_runs (owner_id);
CREATE INDEX ix_agreement_runs_set_id ON agreement_runs (set_id);

-- Running -------------------------------------------------------------------------------------------------------------

CREATE TABLE job_steps (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    job_id CHAR(32) NOT NULL COMMENT 'The job.',
    position INTEGER NOT NULL COMMENT 'Order in the job, from 1.',
    params JSON NOT NULL COMMENT 'The ids that this part works on.',
    lane VARCHAR(32) NOT NULL COMMENT 'fast or heavy: the queue it waits in.',
    state VARCHAR(32) NOT NULL COMMENT 'queued, running, done, failed or cancelled.',
    attempt INTEGER NOT NULL COMMENT 'How often it was begun; fences off older attempts.',
    attempts_allowed INTEGER NOT NULL COMMENT 'After so many attempts it fails; running it again allows more.',
    worker VARCHAR(200) COMMENT 'host:pid:start of the process that does it.',
    heartbeat_at DATETIME(6) COMMENT 'Sign of life, by the database''s clock (UTC).',
    error LONGTEXT COMMENT 'What went wrong.',
    finished_at DATETIME(6) COMMENT 'When it ended (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_job_steps PRIMARY KEY (id),
    CONSTRAINT uq_job_steps_job_id_position UNIQUE (job_id, position),
    CONSTRAINT fk_job_steps_job_id FOREIGN KEY(job_id) REFERENCES jobs (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Parts of jobs; each is what one queue message asks for.';
CREATE INDEX ix_job_steps_state_heartbeat_at ON job_steps (state, heartbeat_at);

CREATE TABLE upload_jobs (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    owner_id CHAR(32) NOT NULL COMMENT 'Who sends.',
    set_id CHAR(32) COMMENT 'The set that the images go to.',
    job_id CHAR(32) COMMENT 'The job that reads the files; empty while sending.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_upload_jobs PRIMARY KEY (id),
    CONSTRAINT uq_upload_jobs_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT fk_upload_jobs_job_id_organization_id FOREIGN KEY(job_id, organization_id) REFERENCES jobs (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_jobs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_jobs_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_jobs_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Deliveries of files.';
CREATE INDEX ix_upload_jobs_owner_id ON upload_jobs (owner_id);
CREATE INDEX ix_upload_jobs_set_id ON upload_jobs (set_id);

CREATE TABLE upload_parts (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    upload_id CHAR(32) NOT NULL COMMENT 'The delivery.',
    path_sha256 VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Of the path of the file.',
    start_byte BIGINT NOT NULL COMMENT 'Where in the file it begins.',
    size_bytes BIGINT NOT NULL COMMENT 'Length in bytes.',
    total_bytes BIGINT NOT NULL COMMENT 'Length of the whole file, as announced.',
    sha256 VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Of the bytes of this piece.',
    storage_key VARCHAR(200) COLLATE utf8mb4_bin NOT NULL COMMENT 'Where the bytes wait.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_upload_parts PRIMARY KEY (id),
    CONSTRAINT uq_upload_parts_upload_id_path_sha256_start_byte UNIQUE (upload_id, path_sha256, start_byte),
    CONSTRAINT fk_upload_parts_upload_id FOREIGN KEY(upload_id) REFERENCES upload_jobs (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Pieces of files that have not arrived whole; gone once they have.';

CREATE TABLE upload_items (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    upload_id CHAR(32) NOT NULL COMMENT 'The delivery.',
    path LONGTEXT NOT NULL COMMENT 'Path as sent; archive members after a ''!''.',
    path_sha256 VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Of the path: a file sent twice is one item.',
    size_bytes BIGINT NOT NULL COMMENT 'Length in bytes.',
    sha256 VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Of the bytes.',
    storage_key VARCHAR(200) COLLATE utf8mb4_bin COMMENT 'Where the bytes wait, or are kept aside.',
    media_type VARCHAR(100) COMMENT 'By content.',
    outcome VARCHAR(32) COMMENT 'What became of it; empty: not yet read.',
    remarks JSON NOT NULL COMMENT '[{code, place, message}].',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_upload_items PRIMARY KEY (id),
    CONSTRAINT uq_upload_items_upload_id_path_sha256 UNIQUE (upload_id, path_sha256),
    CONSTRAINT fk_upload_items_upload_id FOREIGN KEY(upload_id) REFERENCES upload_jobs (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Files of deliveries, with their outcome and the reasons for it.';
CREATE INDEX ix_upload_items_upload_id_outcome ON upload_items (upload_id, outcome);

CREATE TABLE releases (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    group_id CHAR(32) NOT NULL COMMENT 'The group that read the set; it goes with the group.',
    set_id CHAR(32) COMMENT 'The set; empty once that is deleted.',
    source_id CHAR(32) NOT NULL COMMENT 'The id of the set, also once it is deleted.',
    set_name VARCHAR(200) NOT NULL COMMENT 'What the set was called.',
    number INTEGER NOT NULL COMMENT 'Counts the releases of a set, from 1.',
    name VARCHAR(200) NOT NULL COMMENT 'Name for people.',
    notes LONGTEXT COMMENT 'What people should know of it.',
    request JSON NOT NULL COMMENT 'Which readings were wanted.',
    made_by_id CHAR(32) NOT NULL COMMENT 'Who froze it.',
    job_id CHAR(32) NOT NULL COMMENT 'The job that people see.',
    content_hash VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'Of what it states, SHA-256, hexadecimal.',
    manifest_key VARCHAR(200) COLLATE utf8mb4_bin COMMENT 'Where the manifest is, once written.',
    size_bytes BIGINT COMMENT 'Length of the manifest.',
    summary JSON COMMENT 'How much it states: samples, readings, objects, labels.',
    frozen_at DATETIME(6) COMMENT 'Since when it stands (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_releases PRIMARY KEY (id),
    CONSTRAINT fk_releases_group_id_organization_id FOREIGN KEY(group_id, organization_id) REFERENCES reading_groups (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_releases_job_id_organization_id FOREIGN KEY(job_id, organization_id) REFERENCES jobs (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT uq_releases_job_id UNIQUE (job_id),
    CONSTRAINT uq_releases_source_id_number UNIQUE (source_id, number),
    CONSTRAINT fk_releases_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_releases_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE SET NULL,
    CONSTRAINT fk_releases_made_by_id FOREIGN KEY(made_by_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Frozen states of sets; the manifest of each is in the storage.';
CREATE INDEX ix_releases_group_id_organization_id ON releases (group_id, organization_id);
CREATE INDEX ix_releases_set_id ON releases (set_id);

CREATE TABLE exports (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    owner_id CHAR(32) NOT NULL COMMENT 'Who asked for it; nobody else gets it.',
    set_id CHAR(32) COMMENT 'The set that it is of.',
    release_id CHAR(32) COMMENT 'The release that it is of.',
    job_id CHAR(32) NOT NULL COMMENT 'The job that people see.',
    format VARCHAR(32) NOT NULL COMMENT 'Key of the format, e.g. coco.',
    request JSON NOT NULL COMMENT 'What was asked for.',
    summary JSON COMMENT 'What is in it, and what is not and why.',
    file_name VARCHAR(255) COMMENT 'What the file is called when it is fetched.',
    file_key VARCHAR(200) COLLATE utf8mb4_bin COMMENT 'Where the file is, once it is written.',
    media_type VARCHAR(100) COMMENT 'Of the file.',
    size_bytes BIGINT COMMENT 'Length of the file.',
    sha256 VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'Of the file, hexadecimal.',
    expires_at DATETIME(6) NOT NULL COMMENT 'When the file is let go of (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_exports PRIMARY KEY (id),
    CONSTRAINT fk_exports_job_id_organization_id FOREIGN KEY(job_id, organization_id) REFERENCES jobs (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT uq_exports_job_id UNIQUE (job_id),
    CONSTRAINT fk_exports_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_exports_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_exports_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE,
    CONSTRAINT fk_exports_release_id FOREIGN KEY(release_id) REFERENCES releases (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Files of readings that people asked for; kept for a week.';
CREATE INDEX ix_exports_owner_id ON exports (owner_id);
CREATE INDEX ix_exports_release_id ON exports (release_id);
CREATE INDEX ix_exports_set_id ON exports (set_id);

CREATE TABLE release_files (
    release_id CHAR(32) NOT NULL COMMENT 'The release.',
    file_id CHAR(32) NOT NULL COMMENT 'The photograph.',
    CONSTRAINT pk_release_files PRIMARY KEY (release_id, file_id),
    CONSTRAINT fk_release_files_release_id FOREIGN KEY(release_id) REFERENCES releases (id) ON DELETE CASCADE,
    CONSTRAINT fk_release_files_file_id FOREIGN KEY(file_id) REFERENCES stored_files (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Photographs that releases keep.';
CREATE INDEX ix_release_files_file_id ON release_files (file_id);

CREATE TABLE release_withdrawals (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    release_id CHAR(32) NOT NULL COMMENT 'The release.',
    sample_id CHAR(32) NOT NULL COMMENT 'The sample as the manifest names it; it need not exist any more.',
    position INTEGER NOT NULL COMMENT 'Its place in the set when it was frozen.',
    reason LONGTEXT NOT NULL COMMENT 'Why; told with every export.',
    withdrawn_by_id CHAR(32) NOT NULL COMMENT 'Who withdrew it.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_release_withdrawals PRIMARY KEY (id),
    CONSTRAINT uq_release_withdrawals_release_id_sample_id UNIQUE (release_id, sample_id),
    CONSTRAINT fk_release_withdrawals_release_id FOREIGN KEY(release_id) REFERENCES releases (id) ON DELETE CASCADE,
    CONSTRAINT fk_release_withdrawals_withdrawn_by_id FOREIGN KEY(withdrawn_by_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Samples withdrawn from releases; the manifest keeps their hashes alone.';

CREATE TABLE annotation_imports (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    owner_id CHAR(32) NOT NULL COMMENT 'Who brought it.',
    set_id CHAR(32) NOT NULL COMMENT 'The set that it is for.',
    job_id CHAR(32) NOT NULL COMMENT 'The job that people see.',
    file_name VARCHAR(400) NOT NULL COMMENT 'Its name as it came.',
    file_key VARCHAR(200) COLLATE utf8mb4_bin COMMENT 'Where the bytes wait; empty once read.',
    request JSON NOT NULL COMMENT 'How it shall be read.',
    report JSON COMMENT 'What became of each file and object in it.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_annotation_imports PRIMARY KEY (id),
    CONSTRAINT fk_annotation_imports_job_id_organization_id FOREIGN KEY(job_id, organization_id) REFERENCES jobs (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT uq_annotation_imports_job_id UNIQUE (job_id),
    CONSTRAINT fk_annotation_imports_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_annotation_imports_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_annotation_imports_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Files of annotations that were brought into sets.';
CREATE INDEX ix_annotation_imports_owner_id ON annotation_imports (owner_id);
CREATE INDEX ix_annotation_imports_set_id ON annotation_imports (set_id);

CREATE TABLE audit_entries (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it concerns.',
    actor_id CHAR(32) COMMENT 'Who; empty: the system itself.',
    action VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'What was done: set.created, package.claimed …',
    object_type VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'The kind of thing it was done to.',
    object_id CHAR(32) NOT NULL COMMENT 'Its id.',
    details JSON NOT NULL COMMENT 'What changed; no patient data.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_audit_entries PRIMARY KEY (id),
    CONSTRAINT fk_audit_entries_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_audit_entries_actor_id FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Every change, with who made it.';
CREATE INDEX ix_audit_entries_object_type_object_id ON audit_entries (object_type, object_id);
CREATE INDEX ix_audit_entries_organization_id_created_at ON audit_entries (organization_id, created_at);

CREATE TABLE webhooks (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre of the group.',
    group_id CHAR(32) NOT NULL COMMENT 'The group whose events it hears.',
    owner_id CHAR(32) NOT NULL COMMENT 'Who set it as it is: it hears no more than they may know.',
    url VARCHAR(500) NOT NULL COMMENT 'Where events are sent.',
    events JSON NOT NULL COMMENT 'Names of the events that it hears.',
    is_active BOOL NOT NULL COMMENT 'Events are sent.',
    looked_at DATETIME(6) NOT NULL COMMENT 'Up to when events were looked at (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_webhooks PRIMARY KEY (id),
    CONSTRAINT fk_webhooks_group_id_organization_id FOREIGN KEY(group_id, organization_id) REFERENCES reading_groups (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_webhooks_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Addresses that are told of events; what they are signed with is derived from the server''s key.';
CREATE INDEX ix_webhooks_group_id ON webhooks (group_id);
CREATE INDEX ix_webhooks_owner_id ON webhooks (owner_id);

CREATE TABLE webhook_deliveries (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    webhook_id CHAR(32) NOT NULL COMMENT 'Where to.',
    audit_entry_id CHAR(32) COMMENT 'What happened; empty for a ping.',
    set_id CHAR(32) COMMENT 'The set that it happened in.',
    tells_readings BOOL NOT NULL COMMENT 'Whoever is blind in the set must not learn of it.',
    actor_id CHAR(32) COMMENT 'Who did it.',
    event VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'Its name.',
    payload JSON NOT NULL COMMENT 'What is sent: names, ids and addresses.',
    state VARCHAR(32) NOT NULL COMMENT 'pending, delivered or failed.',
    attempts INTEGER NOT NULL COMMENT 'How often it was tried.',
    next_at DATETIME(6) NOT NULL COMMENT 'When it is tried next, while pending (UTC).',
    status INTEGER COMMENT 'HTTP status of the last answer.',
    error VARCHAR(200) COMMENT 'Why the last try failed.',
    delivered_at DATETIME(6) COMMENT 'When it arrived (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_webhook_deliveries PRIMARY KEY (id),
    CONSTRAINT uq_webhook_deliveries_webhook_id_audit_entry_id UNIQUE (webhook_id, audit_entry_id),
    CONSTRAINT fk_webhook_deliveries_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
    CONSTRAINT fk_webhook_deliveries_audit_entry_id FOREIGN KEY(audit_entry_id) REFERENCES audit_entries (id) ON DELETE CASCADE,
    CONSTRAINT fk_webhook_deliveries_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Events on their way, with how often they were tried and what was answered.';
CREATE INDEX ix_webhook_deliveries_audit_entry_id ON webhook_deliveries (audit_entry_id);
CREATE INDEX ix_webhook_deliveries_set_id ON webhook_deliveries (set_id);
CREATE INDEX ix_webhook_deliveries_state_next_at ON webhook_deliveries (state, next_at);

-- Radiomics -----------------------------------------------------------------------------------------------------------

CREATE TABLE regions (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    series_id CHAR(32) COMMENT 'The images it lies on; empty until they are here.',
    source_instance_id CHAR(32) COMMENT 'The RTSTRUCT, SEG or mask it comes from; empty for a reader''s.',
    roi_number INTEGER COMMENT 'ROI Number or Segment Number in its source.',
    examination_id CHAR(32) COMMENT 'The reading that it was drawn in.',
    label_id CHAR(32) COMMENT 'What a reader says it is.',
    tracking_uid VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'The lesion it is, in a reading; '''' where its shapes have no tracking UID.',
    shapes JSON COMMENT 'A reader''s closed shapes, frozen when the mask was asked for.',
    shapes_hash VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'SHA-256 of the shapes.',
    name VARCHAR(400) NOT NULL COMMENT 'As its source names it.',
    alias VARCHAR(200) COMMENT 'As people here name it.',
    origin VARCHAR(32) NOT NULL COMMENT 'rtstruct, seg, mask or reading.',
    state VARCHAR(32) NOT NULL COMMENT 'pending, ready or failed.',
    reason LONGTEXT COMMENT 'Why it is not ready.',
    reason_code VARCHAR(64) COMMENT 'That reason''s stable name, where it has one.',
    version INTEGER NOT NULL COMMENT 'Rises when the mask changes; 0 while there is none.',
    mask_key VARCHAR(200) COLLATE utf8mb4_bin COMMENT 'Where the encoded mask is.',
    content_hash VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'SHA-256 of shape and voxels.',
    geometry_hash VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'Of the series'' grid it was made on.',
    voxel_count BIGINT COMMENT 'Voxels inside.',
    volume_mm3 DOUBLE COMMENT 'Their volume in mm³.',
    slice_count INTEGER COMMENT 'Slices that hold some of them.',
    updated_at DATETIME(6) NOT NULL COMMENT 'Last change (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_regions PRIMARY KEY (id),
    CONSTRAINT uq_regions_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_regions_source_instance_id_roi_number UNIQUE (source_instance_id, roi_number),
    CONSTRAINT uq_regions_examination_id_label_id_tracking_uid_series_id UNIQUE (examination_id, label_id, tracking_uid, series_id),
    CONSTRAINT fk_regions_series_id_organization_id FOREIGN KEY(series_id, organization_id) REFERENCES series (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_regions_source_instance_id_organization_id FOREIGN KEY(source_instance_id, organization_id) REFERENCES instances (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_regions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_regions_examination_id FOREIGN KEY(examination_id) REFERENCES examinations (id) ON DELETE CASCADE,
    CONSTRAINT fk_regions_label_id FOREIGN KEY(label_id) REFERENCES labels (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Regions of interest; the mask is in the storage.';
CREATE INDEX ix_regions_label_id ON regions (label_id);
CREATE INDEX ix_regions_series_id_organization_id ON regions (series_id, organization_id);

CREATE TABLE extraction_presets (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    name VARCHAR(200) COLLATE utf8mb4_bin NOT NULL COMMENT 'Name for people.',
    version INTEGER NOT NULL COMMENT 'From 1; a change is a new version.',
    description VARCHAR(400) NOT NULL COMMENT 'What it does, in a sentence.',
    content LONGTEXT NOT NULL COMMENT 'JSON text: the order of keys is kept.',
    content_hash VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'SHA-256 of content.',
    source LONGTEXT COMMENT 'The YAML as it was given.',
    created_by_id CHAR(32) COMMENT 'Who made it; empty for what we ship.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_extraction_presets PRIMARY KEY (id),
    CONSTRAINT uq_extraction_presets_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT uq_extraction_presets_organization_id_name_version UNIQUE (organization_id, name, version),
    CONSTRAINT fk_extraction_presets_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_extraction_presets_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Versioned settings of extraction.';
CREATE INDEX ix_extraction_presets_created_by_id ON extraction_presets (created_by_id);

CREATE TABLE extraction_runs (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    owner_id CHAR(32) NOT NULL COMMENT 'Who asked for it.',
    set_id CHAR(32) COMMENT 'The set it was asked from.',
    study_id CHAR(32) COMMENT 'The study it was asked from.',
    preset_id CHAR(32) NOT NULL COMMENT 'The settings.',
    job_id CHAR(32) NOT NULL COMMENT 'The job that people see.',
    name VARCHAR(200) NOT NULL COMMENT 'Name for people.',
    request JSON COMMENT 'What was asked for, to ask for it again.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_extraction_runs PRIMARY KEY (id),
    CONSTRAINT uq_extraction_runs_id_organization_id UNIQUE (id, organization_id),
    CONSTRAINT fk_extraction_runs_preset_id_organization_id FOREIGN KEY(preset_id, organization_id) REFERENCES extraction_presets (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT fk_extraction_runs_job_id_organization_id FOREIGN KEY(job_id, organization_id) REFERENCES jobs (id, organization_id) ON DELETE RESTRICT,
    CONSTRAINT uq_extraction_runs_job_id UNIQUE (job_id),
    CONSTRAINT fk_extraction_runs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_extraction_runs_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_extraction_runs_set_id FOREIGN KEY(set_id) REFERENCES reading_sets (id) ON DELETE SET NULL,
    CONSTRAINT fk_extraction_runs_study_id FOREIGN KEY(study_id) REFERENCES studies (id) ON DELETE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Runs of feature extraction.';
CREATE INDEX ix_extraction_runs_owner_id ON extraction_runs (owner_id);
CREATE INDEX ix_extraction_runs_set_id ON extraction_runs (set_id);
CREATE INDEX ix_extraction_runs_study_id ON extraction_runs (study_id);

CREATE TABLE feature_schemas (
    schema_hash VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'SHA-256 of the names.',
    names JSON NOT NULL COMMENT 'The names, in order.',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_feature_schemas PRIMARY KEY (schema_hash)
) DEFAULT CHARACTER SET utf8mb4 COMMENT='Hash → ordered feature names.';

CREATE TABLE extraction_tasks (
    id CHAR(32) NOT NULL COMMENT 'UUIDv7.',
    organization_id CHAR(32) NOT NULL COMMENT 'The centre it belongs to.',
    run_id CHAR(32) NOT NULL COMMENT 'The run.',
    series_id CHAR(32) NOT NULL COMMENT 'The images.',
    region_id CHAR(32) NOT NULL COMMENT 'The region.',
    region_version INTEGER NOT NULL COMMENT 'The region''s version when it was planned.',
    region_hash VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'The mask''s hash when it was planned; a reader''s region: once it is drawn.',
    mask_key VARCHAR(200) COLLATE utf8mb4_bin COMMENT 'That mask, in the storage.',
    shapes_hash VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'Of a reader''s shapes that were drawn.',
    reading_version INTEGER COMMENT 'The reading''s version when its shapes were taken.',
    modality_key VARCHAR(32) NOT NULL COMMENT 'Which section of the preset it is computed by.',
    reuse_key VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'SHA-256 of all that its values follow from: images, mask, section, versions.',
    reused BOOL NOT NULL COMMENT 'Its values are those of an equal task before it.',
    warnings JSON COMMENT 'What to know of its values: [{code, message}].',
    state VARCHAR(32) NOT NULL COMMENT 'queued, running, done, failed or cancelled.',
    error LONGTEXT COMMENT 'Why it failed, for people.',
    schema_hash VARCHAR(64) COLLATE utf8mb4_bin COMMENT 'The names of the values.',
    feature_values LONGBLOB COMMENT 'float64, little endian, in the schema''s order; NaN: not computable.',
    reasons JSON COMMENT 'Feature name → why it is not computable.',
    provenance JSON COMMENT 'Versions, settings, hashes of image and region.',
    seconds DOUBLE COMMENT 'Computing time.',
    finished_at DATETIME(6) COMMENT 'When it ended (UTC).',
    created_at DATETIME(6) NOT NULL COMMENT 'When the row was made (UTC).',
    CONSTRAINT pk_extraction_tasks PRIMARY KEY (id),
    CONSTRAINT uq_extraction_tasks_run_id_series_id_region_id UNIQUE (run_id, series_id, region_id),
    CONSTRAINT fk_extraction_tasks_run_id_organization_id FOREIGN KEY(run_id, organization_id) REFERENCES extraction_runs (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_extraction_tasks_series_id_organization_id FOREIGN KEY(series_id, organization_id) REFERENCES series (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_extraction_tasks_region_id_organization_id FOREIGN KEY(region_id, organization_id) REFERENCES regions (id, organization_id) ON DELETE CASCADE,
    CONSTRAINT fk_extraction_tasks_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_extraction_tasks_schema_hash FOREIGN KEY(schema_hash) REFERENCES feature_schemas (schema_hash) ON DELETE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COMMENT='One region of a run: its state, then its feature values with provenance.';
CREATE INDEX ix_extraction_tasks_reuse_key_organization_id ON extraction_tasks (reuse_key, organization_id);

INSERT INTO alembic_version (version_num) VALUES ('0029');
