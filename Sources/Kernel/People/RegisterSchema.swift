import Store

/// Tables of the register beyond the person's name: what is known, since when, and who wrote it down.
///
/// Days (`valid_from`, `since` …) tell when something held, `recorded_at` when it was written down. The row in force
/// stands in the table itself; what it replaced moves to `kernel_person_version`.
enum RegisterSchema {
    static let migrations = [facts, homes, ties, review, unplaced]

    private static let facts = Migration(
        "kernel-people-002-facts",
        """
        ALTER TABLE kernel_person ADD COLUMN born TEXT;
        ALTER TABLE kernel_person ADD COLUMN sex TEXT CHECK (sex IN ('male', 'female'));
        ALTER TABLE kernel_person ADD COLUMN ethnic_code TEXT;
        ALTER TABLE kernel_person ADD COLUMN language TEXT;
        ALTER TABLE kernel_person ADD COLUMN valid_from TEXT;
        ALTER TABLE kernel_person ADD COLUMN recorded_at BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE kernel_person ADD COLUMN recorded_by TEXT NOT NULL DEFAULT 'system';
        ALTER TABLE kernel_person ADD COLUMN reason TEXT NOT NULL DEFAULT '';
        ALTER TABLE kernel_person ADD COLUMN merged_into TEXT REFERENCES kernel_person (id);
        CREATE INDEX kernel_person_merged ON kernel_person (merged_into) WHERE merged_into IS NOT NULL;
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
        CREATE TABLE kernel_person_phone (
            person_id TEXT NOT NULL REFERENCES kernel_person (id),
            number TEXT NOT NULL,
            since TEXT NOT NULL,
            until TEXT,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            PRIMARY KEY (person_id, number, since)
        );
        CREATE INDEX kernel_person_phone_number ON kernel_person_phone (number)
        """)

    // kernel_resident is made from residences in force and the names, for search and scope: `thi0hoa0` and the like
    // are compared alike in every collation, since a digit stands below every letter.
    private static let homes = Migration(
        "kernel-people-003-homes",
        """
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
        CREATE UNIQUE INDEX kernel_residence_today ON kernel_residence (person_id, kind) WHERE until IS NULL;
        CREATE INDEX kernel_residence_person ON kernel_residence (person_id, since);
        CREATE TABLE kernel_resident (
            resident_id TEXT NOT NULL REFERENCES kernel_person (id),
            kind TEXT NOT NULL,
            commune_id TEXT NOT NULL REFERENCES kernel_unit (id),
            village_id TEXT REFERENCES kernel_unit (id),
            name_key TEXT NOT NULL,
            name_back TEXT NOT NULL,
            PRIMARY KEY (resident_id, kind)
        );
        CREATE INDEX kernel_resident_name ON kernel_resident (commune_id, name_key, village_id, resident_id);
        CREATE INDEX kernel_resident_back ON kernel_resident (commune_id, name_back, village_id, resident_id);
        CREATE INDEX kernel_resident_village ON kernel_resident (village_id, name_back, resident_id)
            WHERE village_id IS NOT NULL;
        CREATE TABLE kernel_syllable (
            word TEXT PRIMARY KEY
        );
        CREATE TABLE kernel_syllable_stem (
            stem TEXT NOT NULL,
            word TEXT NOT NULL REFERENCES kernel_syllable (word),
            PRIMARY KEY (stem, word)
        );
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
        CREATE UNIQUE INDEX kernel_household_member_today ON kernel_household_member (household_id, person_id)
            WHERE until IS NULL;
        CREATE UNIQUE INDEX kernel_household_member_head ON kernel_household_member (household_id)
            WHERE until IS NULL AND relation = 'head';
        CREATE INDEX kernel_household_member_person ON kernel_household_member (person_id, since)
        """)

    private static let ties = Migration(
        "kernel-people-004-ties",
        """
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
        CREATE UNIQUE INDEX kernel_organisation_tax ON kernel_organisation (tax_code)
            WHERE tax_code IS NOT NULL AND until IS NULL;
        CREATE INDEX kernel_organisation_commune ON kernel_organisation (commune_id, name_sort, id);
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
        CREATE INDEX kernel_person_mandate_person ON kernel_person_mandate (person_id, valid_from);
        CREATE INDEX kernel_person_mandate_holder ON kernel_person_mandate (holder_id, valid_from);
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
        CREATE INDEX kernel_inclusion_fact_person ON kernel_inclusion_fact (person_id, valid_from)
            WHERE person_id IS NOT NULL;
        CREATE INDEX kernel_inclusion_fact_household ON kernel_inclusion_fact (household_id, valid_from)
            WHERE household_id IS NOT NULL
        """)

    // Set for whoever has no home in the register and stands for themselves: by it they are found by name, and seen by
    // those who look after the whole province.
    private static let unplaced = Migration(
        "kernel-people-006-unplaced",
        """
        ALTER TABLE kernel_person ADD COLUMN unplaced_key TEXT;
        UPDATE kernel_person SET unplaced_key = REPLACE(name_search, ' ', '0') || '0' WHERE merged_into IS NULL
            AND NOT EXISTS (SELECT 1 FROM kernel_resident home WHERE home.resident_id = kernel_person.id);
        CREATE INDEX kernel_person_unplaced ON kernel_person (unplaced_key) WHERE unplaced_key IS NOT NULL
        """)

    private static let review = Migration(
        "kernel-people-005-review",
        """
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
        CREATE INDEX kernel_person_match_open ON kernel_person_match (id) WHERE outcome IS NULL;
        CREATE INDEX kernel_person_match_first ON kernel_person_match (first_id);
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
        CREATE UNIQUE INDEX kernel_person_merge_today ON kernel_person_merge (merged_id) WHERE undone_at IS NULL
        """)
}
