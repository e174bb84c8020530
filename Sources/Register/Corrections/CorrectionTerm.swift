import Kernel
import Store

/// How long an office may take, from a day on.
struct CorrectionTerm: Sendable, Hashable {
    let validFrom: Day
    let workingDays: Int
    /// The text of law; nil where the province has set the term itself.
    let legalBasis: String?

    /// The day of asking is not counted (Civil Code 2015, article 147).
    func dueDay(asked: Instant, _ calendar: WorkingCalendar) -> Day { calendar.day(workingDays, after: asked.day) }
}

struct CorrectionTermStore {
    let db: any Session

    /// The term in force on a day.
    func term(on day: Day) throws -> CorrectionTerm {
        let found = try db.first(
            """
            SELECT valid_from, working_days, legal_basis FROM register_correction_term
            WHERE valid_from <= \(day) ORDER BY valid_from DESC LIMIT 1
            """
        ) { row in CorrectionTerm(validFrom: try row[0], workingDays: try row[1], legalBasis: try row[2]) }
        guard let found else { throw NotFound() }
        return found
    }
}
