import Store

enum WorkCalendarSchema {
    static let migrations = [
        Migration(
            "kernel-calendar-001-days",
            """
            CREATE TABLE kernel_calendar_day (
                day TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                kind TEXT NOT NULL,
                lunar TEXT NOT NULL,
                off BOOLEAN NOT NULL,
                status TEXT NOT NULL,
                source TEXT NOT NULL
            )

            """)
    ]
}
