import Store

enum JobsSchema {
    static let migrations = [jobs, outbox]

    // What has been relayed was kept for days and read by nobody; each message paid for two indexes and an update.
    private static let outbox = Migration(
        "kernel-jobs-002-outbox",
        """
        DROP INDEX kernel_outbox_waiting;
        DROP INDEX kernel_outbox_relayed;
        DELETE FROM kernel_outbox WHERE relayed_at IS NOT NULL;
        ALTER TABLE kernel_outbox DROP COLUMN relayed_at

        """)

    private static let jobs = Migration(
        "kernel-jobs-001-queue",
        """
        CREATE TABLE kernel_outbox (
            id TEXT PRIMARY KEY,
            at BIGINT NOT NULL,
            topic TEXT NOT NULL,
            payload JSONB NOT NULL,
            relayed_at BIGINT
        );
        CREATE INDEX kernel_outbox_waiting ON kernel_outbox (id) WHERE relayed_at IS NULL;
        CREATE INDEX kernel_outbox_relayed ON kernel_outbox (relayed_at) WHERE relayed_at IS NOT NULL;
        CREATE TABLE kernel_job (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            payload JSONB NOT NULL,
            run_at BIGINT NOT NULL,
            attempts INTEGER NOT NULL,
            max_attempts INTEGER NOT NULL,
            lease_until BIGINT,
            leased_by TEXT,
            last_error TEXT,
            state TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            finished_at BIGINT,
            dedupe_key TEXT
        );
        CREATE INDEX kernel_job_due ON kernel_job (run_at, id) WHERE state = 'waiting';
        CREATE INDEX kernel_job_lease ON kernel_job (lease_until) WHERE state = 'running';
        CREATE INDEX kernel_job_state ON kernel_job (state, id);
        CREATE INDEX kernel_job_finished ON kernel_job (finished_at) WHERE finished_at IS NOT NULL;
        CREATE INDEX kernel_job_key ON kernel_job (dedupe_key, run_at) WHERE dedupe_key IS NOT NULL;
        CREATE UNIQUE INDEX kernel_job_waiting_key ON kernel_job (dedupe_key) WHERE state = 'waiting'

        """)
}
