import Store

enum TerritorySchema {
    static let migrations = [
        Migration(
            "kernel-001-territory",
            """
            CREATE TABLE kernel_unit (
                id TEXT PRIMARY KEY,
                level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune', 'village')),
                created_on TEXT NOT NULL,
                ended_on TEXT,
                CHECK (ended_on > created_on)
            );
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
            CREATE UNIQUE INDEX kernel_unit_version_today ON kernel_unit_version (unit_id) WHERE valid_to IS NULL;
            CREATE INDEX kernel_unit_version_parent ON kernel_unit_version (parent_id, name_sort);
            CREATE TABLE kernel_unit_cover (
                ancestor_id TEXT NOT NULL REFERENCES kernel_unit (id),
                unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
                PRIMARY KEY (ancestor_id, unit_id)
            );
            CREATE INDEX kernel_unit_cover_unit ON kernel_unit_cover (unit_id, ancestor_id)
            """),
        succession,
        playing,
    ]

    // Events are declared before their day; what they do to people's work is done once, when the day has come.
    private static let playing = Migration(
        "kernel-territory-003-playing",
        """
        ALTER TABLE kernel_unit_event ADD COLUMN played_at BIGINT;
        CREATE INDEX kernel_unit_event_waiting ON kernel_unit_event (effective_on, id) WHERE played_at IS NULL;
        CREATE INDEX kernel_unit_ended ON kernel_unit (ended_on) WHERE ended_on IS NOT NULL
        """)

    // What a unit answers for gets its days. An open end is written as the last day there is, so that the key alone
    // answers. A share is in millionths; none is a share that nobody knows.
    private static let succession = Migration(
        "kernel-territory-002-succession",
        """
        ALTER TABLE kernel_unit ADD COLUMN is_generated BOOLEAN NOT NULL DEFAULT FALSE;
        CREATE TABLE kernel_unit_event (
            id TEXT PRIMARY KEY,
            effective_on TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'recode', 'transfer', 'abolish',
                'establish')),
            legal_basis TEXT NOT NULL CHECK (legal_basis <> ''),
            note TEXT NOT NULL,
            origin TEXT NOT NULL UNIQUE,
            recorded_at BIGINT NOT NULL
        );
        CREATE INDEX kernel_unit_event_day ON kernel_unit_event (effective_on, id);
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
        CREATE TABLE kernel_unit_cover_dated (
            ancestor_id TEXT NOT NULL REFERENCES kernel_unit (id),
            unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
            valid_from TEXT NOT NULL,
            valid_to TEXT NOT NULL,
            PRIMARY KEY (ancestor_id, unit_id, valid_from, valid_to),
            CHECK (valid_to > valid_from)
        );
        INSERT INTO kernel_unit_cover_dated (ancestor_id, unit_id, valid_from, valid_to)
            SELECT c.ancestor_id, c.unit_id, u.created_on, '9999-12-31' FROM kernel_unit_cover c
            JOIN kernel_unit u ON u.id = c.unit_id;
        DROP TABLE kernel_unit_cover;
        ALTER TABLE kernel_unit_cover_dated RENAME TO kernel_unit_cover;
        CREATE INDEX kernel_unit_cover_unit ON kernel_unit_cover (unit_id, ancestor_id)
        """)
}
