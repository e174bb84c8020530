CREATE TABLE app_demo (
    first_day TEXT PRIMARY KEY,
    started_at BIGINT NOT NULL,
    has_default_password BOOLEAN NOT NULL
);

CREATE TABLE kernel_account (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_sort TEXT NOT NULL,
    display_search TEXT NOT NULL,
    person_id TEXT REFERENCES kernel_person (id),
    language TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    must_change_password BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX kernel_account_display ON kernel_account (display_sort, id);

CREATE INDEX kernel_account_person ON kernel_account (person_id);

CREATE TABLE kernel_account_notice (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES kernel_account (id),
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body JSONB NOT NULL,
    read_at BIGINT
);

CREATE INDEX kernel_account_notice_account ON kernel_account_notice (account_id, id);

CREATE TABLE kernel_calendar_day (
    day TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    lunar TEXT NOT NULL,
    off BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL
);

CREATE TABLE kernel_file (
    sha256 TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL
);

CREATE INDEX kernel_file_created ON kernel_file (created_at);

CREATE TABLE kernel_file_chunk (
    sha256 TEXT NOT NULL REFERENCES kernel_file (sha256) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (sha256, seq)
);

CREATE TABLE kernel_file_derived (
    sha256 TEXT NOT NULL REFERENCES kernel_file (sha256) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    derived_sha256 TEXT NOT NULL REFERENCES kernel_file (sha256),
    PRIMARY KEY (sha256, kind)
);

CREATE INDEX kernel_file_derived_file ON kernel_file_derived (derived_sha256)
;

CREATE TABLE kernel_file_use (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES kernel_file (sha256),
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    name TEXT NOT NULL,
    added_at BIGINT NOT NULL
);

CREATE INDEX kernel_file_use_file ON kernel_file_use (sha256);

CREATE INDEX kernel_file_use_subject ON kernel_file_use (subject_kind, subject_id, id);

CREATE TABLE kernel_grant (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES kernel_account (id),
    role TEXT NOT NULL,
    unit_id TEXT REFERENCES kernel_unit (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    granted_by TEXT REFERENCES kernel_account (id),
    granted_at BIGINT NOT NULL,
    revoked_by TEXT REFERENCES kernel_account (id),
    revoked_at BIGINT, succeeds_id TEXT REFERENCES kernel_grant (id),
    CHECK (valid_to >= valid_from),
    CHECK (granted_by <> account_id)
);

CREATE INDEX kernel_grant_account ON kernel_grant (account_id, valid_from);

CREATE UNIQUE INDEX kernel_grant_succeeds ON kernel_grant (succeeds_id) WHERE succeeds_id IS NOT NULL;

CREATE INDEX kernel_grant_unit ON kernel_grant (unit_id);

CREATE TABLE kernel_household (
    id TEXT PRIMARY KEY,
    commune_id TEXT NOT NULL REFERENCES kernel_unit (id),
    village_id TEXT REFERENCES kernel_unit (id),
    address TEXT NOT NULL,
    formed_on TEXT NOT NULL,
    ended_on TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL
);

CREATE INDEX kernel_household_commune ON kernel_household (commune_id, id);

CREATE TABLE kernel_household_member (
    id TEXT PRIMARY KEY,
    household_id TEXT NOT NULL REFERENCES kernel_household (id),
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    relation TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    CHECK (until > since)
);

CREATE UNIQUE INDEX kernel_household_member_head ON kernel_household_member (household_id)
    WHERE until IS NULL AND relation = 'head';

CREATE INDEX kernel_household_member_person ON kernel_household_member (person_id, since);

CREATE UNIQUE INDEX kernel_household_member_today ON kernel_household_member (household_id, person_id)
    WHERE until IS NULL;

CREATE TABLE kernel_idempotency (
    key TEXT NOT NULL,
    account TEXT NOT NULL,
    door TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    content_type TEXT,
    response BLOB NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (key, account, door)
);

CREATE INDEX kernel_idempotency_expires ON kernel_idempotency (expires)
;

CREATE TABLE kernel_inclusion_fact (
    id TEXT PRIMARY KEY,
    person_id TEXT REFERENCES kernel_person (id),
    household_id TEXT REFERENCES kernel_household (id),
    fact TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    CHECK (valid_to > valid_from),
    CHECK ((person_id IS NULL) <> (household_id IS NULL))
);

CREATE INDEX kernel_inclusion_fact_household ON kernel_inclusion_fact (household_id, valid_from)
    WHERE household_id IS NOT NULL;

CREATE INDEX kernel_inclusion_fact_person ON kernel_inclusion_fact (person_id, valid_from)
    WHERE person_id IS NOT NULL;

CREATE TABLE kernel_job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    lease_until BIGINT,
    leased_by TEXT,
    last_error TEXT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    dedupe_key TEXT
);

CREATE INDEX kernel_job_due ON kernel_job (run_at, id) WHERE state = 'waiting';

CREATE INDEX kernel_job_finished ON kernel_job (finished_at) WHERE finished_at IS NOT NULL;

CREATE INDEX kernel_job_key ON kernel_job (dedupe_key, run_at) WHERE dedupe_key IS NOT NULL;

CREATE INDEX kernel_job_lease ON kernel_job (lease_until) WHERE state = 'running';

CREATE INDEX kernel_job_state ON kernel_job (state, id);

CREATE UNIQUE INDEX kernel_job_waiting_key ON kernel_job (dedupe_key) WHERE state = 'waiting'
;

CREATE TABLE kernel_journal (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    acting_unit TEXT,
    on_behalf_of TEXT,
    purpose TEXT,
    legal_basis TEXT,
    action TEXT NOT NULL,
    subject_kind TEXT,
    subject_id TEXT,
    record TEXT,
    door TEXT NOT NULL,
    node TEXT NOT NULL,
    body TEXT,
    salt BLOB,
    commitment BLOB NOT NULL,
    leaf_index BIGINT,
    leaf_hash BLOB
);

CREATE INDEX kernel_journal_actor ON kernel_journal (actor, id);

CREATE UNIQUE INDEX kernel_journal_leaf ON kernel_journal (leaf_index) WHERE leaf_index IS NOT NULL;

CREATE INDEX kernel_journal_record ON kernel_journal (record, id);

CREATE INDEX kernel_journal_subject ON kernel_journal (subject_kind, subject_id, id);

CREATE INDEX kernel_journal_unnumbered ON kernel_journal (id) WHERE leaf_index IS NULL;

CREATE TABLE kernel_journal_checkpoint (
    size BIGINT PRIMARY KEY,
    root_hash BLOB NOT NULL,
    at BIGINT NOT NULL,
    signature BLOB NOT NULL,
    key_id TEXT NOT NULL
);

CREATE TABLE kernel_journal_node (
    level INTEGER NOT NULL,
    position BIGINT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, position)
);

