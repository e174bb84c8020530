import HTTPTypes
import Kernel
import Store
import Web

/// One resident's record. Opening it leaves a line, and so does each number that is uncovered.
struct RecordDoors: Sendable {
    let groups: EthnicGroups
    let calendar: @Sendable () -> WorkingCalendar

    var doors: [Door] {
        [
            .page("/residents/{id}", .needs(.readResidents), use: show),
            .page("/residents/{id}/numbers/{number}", .needs(.readResidents), use: showNumber),
        ]
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let record = try record(visit, db)
        return try visit.stating(db) { purpose in
            .page(view(record, visit, purpose: purpose).page)
                .journaling(
                    visit.readLines("resident.read", [record.id], purpose: purpose)
                        + visit.readLines(
                            "resident.listed.read", record.mentioned.filter { $0 != record.id }, purpose: purpose))
        }
    }

    @Sendable private func showNumber(_ visit: Visit, _ db: any Session) throws -> Reply {
        let record = try record(visit, db)
        let number = try visit.parameter("number", as: ID<HeldIdentifier>.self)
        guard record.identifiers.contains(where: { $0.id == number }) else { throw NotFound() }
        return try visit.stating(db) { purpose in
            var view = view(record, visit, purpose: purpose)
            view.uncovered = number
            return .page(view.page).journaling(
                visit.readLines("resident.number.read", [record.id], purpose: purpose)
                    + visit.readLines(
                        "resident.listed.read", record.mentioned.filter { $0 != record.id }, purpose: purpose))
        }
    }

    private func record(_ visit: Visit, _ db: any Session) throws -> ResidentRecord {
        try ResidentRecordStore(db: db).record(
            of: try visit.parameter("id"), within: visit.scope(for: .readResidents).unitsOnly,
            inclusion: visit.inclusionScope, on: visit.today)
    }

    private func view(_ record: ResidentRecord, _ visit: Visit, purpose: String) -> RecordView {
        RecordView(record: record, purpose: purpose, groups: groups, visit: visit, calendar: calendar())
    }
}
