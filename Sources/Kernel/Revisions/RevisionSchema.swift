import Store

enum RevisionSchema {
    static let migrations = [
        Migration(
            "kernel-revisions-001-revision",
            """
            CREATE TABLE kernel_revision (
                topic TEXT PRIMARY KEY,
                number BIGINT NOT NULL
            )

            """)
    ]
}