CREATE TABLE kernel_journal_tree (
    id INTEGER PRIMARY KEY,
    size BIGINT NOT NULL,
    peaks TEXT NOT NULL
);

CREATE TABLE kernel_organisation (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_search TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    kind TEXT NOT NULL,
    tax_code TEXT,
    commune_id TEXT NOT NULL REFERENCES kernel_unit (id),
    since TEXT NOT NULL,
    until TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    CHECK (until > since)
);

CREATE INDEX kernel_organisation_commune ON kernel_organisation (commune_id, name_sort, id);

CREATE UNIQUE INDEX kernel_organisation_tax ON kernel_organisation (tax_code)
    WHERE tax_code IS NOT NULL AND until IS NULL;

CREATE TABLE kernel_organisation_member (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES kernel_organisation (id),
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    position TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    CHECK (until > since)
);

CREATE INDEX kernel_organisation_member_organisation ON kernel_organisation_member (organisation_id, since);

CREATE INDEX kernel_organisation_member_person ON kernel_organisation_member (person_id, since);

CREATE TABLE kernel_outbox (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    topic TEXT NOT NULL,
    payload JSONB NOT NULL);

CREATE TABLE kernel_person (
    id TEXT PRIMARY KEY,
    full_name TEXT NOT NULL,
    name_search TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    version BIGINT NOT NULL
, born TEXT, sex TEXT CHECK (sex IN ('male', 'female')), ethnic_code TEXT, language TEXT, valid_from TEXT, recorded_at BIGINT NOT NULL DEFAULT 0, recorded_by TEXT NOT NULL DEFAULT 'system', reason TEXT NOT NULL DEFAULT '', merged_into TEXT REFERENCES kernel_person (id), unplaced_key TEXT);

