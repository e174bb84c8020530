import Store

/// Tables of lists that come in.
enum ImportSchema {
    static let migrations = [imports]

    // `done` counts records of the file behind its head: together with the rows that they became it moves in one
    // transaction, so that whoever goes on after a crash repeats none and leaves none out.
    private static let imports = Migration(
        "register-import-001-imports",
        """
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
        CREATE TABLE register_import_problem (
            import_id TEXT NOT NULL REFERENCES register_import (id),
            line BIGINT NOT NULL,
            is_doubt BOOLEAN NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (import_id, line)
        );
        CREATE TABLE register_import_mapping (
            account_id TEXT NOT NULL,
            header_key TEXT NOT NULL,
            mapping TEXT NOT NULL,
            used_at BIGINT NOT NULL,
            PRIMARY KEY (account_id, header_key)
        )
        """)
}
