import Store

/// Tables of the module. What is kept of people themselves are the kernel's tables.
enum RegisterSchema {
    static let migrations = [corrections, purposes, matchReports, inclusionEnds] + ImportSchema.migrations

    // `person_version` is the version of the person's facts when the request came, so that whoever decides sees that
    // they have changed since. The terms are the province's own until a text of law is named as their basis.
    private static let corrections = Migration(
        "register-001-corrections",
        """
        CREATE TABLE register_correction_term (
            valid_from TEXT PRIMARY KEY,
            working_days BIGINT NOT NULL CHECK (working_days > 0),
            legal_basis TEXT
        );
        INSERT INTO register_correction_term (valid_from, working_days, legal_basis) VALUES ('0001-01-01', 5, NULL);
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
        CREATE UNIQUE INDEX register_correction_open ON register_correction (person_id, field)
            WHERE state IN ('asked', 'inWork');
        CREATE INDEX register_correction_person ON register_correction (person_id, id);
        CREATE INDEX register_correction_due ON register_correction (unit_id, state, due_on, id);
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
        CREATE TABLE register_counter (
            day TEXT PRIMARY KEY,
            last BIGINT NOT NULL
        )
        """)

    // One row an account: the purpose holds for the session and the day in which it was said, and for no other.
    private static let purposes = Migration(
        "register-002-purpose",
        """
        CREATE TABLE register_purpose (
            account_id TEXT PRIMARY KEY REFERENCES kernel_account (id),
            session_id TEXT NOT NULL,
            day TEXT NOT NULL,
            purpose TEXT NOT NULL CHECK (purpose <> '')
        )
        """)

    // The queue keeps why a pair was settled; this keeps why it came there when an officer put it in.
    private static let matchReports = Migration(
        "register-003-match-reports",
        """
        CREATE TABLE register_match_report (
            match_id TEXT PRIMARY KEY REFERENCES kernel_person_match (id),
            reason TEXT NOT NULL CHECK (reason <> ''),
            reported_at BIGINT NOT NULL,
            reported_by TEXT NOT NULL REFERENCES kernel_account (id)
        )
        """)

    // The kernel keeps the day on which a circumstance ended; this keeps by which paper, and who wrote it.
    private static let inclusionEnds = Migration(
        "register-004-inclusion-ends",
        """
        CREATE TABLE register_inclusion_end (
            fact_id TEXT PRIMARY KEY REFERENCES kernel_inclusion_fact (id),
            ground TEXT NOT NULL CHECK (ground <> ''),
            ended_at BIGINT NOT NULL,
            ended_by TEXT NOT NULL REFERENCES kernel_account (id)
        )
        """)
}
