import Store

enum MapSchema {
    // A boundary belongs to a version of a unit, so it ends when the unit becomes another one: after a merger the map
    // does not show the old edge under the new name. Rings stand in hundred-thousandths of a degree, longitude first.
    static let migrations = [
        Migration(
            "territory-map-001-boundary",
            """
            CREATE TABLE territory_boundary_import (
                id TEXT PRIMARY KEY,
                as_of TEXT NOT NULL,
                file_name TEXT NOT NULL,
                sha256 TEXT NOT NULL,
                imported_at BIGINT NOT NULL
            );
            CREATE TABLE territory_boundary (
                unit_id TEXT NOT NULL REFERENCES kernel_unit (id),
                valid_from TEXT NOT NULL,
                import_id TEXT NOT NULL REFERENCES territory_boundary_import (id),
                outline TEXT NOT NULL CHECK (outline <> ''),
                PRIMARY KEY (unit_id, valid_from)
            );
            CREATE INDEX territory_boundary_file ON territory_boundary (import_id)
            """)
    ]
}