CREATE INDEX kernel_person_merged ON kernel_person (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX kernel_person_name ON kernel_person (name_sort, id);

CREATE INDEX kernel_person_unplaced ON kernel_person (unplaced_key) WHERE unplaced_key IS NOT NULL;

CREATE TABLE kernel_person_identifier (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('held', 'disputed', 'ended')),
    valid_from TEXT,
    valid_to TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL
);

CREATE UNIQUE INDEX kernel_person_identifier_held ON kernel_person_identifier (kind, number)
    WHERE standing = 'held';

CREATE INDEX kernel_person_identifier_number ON kernel_person_identifier (number);

CREATE INDEX kernel_person_identifier_person ON kernel_person_identifier (person_id);

CREATE TABLE kernel_person_mandate (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    holder_id TEXT NOT NULL REFERENCES kernel_person (id),
    kind TEXT NOT NULL CHECK (kind IN ('guardian', 'proxy', 'helper')),
    purpose TEXT NOT NULL,
    consent TEXT NOT NULL CHECK (consent <> ''),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    revoked_at BIGINT,
    revoked_by TEXT,
    revoked_reason TEXT,
    CHECK (valid_to > valid_from),
    CHECK (holder_id <> person_id)
);

CREATE INDEX kernel_person_mandate_holder ON kernel_person_mandate (holder_id, valid_from);

CREATE INDEX kernel_person_mandate_person ON kernel_person_mandate (person_id, valid_from);

CREATE TABLE kernel_person_match (
    id TEXT PRIMARY KEY,
    first_id TEXT NOT NULL REFERENCES kernel_person (id),
    second_id TEXT NOT NULL REFERENCES kernel_person (id),
    identifier_id TEXT REFERENCES kernel_person_identifier (id),
    found_at BIGINT NOT NULL,
    found_by TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('merged', 'distinct')),
    settled_at BIGINT,
    settled_by TEXT,
    reason TEXT,
    CHECK (first_id <> second_id)
);

CREATE INDEX kernel_person_match_first ON kernel_person_match (first_id);

CREATE INDEX kernel_person_match_open ON kernel_person_match (id) WHERE outcome IS NULL;

CREATE INDEX kernel_person_match_second ON kernel_person_match (second_id);

CREATE TABLE kernel_person_merge (
    id TEXT PRIMARY KEY,
    kept_id TEXT NOT NULL REFERENCES kernel_person (id),
    merged_id TEXT NOT NULL REFERENCES kernel_person (id),
    match_id TEXT REFERENCES kernel_person_match (id),
    merged_at BIGINT NOT NULL,
    merged_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    undone_at BIGINT,
    undone_by TEXT,
    undone_reason TEXT
);

CREATE INDEX kernel_person_merge_kept ON kernel_person_merge (kept_id);

CREATE UNIQUE INDEX kernel_person_merge_today ON kernel_person_merge (merged_id) WHERE undone_at IS NULL;

CREATE TABLE kernel_person_phone (
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    number TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (person_id, number, since)
);

CREATE INDEX kernel_person_phone_number ON kernel_person_phone (number);

CREATE TABLE kernel_person_version (
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    version BIGINT NOT NULL,
    full_name TEXT NOT NULL,
    born TEXT,
    sex TEXT,
    ethnic_code TEXT,
    language TEXT,
    valid_from TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, version)
);

CREATE TABLE kernel_residence (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    kind TEXT NOT NULL CHECK (kind IN ('permanent', 'temporary')),
    commune_id TEXT NOT NULL REFERENCES kernel_unit (id),
    village_id TEXT REFERENCES kernel_unit (id),
    address TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    CHECK (until > since)
);

CREATE INDEX kernel_residence_person ON kernel_residence (person_id, since);

CREATE UNIQUE INDEX kernel_residence_today ON kernel_residence (person_id, kind) WHERE until IS NULL;

CREATE TABLE kernel_resident (
    resident_id TEXT NOT NULL REFERENCES kernel_person (id),
    kind TEXT NOT NULL,
    commune_id TEXT NOT NULL REFERENCES kernel_unit (id),
    village_id TEXT REFERENCES kernel_unit (id),
    name_key TEXT NOT NULL,
    name_back TEXT NOT NULL,
    PRIMARY KEY (resident_id, kind)
);

CREATE INDEX kernel_resident_back ON kernel_resident (commune_id, name_back, village_id, resident_id);

CREATE INDEX kernel_resident_name ON kernel_resident (commune_id, name_key, village_id, resident_id);

CREATE INDEX kernel_resident_village ON kernel_resident (village_id, name_back, resident_id)
    WHERE village_id IS NOT NULL;

