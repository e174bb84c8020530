import Store

enum IdentitySchema {
    static let migrations = [
        Migration(
            "kernel-003-identity",
            """
            CREATE TABLE kernel_account (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                name_folded TEXT NOT NULL UNIQUE,
                password_hash TEXT NOT NULL,
                display_name TEXT NOT NULL,
                display_sort TEXT NOT NULL,
                display_search TEXT NOT NULL,
                person_id TEXT REFERENCES kernel_person (id),
                language TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
                must_change_password BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                version BIGINT NOT NULL
            );
            CREATE INDEX kernel_account_display ON kernel_account (display_sort, id);
            CREATE INDEX kernel_account_person ON kernel_account (person_id);
            CREATE TABLE kernel_session (
                token_hash TEXT PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                account_id TEXT NOT NULL REFERENCES kernel_account (id),
                created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                lifetime_seconds BIGINT NOT NULL CHECK (lifetime_seconds > 0),
                address TEXT NOT NULL,
                agent TEXT NOT NULL,
                csrf_secret {bytes} NOT NULL,
                revoked_at BIGINT
            );
            CREATE INDEX kernel_session_account ON kernel_session (account_id, created_at);
            CREATE INDEX kernel_session_expiry ON kernel_session (expires_at);
            CREATE TABLE kernel_sign_in_delay (
                subject TEXT PRIMARY KEY,
                failures BIGINT NOT NULL CHECK (failures >= 0),
                last_at BIGINT NOT NULL,
                next_at BIGINT NOT NULL
            );
            CREATE INDEX kernel_sign_in_delay_last ON kernel_sign_in_delay (last_at);
            CREATE TABLE kernel_account_notice (
                id TEXT PRIMARY KEY,
                account_id TEXT NOT NULL REFERENCES kernel_account (id),
                at BIGINT NOT NULL,
                kind TEXT NOT NULL,
                body JSONB NOT NULL,
                read_at BIGINT
            );
            CREATE INDEX kernel_account_notice_account ON kernel_account_notice (account_id, id)
            """)
    ]
}
