import HTTPTypes
import Kernel
import Store
import Web

extension AdministrationModule {
    var jobDoors: [Door] {
        [
            .page("/admin/jobs", .needs(.manageJobs), use: listJobs),
            .page("/admin/jobs/{id}", .needs(.manageJobs), use: showJob),
            .act("/admin/jobs/{id}/retry", .needs(.manageJobs), use: retryJob),
            .act("/admin/jobs/{id}/removal", .needs(.manageJobs), use: discardJob),
        ]
    }

    @Sendable func listJobs(_ visit: Visit, _ db: any Session) throws -> Reply {
        let queue = JobQueue(db: db)
        let state = JobState(rawValue: visit.query["state"]) ?? .dead
        let before = visit.query.filled("before").flatMap(ID<QueuedJob>.init)
        let found = try queue.list(state, before: before, limit: JobListView.pageLength + 1)
        let shown = Array(found.prefix(JobListView.pageLength))
        let outbox = try Outbox(db: db).backlog()
        return .page(
            JobListView(
                visit: visit, state: state, jobs: shown, counts: try queue.backlog(),
                unsent: JobListView.Unsent(count: outbox.waiting, oldest: outbox.oldest),
                next: found.count > shown.count ? shown.last?.id : nil
            ).page)
    }

    @Sendable func showJob(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(JobView(visit: visit, job: try job(visit, db)).page)
    }

    @Sendable func retryJob(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let job = try job(visit, db)
        // The queue goes by the machine's time, also in a demo that plays another day.
        try JobQueue(db: db).retry(job.id, now: .now)
        try Journal(db: db).write(
            visit.journalLine("job.retried", subjectKind: "job", subjectID: job.id.description))
        return .redirect(to: "/admin/jobs?done=retried")
    }

    @Sendable func discardJob(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let job = try job(visit, db)
        guard form["confirm"] == "1" else {
            let problems = FieldProblems([FieldProblem("confirm", t("Hãy đánh dấu vào ô để chắc chắn."))])
            return .page(JobView(visit: visit, job: job, problems: problems).page, status: .unprocessableContent)
        }
        try JobQueue(db: db).discard(job.id)
        try Journal(db: db).write(
            visit.journalLine("job.discarded", subjectKind: "job", subjectID: job.id.description))
        return .redirect(to: "/admin/jobs?done=discarded")
    }

    private func job(_ visit: Visit, _ db: any Session) throws -> QueuedJob {
        guard let job = try JobQueue(db: db).find(try visit.parameter("id")) else { throw NotFound() }
        return job
    }
}
