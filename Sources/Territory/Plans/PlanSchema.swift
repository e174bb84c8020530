import Store

/// Tables of plans. What was planned names units by their ids without a reference: a plan that is abandoned takes the
/// units with it that another draft may already count on, and that draft then says so.
enum TerritoryPlanSchema {
    static let migrations = [
        Migration(
            "territory-001-plans",
            """
            CREATE TABLE territory_plan (
                id TEXT PRIMARY KEY,
                title TEXT NOT NULL,
                day TEXT NOT NULL,
                legal_basis TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'abandoned')),
                created_by TEXT NOT NULL REFERENCES kernel_account (id),
                created_at BIGINT NOT NULL,
                changed_by TEXT NOT NULL REFERENCES kernel_account (id),
                changed_at BIGINT NOT NULL,
                scheduled_by TEXT REFERENCES kernel_account (id),
                scheduled_at BIGINT,
                abandoned_by TEXT REFERENCES kernel_account (id),
                abandoned_at BIGINT,
                reason TEXT NOT NULL,
                version BIGINT NOT NULL,
                CHECK (state <> 'scheduled' OR scheduled_by <> changed_by)
            );
            CREATE INDEX territory_plan_state ON territory_plan (state, day, id);
            CREATE TABLE territory_plan_change (
                id TEXT PRIMARY KEY,
                plan_id TEXT NOT NULL REFERENCES territory_plan (id),
                content JSONB NOT NULL
            );
            CREATE INDEX territory_plan_change_plan ON territory_plan_change (plan_id, id);
            CREATE TABLE territory_plan_touch (
                plan_id TEXT NOT NULL REFERENCES territory_plan (id),
                code TEXT NOT NULL,
                count BIGINT NOT NULL,
                PRIMARY KEY (plan_id, code)
            )

            """)
    ]
}