CREATE TABLE kernel_revision (
    topic TEXT PRIMARY KEY,
    number BIGINT NOT NULL
);

CREATE TABLE kernel_session (
    token_hash TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES kernel_account (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    lifetime_seconds BIGINT NOT NULL CHECK (lifetime_seconds > 0),
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    csrf_secret BLOB NOT NULL,
    revoked_at BIGINT
);

CREATE INDEX kernel_session_account ON kernel_session (account_id, created_at);

CREATE INDEX kernel_session_expiry ON kernel_session (expires_at);

CREATE TABLE kernel_sign_in_delay (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL CHECK (failures >= 0),
    last_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);

CREATE INDEX kernel_sign_in_delay_last ON kernel_sign_in_delay (last_at);

CREATE TABLE kernel_syllable (
    word TEXT PRIMARY KEY
);

CREATE TABLE kernel_syllable_stem (
    stem TEXT NOT NULL,
    word TEXT NOT NULL REFERENCES kernel_syllable (word),
    PRIMARY KEY (stem, word)
);

CREATE TABLE kernel_unit (
    id TEXT PRIMARY KEY,
    level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune', 'village')),
    created_on TEXT NOT NULL,
    ended_on TEXT, is_generated BOOLEAN NOT NULL DEFAULT FALSE,
    CHECK (ended_on > created_on)
);

CREATE INDEX kernel_unit_ended ON kernel_unit (ended_on) WHERE ended_on IS NOT NULL;

CREATE TABLE "kernel_unit_cover" (
    ancestor_id TEXT NOT NULL REFERENCES kernel_unit (id),
    unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    PRIMARY KEY (ancestor_id, unit_id, valid_from, valid_to),
    CHECK (valid_to > valid_from)
);

CREATE INDEX kernel_unit_cover_unit ON kernel_unit_cover (unit_id, ancestor_id);

CREATE TABLE kernel_unit_event (
    id TEXT PRIMARY KEY,
    effective_on TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'recode', 'transfer', 'abolish',
        'establish')),
    legal_basis TEXT NOT NULL CHECK (legal_basis <> ''),
    note TEXT NOT NULL,
    origin TEXT NOT NULL UNIQUE,
    recorded_at BIGINT NOT NULL
, played_at BIGINT);

CREATE INDEX kernel_unit_event_day ON kernel_unit_event (effective_on, id);

CREATE INDEX kernel_unit_event_waiting ON kernel_unit_event (effective_on, id) WHERE played_at IS NULL;

CREATE TABLE kernel_unit_matter (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('grant', 'leadership', 'dossier')),
    reason TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    event_id TEXT NOT NULL REFERENCES kernel_unit_event (id),
    subject_id TEXT NOT NULL,
    label TEXT NOT NULL,
    since TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by TEXT REFERENCES kernel_account (id),
    outcome TEXT CHECK (outcome IN ('given', 'ended', 'handed', 'moot')),
    outcome_unit_id TEXT REFERENCES kernel_unit (id),
    outcome_grant_id TEXT REFERENCES kernel_grant (id),
    note TEXT,
    version BIGINT NOT NULL, planned_end TEXT,
    UNIQUE (subject_id, unit_id),
    CHECK ((settled_at IS NULL) = (outcome IS NULL))
);

CREATE INDEX kernel_unit_matter_open ON kernel_unit_matter (id) WHERE settled_at IS NULL;

CREATE INDEX kernel_unit_matter_settled ON kernel_unit_matter (settled_at, id)
    WHERE settled_at IS NOT NULL;

CREATE TABLE kernel_unit_succession (
    event_id TEXT NOT NULL REFERENCES kernel_unit_event (id),
    position BIGINT NOT NULL,
    predecessor_id TEXT REFERENCES kernel_unit (id),
    successor_id TEXT REFERENCES kernel_unit (id),
    share BIGINT CHECK (share BETWEEN 1 AND 1000000),
    PRIMARY KEY (event_id, position),
    CHECK (predecessor_id IS NOT NULL OR successor_id IS NOT NULL)
);

CREATE INDEX kernel_unit_succession_predecessor ON kernel_unit_succession (predecessor_id);

CREATE INDEX kernel_unit_succession_successor ON kernel_unit_succession (successor_id);

