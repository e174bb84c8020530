import Store

/// Tables of the journal.
///
/// That lines are only ever inserted is not said by a trigger: the two engines have no common form for one. The
/// grants of a PostgreSQL role may say it, and the Merkle tree shows on both when it was not kept.
enum AuditSchema {
    static let migrations = [journal]

    // `body` is TEXT, not JSONB: the commitment covers its very bytes, and JSONB would rewrite them.
    private static let journal = Migration(
        "kernel-audit-001-journal",
        """
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
            salt {bytes},
            commitment {bytes} NOT NULL,
            leaf_index BIGINT,
            leaf_hash {bytes}
        );
        CREATE INDEX kernel_journal_subject ON kernel_journal (subject_kind, subject_id, id);
        CREATE INDEX kernel_journal_actor ON kernel_journal (actor, id);
        CREATE INDEX kernel_journal_record ON kernel_journal (record, id);
        CREATE UNIQUE INDEX kernel_journal_leaf ON kernel_journal (leaf_index) WHERE leaf_index IS NOT NULL;
        CREATE INDEX kernel_journal_unnumbered ON kernel_journal (id) WHERE leaf_index IS NULL;
        CREATE TABLE kernel_journal_tree (
            id INTEGER PRIMARY KEY,
            size BIGINT NOT NULL,
            peaks TEXT NOT NULL
        );
        INSERT INTO kernel_journal_tree (id, size, peaks) VALUES (1, 0, '');
        CREATE TABLE kernel_journal_node (
            level INTEGER NOT NULL,
            position BIGINT NOT NULL,
            hash {bytes} NOT NULL,
            PRIMARY KEY (level, position)
        );
        CREATE TABLE kernel_journal_checkpoint (
            size BIGINT PRIMARY KEY,
            root_hash {bytes} NOT NULL,
            at BIGINT NOT NULL,
            signature {bytes} NOT NULL,
            key_id TEXT NOT NULL
        );

        """)
}
