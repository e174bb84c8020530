import Store

enum AccessSchema {
    static let migrations = [
        Migration(
            "kernel-004-access",
            """
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
                revoked_at BIGINT,
                CHECK (valid_to >= valid_from),
                CHECK (granted_by <> account_id)
            );
            CREATE INDEX kernel_grant_account ON kernel_grant (account_id, valid_from);
            CREATE INDEX kernel_grant_unit ON kernel_grant (unit_id)
            """),
        succession,
    ]

    // The role that a role goes on from, where its unit ended; it goes on once.
    private static let succession = Migration(
        "kernel-access-002-succession",
        """
        ALTER TABLE kernel_grant ADD COLUMN succeeds_id TEXT REFERENCES kernel_grant (id);
        CREATE UNIQUE INDEX kernel_grant_succeeds ON kernel_grant (succeeds_id) WHERE succeeds_id IS NOT NULL
        """)
}
