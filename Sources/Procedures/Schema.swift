import Store

/// Tables of the module. Sort and search columns are made in Swift, so that both engines order and find alike.
enum ProceduresSchema {
    static let migrations = [catalogue, dossiers, moves]

    // The dossier's unit is the one that has it now; its name stays that of the unit that received it. A rule moves a
    // dossier away from a unit once.
    private static let moves = Migration(
        "procedures-003-moves",
        """
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
            WHERE decided_by IS NULL
        """)

    private static let catalogue = Migration(
        "procedures-001-catalogue",
        """
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
        CREATE UNIQUE INDEX procedures_procedure_today ON procedures_procedure (code) WHERE version_to IS NULL;
        CREATE INDEX procedures_procedure_name ON procedures_procedure (name_sort, id);
        CREATE INDEX procedures_procedure_field ON procedures_procedure (field, name_sort, id)

        """)

    // A dossier takes over the id of its draft, so that a draft cannot be sent twice and its papers stay where they
    // are. `due_sort` is the due day, or a day after all others: the engines disagree on where NULL sorts.
    private static let dossiers = Migration(
        "procedures-002-dossiers",
        """
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
        CREATE INDEX procedures_draft_person ON procedures_draft (person_id, updated_at);
        CREATE INDEX procedures_draft_expiry ON procedures_draft (expires_at);
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
        CREATE INDEX procedures_dossier_person ON procedures_dossier (person_id, submitted_at);
        CREATE INDEX procedures_dossier_unit ON procedures_dossier (unit_id, state, due_sort, submitted_at, id);
        CREATE INDEX procedures_dossier_due ON procedures_dossier (state, due_sort, submitted_at, id);
        CREATE TABLE procedures_answer (
            dossier_id TEXT NOT NULL REFERENCES procedures_dossier (id),
            position BIGINT NOT NULL,
            question TEXT NOT NULL,
            label TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (dossier_id, position)
        );
        CREATE TABLE procedures_paper (
            use_id TEXT PRIMARY KEY REFERENCES kernel_file_use (id),
            dossier_id TEXT NOT NULL,
            position BIGINT NOT NULL
        );
        CREATE INDEX procedures_paper_dossier ON procedures_paper (dossier_id, position);
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
        CREATE TABLE procedures_counter (
            unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
            day TEXT NOT NULL,
            last BIGINT NOT NULL,
            PRIMARY KEY (unit_id, day)
        )

        """)
}
