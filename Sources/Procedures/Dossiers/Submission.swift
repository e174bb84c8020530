import Kernel
import Store

/// A dossier about to be sent: everything is known but its number.
struct Submission: Sendable {
    let id: ID<Dossier>
    let procedure: Procedure
    let unit: FilingUnit
    let personID: ID<Person>
    let applicantName: String
    let channel: Dossier.Channel
    let answers: [DossierAnswer]
    let at: Instant
    let dueOn: Day?
}

extension Submission {
    init(_ draft: Draft, unit: FilingUnit, at now: Instant, _ calendar: WorkingCalendar) {
        self.init(
            id: draft.id, procedure: draft.procedure, unit: unit, personID: draft.personID,
            applicantName: draft.personName, channel: .online, answers: draft.said, at: now,
            dueOn: DossierTerm.dueDay(draft.procedure.term, sent: now, calendar))
    }

    /// `04765-220722-0137`
    static func code(unit: String, day: Day, number: Int) -> String {
        let (year, month, dayOfMonth) = day.parts
        return "\(unit)-\(padded(year % 100, 2))\(padded(month, 2))\(padded(dayOfMonth, 2))-\(padded(number, 4))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Draft {
    /// What was said, as it is kept with the dossier.
    var said: [DossierAnswer] {
        let later = answers.later.filter(procedure.papers.indices.contains).map { procedure.papers[$0] }
        var said = [
            DossierAnswer(question: "phone", label: t("Số điện thoại"), value: answers.phone),
            DossierAnswer(question: "content", label: t("Nội dung yêu cầu"), value: answers.content),
        ]
        if !later.isEmpty {
            said.append(
                DossierAnswer(
                    question: "later", label: t("Giấy tờ nộp sau tại quầy"), value: later.joined(separator: "\n")))
        }
        return said
    }
}

extension DossierStore {
    /// Gives the number and writes the dossier, its answers and the first line of its log.
    ///
    /// The counter is the last thing that is waited for: on PostgreSQL its row holds up everybody else who files in
    /// that unit on that day, from here to the commit.
    /// - Returns: the code.
    func submit(_ sent: Submission, by account: ID<Account>) throws -> String {
        let number: Int? = try db.value(
            """
            INSERT INTO procedures_counter (unit_id, day, last) VALUES (\(sent.unit.id), \(sent.at.day), 1)
            ON CONFLICT (unit_id, day) DO UPDATE SET last = procedures_counter.last + 1 RETURNING last
            """)
        let code = Submission.code(unit: sent.unit.code, day: sent.at.day, number: number ?? 1)
        try db.enqueue(
            """
            INSERT INTO procedures_dossier (id, code, procedure_id, procedure_code, procedure_name, field, unit_id,
                unit_name, person_id, applicant_name, applicant_search, applicant_sort, state, submitted_at, due_on,
                due_sort, channel, version)
            VALUES (\(sent.id), \(code), \(sent.procedure.id), \(sent.procedure.code), \(sent.procedure.name),
                \(sent.procedure.field), \(sent.unit.id), \(sent.unit.name), \(sent.personID), \(sent.applicantName),
                \(Fold.folded("\(sent.applicantName) \(code)")), \(SortKey.name(sent.applicantName)), \(Dossier.State.submitted),
                \(sent.at), \(sent.dueOn), \(sent.dueOn?.iso ?? Self.noDue), \(sent.channel), 1)
            """)
        let rows = sent.answers.enumerated().map { position, answer -> SQL in
            "(\(sent.id), \(position), \(answer.question), \(answer.label), \(answer.value))"
        }
        if !rows.isEmpty {
            try db.enqueue(
                """
                INSERT INTO procedures_answer (dossier_id, position, question, label, value)
                VALUES \(SQL.joined(rows, by: ", "))
                """)
        }
        try enqueue([
            DossierLogEntry(dossierID: sent.id, at: sent.at, actor: account, kind: .submitted, to: .submitted)
        ])
        return code
    }

    /// Sorts after every day there is.
    static let noDue = "9999-99-99"
}
