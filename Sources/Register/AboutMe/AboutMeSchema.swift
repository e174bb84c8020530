import Store

/// What people say about readings of their data. The readings themselves stand in the journal.
enum AboutMeSchema {
    static let migrations = [questions]

    // `unit_id` is the office that has to answer: the reader's, or the province where nobody's name was read in.
    private static let questions = Migration(
        "register-about-me-001-read-questions",
        """
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
        CREATE UNIQUE INDEX register_read_question_line ON register_read_question (line_id)
            WHERE state <> 'withdrawn';
        CREATE INDEX register_read_question_person ON register_read_question (person_id, id);
        CREATE INDEX register_read_question_unit ON register_read_question (unit_id, state, due_on, id);
        CREATE INDEX register_read_question_late ON register_read_question (due_on)
            WHERE state = 'open' AND escalated_at IS NULL;
        CREATE TABLE register_read_rating (
            line_id TEXT PRIMARY KEY REFERENCES kernel_journal (id),
            person_id TEXT NOT NULL REFERENCES kernel_person (id),
            rating TEXT NOT NULL CHECK (rating IN ('useful', 'fine', 'unclear')),
            rated_at BIGINT NOT NULL,
            rated_by TEXT NOT NULL REFERENCES kernel_account (id)
        );
        CREATE INDEX register_read_rating_person ON register_read_rating (person_id)
        """)
}
