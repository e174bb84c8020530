import Kernel
import Store

/// Somebody has looked at a dossier, as its applicant may know.
struct Reading: Sendable, Hashable {
    let at: Instant
    let readerName: String?
    let unitName: String?
    let purpose: String
    /// How often on that day, when the lines of one reader are told together.
    var times = 1

    /// Whether the other one is of the same reader, day and purpose.
    fileprivate func goesWith(_ other: Reading) -> Bool {
        at.day == other.at.day && readerName == other.readerName && unitName == other.unitName
            && purpose == other.purpose
    }
}

extension DossierStore {
    /// Who has read a dossier, the latest first. The journal is asked, so that nothing can be read unseen.
    /// - Parameter limit: of the journal's lines; those of one reader on one day become one reading.
    func readings(of id: ID<Dossier>, limit: Int) throws -> [Reading] {
        let lines = try db.rows(
            """
            SELECT j.at, a.display_name, j.purpose,
                (SELECT v.full_name FROM kernel_unit_version v WHERE v.unit_id = j.acting_unit
                ORDER BY v.valid_from DESC LIMIT 1)
            FROM kernel_journal j LEFT JOIN kernel_account a ON a.id = j.actor
            WHERE j.record = \("\(id)") AND j.action = 'dossier.read' ORDER BY j.id DESC LIMIT \(limit)
            """
        ) { row in
            Reading(
                at: try row[0], readerName: try row[1], unitName: try row[3], purpose: try (row[2] as String?) ?? "")
        }
        return lines.reduce(into: []) { readings, line in
            if let last = readings.last, last.goesWith(line) {
                readings[readings.count - 1].times += 1
            } else {
                readings.append(line)
            }
        }
    }
}
