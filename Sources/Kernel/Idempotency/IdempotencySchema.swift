import Store

enum IdempotencySchema {
    static let migrations = [
        Migration(
            "kernel-idempotency-001-replies",
            """
            CREATE TABLE kernel_idempotency (
                key TEXT NOT NULL,
                account TEXT NOT NULL,
                door TEXT NOT NULL,
                request_hash TEXT NOT NULL,
                status INTEGER NOT NULL,
                location TEXT,
                content_type TEXT,
                response {bytes} NOT NULL,
                expires BIGINT NOT NULL,
                PRIMARY KEY (key, account, door)
            );
            CREATE INDEX kernel_idempotency_expires ON kernel_idempotency (expires)

            """)
    ]
}