CREATE TABLE kernel_unit_version (
    unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    code TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    parent_id TEXT REFERENCES kernel_unit (id),
    name_search TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    PRIMARY KEY (unit_id, valid_from),
    CHECK (valid_to > valid_from),
    CHECK (parent_id <> unit_id)
);

CREATE INDEX kernel_unit_version_code ON kernel_unit_version (code, valid_from);

CREATE UNIQUE INDEX kernel_unit_version_code_today ON kernel_unit_version (code) WHERE valid_to IS NULL;

CREATE INDEX kernel_unit_version_parent ON kernel_unit_version (parent_id, name_sort);

CREATE UNIQUE INDEX kernel_unit_version_today ON kernel_unit_version (unit_id) WHERE valid_to IS NULL;

CREATE TABLE kernel_upload (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    length BIGINT NOT NULL,
    offset_bytes BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    finished_sha256 TEXT
);

CREATE INDEX kernel_upload_account ON kernel_upload (account_id, id);

CREATE INDEX kernel_upload_expires ON kernel_upload (expires_at);

CREATE INDEX kernel_upload_finished ON kernel_upload (finished_sha256) WHERE finished_sha256 IS NOT NULL;

CREATE TABLE kernel_upload_chunk (
    upload_id TEXT NOT NULL REFERENCES kernel_upload (id) ON DELETE CASCADE,
    offset_bytes BIGINT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (upload_id, offset_bytes)
);

CREATE TABLE procedures_answer (
    dossier_id TEXT NOT NULL REFERENCES procedures_dossier (id),
    position BIGINT NOT NULL,
    question TEXT NOT NULL,
    label TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (dossier_id, position)
);

CREATE TABLE procedures_counter (
    unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    day TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (unit_id, day)
);

CREATE TABLE procedures_dossier (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    procedure_id TEXT NOT NULL REFERENCES procedures_procedure (id),
    procedure_code TEXT NOT NULL,
    procedure_name TEXT NOT NULL,
    field TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    unit_name TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    applicant_name TEXT NOT NULL,
    applicant_search TEXT NOT NULL,
    applicant_sort TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'accepted', 'resolved', 'refused', 'withdrawn')),
    submitted_at BIGINT NOT NULL,
    accepted_at BIGINT,
    due_on TEXT,
    due_sort TEXT NOT NULL,
    answered_at BIGINT,
    answer TEXT,
    refusal_reason TEXT,
    refusal_basis TEXT,
    assignee_id TEXT REFERENCES kernel_account (id),
    channel TEXT NOT NULL CHECK (channel IN ('online', 'desk', 'program')),
    version BIGINT NOT NULL,
    CHECK (state <> 'resolved' OR answer IS NOT NULL),
    CHECK (state <> 'refused' OR refusal_reason IS NOT NULL)
);

CREATE INDEX procedures_dossier_due ON procedures_dossier (state, due_sort, submitted_at, id);

CREATE INDEX procedures_dossier_person ON procedures_dossier (person_id, submitted_at);

CREATE INDEX procedures_dossier_unit ON procedures_dossier (unit_id, state, due_sort, submitted_at, id);

CREATE TABLE procedures_dossier_log (
    id TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL REFERENCES procedures_dossier (id),
    at BIGINT NOT NULL,
    actor_account TEXT NOT NULL REFERENCES kernel_account (id),
    acting_unit TEXT REFERENCES kernel_unit (id),
    acting_unit_name TEXT,
    kind TEXT NOT NULL,
    note TEXT,
    from_state TEXT,
    to_state TEXT NOT NULL
);

CREATE INDEX procedures_dossier_log_dossier ON procedures_dossier_log (dossier_id, id);

