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
            """)
    ]
}
