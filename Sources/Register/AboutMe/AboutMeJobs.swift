import Kernel
import Store

/// Questions that an office did not answer in time go to the offices above it.
struct AboutMeJobs: Sendable {
    let roles: Roles

    static let escalate = "register.escalateReadQuestions"
    static let periodic = PeriodicJob(escalate, every: 3_600)

    var handlers: [String: JobHandler] {
        let codes = roles.codes(holding: .answerReadQuestions)
        return [
            Self.escalate: { context, _ in
                let now = context.clock.now()
                var count = 100
                while count == 100 {
                    count = try await context.database.write { db in try Self.escalateLate(codes, context.node, now, db)
                    }
                }
            }
        ]
    }

    /// Marks what is late, and tells those above.
    /// - Parameter roles: codes of the roles that may answer.
    /// - Returns: how many were late, a hundred at most.
    static func escalateLate(
        _ roles: [String], _ node: String, _ now: Instant, _ db: any Session
    ) throws -> Int {
        let store = ReadQuestionStore(db: db)
        let late = try store.late(on: now.day, limit: 100)
        for var question in late where question.escalate(on: now.day, at: now) {
            try store.update(question)
            for head in try store.heads(of: question.unitID, roles: roles, on: now.day, above: true) {
                try AccountNoticeStore(db: db).insert(
                    .readAnswerLate, .init(path: "/read-questions/\(question.id)"), to: head, now: now)
            }
            try Journal(db: db).write(
                JournalLine(
                    at: now, actor: "system", actingUnit: "\(question.unitID)", action: "readQuestion.escalated",
                    subjectKind: "person", subjectID: "\(question.personID)", record: "\(question.id)",
                    door: escalate, node: node))
        }
        return late.count
    }
}