CREATE TABLE procedures_draft (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES kernel_account (id),
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    procedure_id TEXT NOT NULL REFERENCES procedures_procedure (id),
    procedure_code TEXT NOT NULL,
    unit_id TEXT REFERENCES kernel_unit (id),
    answers JSONB NOT NULL,
    step TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX procedures_draft_expiry ON procedures_draft (expires_at);

CREATE INDEX procedures_draft_person ON procedures_draft (person_id, updated_at);

CREATE TABLE procedures_move (
    id TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL REFERENCES procedures_dossier (id),
    at BIGINT NOT NULL,
    moved_on TEXT NOT NULL,
    from_unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    from_name TEXT NOT NULL,
    to_unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    to_name TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    rule TEXT NOT NULL CHECK (rule IN ('successor', 'home', 'above', 'decided')),
    decided_by TEXT REFERENCES kernel_account (id),
    CHECK ((rule = 'decided') = (decided_by IS NOT NULL))
);

CREATE INDEX procedures_move_dossier ON procedures_move (dossier_id, id);

CREATE UNIQUE INDEX procedures_move_once ON procedures_move (dossier_id, from_unit_id)
    WHERE decided_by IS NULL;

CREATE TABLE procedures_paper (
    use_id TEXT PRIMARY KEY REFERENCES kernel_file_use (id),
    dossier_id TEXT NOT NULL,
    position BIGINT NOT NULL
);

CREATE INDEX procedures_paper_dossier ON procedures_paper (dossier_id, position);

CREATE TABLE procedures_procedure (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    version_from TEXT NOT NULL,
    version_to TEXT,
    name TEXT NOT NULL,
    name_search TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    field TEXT NOT NULL,
    level TEXT NOT NULL,
    is_commune BOOLEAN NOT NULL,
    ministry TEXT NOT NULL,
    decision_no TEXT NOT NULL,
    time_value BIGINT CHECK (time_value > 0),
    time_unit TEXT CHECK (time_unit IN ('working_day', 'day', 'hour')),
    time_sort BIGINT NOT NULL,
    times_all TEXT NOT NULL,
    fee_vnd BIGINT CHECK (fee_vnd >= 0),
    fee_online_vnd BIGINT CHECK (fee_online_vnd >= 0),
    fee_note TEXT NOT NULL,
    is_online BOOLEAN NOT NULL,
    channels TEXT NOT NULL,
    papers JSONB NOT NULL,
    result TEXT NOT NULL,
    is_demo_version BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (code, version_from),
    CHECK (version_to > version_from)
);

CREATE INDEX procedures_procedure_field ON procedures_procedure (field, name_sort, id)
;

CREATE INDEX procedures_procedure_name ON procedures_procedure (name_sort, id);

CREATE UNIQUE INDEX procedures_procedure_today ON procedures_procedure (code) WHERE version_to IS NULL;

CREATE TABLE register_correction (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    field TEXT NOT NULL,
    old_value TEXT,
    wanted_value TEXT NOT NULL CHECK (wanted_value <> ''),
    ground TEXT NOT NULL CHECK (ground <> ''),
    channel TEXT NOT NULL CHECK (channel IN ('online', 'desk')),
    asked_at BIGINT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES kernel_account (id),
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'inWork', 'granted', 'refused', 'withdrawn')),
    assignee_id TEXT REFERENCES kernel_account (id),
    answered_at BIGINT,
    answer TEXT,
    refusal_reason TEXT,
    refusal_basis TEXT,
    version BIGINT NOT NULL,
    CHECK (state <> 'refused' OR (refusal_reason IS NOT NULL AND refusal_basis IS NOT NULL))
);

CREATE INDEX register_correction_due ON register_correction (unit_id, state, due_on, id);

CREATE UNIQUE INDEX register_correction_open ON register_correction (person_id, field)
    WHERE state IN ('asked', 'inWork');

CREATE INDEX register_correction_person ON register_correction (person_id, id);

CREATE TABLE register_correction_step (
    id TEXT PRIMARY KEY,
    correction_id TEXT NOT NULL REFERENCES register_correction (id),
    at BIGINT NOT NULL,
    actor_account TEXT NOT NULL REFERENCES kernel_account (id),
    acting_unit TEXT REFERENCES kernel_unit (id),
    kind TEXT NOT NULL,
    note TEXT
);

CREATE INDEX register_correction_step_correction ON register_correction_step (correction_id, id);

CREATE TABLE register_correction_term (
    valid_from TEXT PRIMARY KEY,
    working_days BIGINT NOT NULL CHECK (working_days > 0),
    legal_basis TEXT
);

