import Store

enum UnitMatterSchema {
    // A matter is raised once for what hangs at a unit; settling it again is another version of the same row.
    static let migrations = [
        Migration(
            "kernel-matters-001-matter",
            """
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
                version BIGINT NOT NULL,
                UNIQUE (subject_id, unit_id),
                CHECK ((settled_at IS NULL) = (outcome IS NULL))
            );
            CREATE INDEX kernel_unit_matter_open ON kernel_unit_matter (id) WHERE settled_at IS NULL;
            CREATE INDEX kernel_unit_matter_settled ON kernel_unit_matter (settled_at, id)
                WHERE settled_at IS NOT NULL
            """),
        // A role that was given until some day goes on no longer than that.
        Migration("kernel-matters-002-planned-end", "ALTER TABLE kernel_unit_matter ADD COLUMN planned_end TEXT"),
    ]
}
