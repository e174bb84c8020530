import Store

enum PeopleSchema {
    static let migrations = [names] + RegisterSchema.migrations

    private static let names =
        Migration(
            "kernel-002-people",
            """
            CREATE TABLE kernel_person (
                id TEXT PRIMARY KEY,
                full_name TEXT NOT NULL,
                name_search TEXT NOT NULL,
                name_sort TEXT NOT NULL,
                version BIGINT NOT NULL
            );
            CREATE INDEX kernel_person_name ON kernel_person (name_sort, id)
            """)
}