CREATE TABLE register_counter (
    day TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE register_import (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    acting_unit TEXT,
    roots TEXT,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_size BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    file_day TEXT NOT NULL,
    encoding TEXT NOT NULL,
    separator INTEGER NOT NULL,
    header JSONB NOT NULL,
    mapping TEXT NOT NULL,
    commune_id TEXT REFERENCES kernel_unit (id),
    state TEXT NOT NULL,
    failure TEXT,
    done BIGINT NOT NULL,
    bytes_done BIGINT NOT NULL,
    added BIGINT NOT NULL,
    matched BIGINT NOT NULL,
    doubtful BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    checked TEXT,
    finished_at BIGINT
);

CREATE INDEX register_import_account ON register_import (account_id, id);

CREATE INDEX register_import_finished ON register_import (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE register_import_mapping (
    account_id TEXT NOT NULL,
    header_key TEXT NOT NULL,
    mapping TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, header_key)
);

CREATE TABLE register_import_problem (
    import_id TEXT NOT NULL REFERENCES register_import (id),
    line BIGINT NOT NULL,
    is_doubt BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);

CREATE TABLE register_inclusion_end (
    fact_id TEXT PRIMARY KEY REFERENCES kernel_inclusion_fact (id),
    ground TEXT NOT NULL CHECK (ground <> ''),
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL REFERENCES kernel_account (id)
);

CREATE TABLE register_match_report (
    match_id TEXT PRIMARY KEY REFERENCES kernel_person_match (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    reported_at BIGINT NOT NULL,
    reported_by TEXT NOT NULL REFERENCES kernel_account (id)
);

CREATE TABLE register_purpose (
    account_id TEXT PRIMARY KEY REFERENCES kernel_account (id),
    session_id TEXT NOT NULL,
    day TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose <> '')
);

CREATE TABLE register_read_question (
    id TEXT PRIMARY KEY,
    line_id TEXT NOT NULL REFERENCES kernel_journal (id),
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    asked_by TEXT NOT NULL REFERENCES kernel_account (id),
    reader TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    read_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
    question TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    escalated_at BIGINT,
    finding TEXT CHECK (finding IN ('rightful', 'mistaken')),
    answer TEXT,
    answered_at BIGINT,
    answered_by TEXT REFERENCES kernel_account (id),
    version BIGINT NOT NULL,
    CHECK (state <> 'answered' OR (finding IS NOT NULL AND answer IS NOT NULL))
);

CREATE INDEX register_read_question_late ON register_read_question (due_on)
    WHERE state = 'open' AND escalated_at IS NULL;

CREATE UNIQUE INDEX register_read_question_line ON register_read_question (line_id)
    WHERE state <> 'withdrawn';

CREATE INDEX register_read_question_person ON register_read_question (person_id, id);

CREATE INDEX register_read_question_unit ON register_read_question (unit_id, state, due_on, id);

CREATE TABLE register_read_rating (
    line_id TEXT PRIMARY KEY REFERENCES kernel_journal (id),
    person_id TEXT NOT NULL REFERENCES kernel_person (id),
    rating TEXT NOT NULL CHECK (rating IN ('useful', 'fine', 'unclear')),
    rated_at BIGINT NOT NULL,
    rated_by TEXT NOT NULL REFERENCES kernel_account (id)
);

CREATE INDEX register_read_rating_person ON register_read_rating (person_id);

CREATE TABLE store_migration (id TEXT PRIMARY KEY, checksum TEXT NOT NULL);

CREATE TABLE territory_boundary (
    unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
    valid_from TEXT NOT NULL,
    import_id TEXT NOT NULL REFERENCES territory_boundary_import (id),
    outline TEXT NOT NULL CHECK (outline <> ''),
    PRIMARY KEY (unit_id, valid_from)
);

CREATE INDEX territory_boundary_file ON territory_boundary (import_id);

CREATE TABLE territory_boundary_import (
    id TEXT PRIMARY KEY,
    as_of TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    imported_at BIGINT NOT NULL
);

CREATE TABLE territory_plan (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'abandoned')),
    created_by TEXT NOT NULL REFERENCES kernel_account (id),
    created_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES kernel_account (id),
    changed_at BIGINT NOT NULL,
    scheduled_by TEXT REFERENCES kernel_account (id),
    scheduled_at BIGINT,
    abandoned_by TEXT REFERENCES kernel_account (id),
    abandoned_at BIGINT,
    reason TEXT NOT NULL,
    version BIGINT NOT NULL,
    CHECK (state <> 'scheduled' OR scheduled_by <> changed_by)
);

CREATE INDEX territory_plan_state ON territory_plan (state, day, id);

CREATE TABLE territory_plan_change (
    id TEXT PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES territory_plan (id),
    content JSONB NOT NULL
);

CREATE INDEX territory_plan_change_plan ON territory_plan_change (plan_id, id);

CREATE TABLE territory_plan_touch (
    plan_id TEXT NOT NULL REFERENCES territory_plan (id),
    code TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (plan_id, code)
);
