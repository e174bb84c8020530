import Store

enum FilesSchema {
    static let migrations = [files, uploads]

    private static let files = Migration(
        "kernel-files-001-files",
        """
        CREATE TABLE kernel_file (
            sha256 TEXT PRIMARY KEY,
            size BIGINT NOT NULL,
            media_type TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            state TEXT NOT NULL
        );
        CREATE INDEX kernel_file_created ON kernel_file (created_at);
        CREATE TABLE kernel_file_chunk (
            sha256 TEXT NOT NULL REFERENCES kernel_file (sha256) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            bytes {bytes} NOT NULL,
            PRIMARY KEY (sha256, seq)
        );
        CREATE TABLE kernel_file_use (
            id TEXT PRIMARY KEY,
            sha256 TEXT NOT NULL REFERENCES kernel_file (sha256),
            subject_kind TEXT NOT NULL,
            subject_id TEXT NOT NULL,
            name TEXT NOT NULL,
            added_at BIGINT NOT NULL
        );
        CREATE INDEX kernel_file_use_file ON kernel_file_use (sha256);
        CREATE INDEX kernel_file_use_subject ON kernel_file_use (subject_kind, subject_id, id);
        CREATE TABLE kernel_file_derived (
            sha256 TEXT NOT NULL REFERENCES kernel_file (sha256) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            derived_sha256 TEXT NOT NULL REFERENCES kernel_file (sha256),
            PRIMARY KEY (sha256, kind)
        );
        CREATE INDEX kernel_file_derived_file ON kernel_file_derived (derived_sha256)

        """)

    private static let uploads = Migration(
        "kernel-files-002-uploads",
        """
        CREATE TABLE kernel_upload (
            id TEXT PRIMARY KEY,
            account_id TEXT NOT NULL,
            length BIGINT NOT NULL,
            offset_bytes BIGINT NOT NULL,
            name TEXT NOT NULL,
            media_type TEXT,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            finished_sha256 TEXT
        );
        CREATE INDEX kernel_upload_account ON kernel_upload (account_id, id);
        CREATE INDEX kernel_upload_expires ON kernel_upload (expires_at);
        CREATE INDEX kernel_upload_finished ON kernel_upload (finished_sha256) WHERE finished_sha256 IS NOT NULL;
        CREATE TABLE kernel_upload_chunk (
            upload_id TEXT NOT NULL REFERENCES kernel_upload (id) ON DELETE CASCADE,
            offset_bytes BIGINT NOT NULL,
            bytes {bytes} NOT NULL,
            PRIMARY KEY (upload_id, offset_bytes)
        )

        """)
}
