import Store

extension TerritoryStore {
    /// Takes back a reform before its day, as if nobody had declared it.
    /// - Parameters:
    ///   - day: on which it would have held.
    ///   - today: by the house's calendar.
    /// - Throws: ``UnitWithdrawalRefusal``; `StoreError.foreignKey` when something refers to a unit that would have
    ///   begun.
    public func withdraw(reformOf day: Day, today: Day) throws {
        guard today < day else { throw UnitWithdrawalRefusal.inForce }
        let last: Day? = try db.value("SELECT MAX(effective_on) FROM kernel_unit_event")
        guard let last, last >= day else { throw UnitWithdrawalRefusal.unknown }
        guard last == day else { throw UnitWithdrawalRefusal.builtUpon(last: last) }
        // A calendar that went back does not undo what was played; what hangs at the new units stays.
        let isPlayed = try db.exists(
            "SELECT 1 FROM kernel_unit_event WHERE effective_on = \(day) AND played_at IS NOT NULL")
        guard !isPlayed else { throw UnitWithdrawalRefusal.inForce }
        let events: SQL = "SELECT id FROM kernel_unit_event WHERE effective_on = \(day)"
        try db.run("DELETE FROM kernel_unit_succession WHERE event_id IN (\(events))")
        try db.run("DELETE FROM kernel_unit_event WHERE effective_on = \(day)")
        try db.run("DELETE FROM kernel_unit_version WHERE valid_from = \(day)")
        try db.run("UPDATE kernel_unit_version SET valid_to = NULL WHERE valid_to = \(day)")
        try db.run("UPDATE kernel_unit SET ended_on = NULL WHERE ended_on = \(day)")
        try db.run("DELETE FROM kernel_unit_cover")
        try db.run("DELETE FROM kernel_unit WHERE created_on = \(day)")
        try cover()
        try changed()
    }
}

/// Why a reform cannot be taken back.
public enum UnitWithdrawalRefusal: Refusal, Hashable {
    case inForce, unknown
    /// Later changes rest upon it.
    case builtUpon(last: Day)

    public var message: String {
        switch self {
        case .inForce: t("Thay đổi đã có hiệu lực nên không rút lại được.")
        case .unknown: t("Không có thay đổi nào của ngày này.")
        case .builtUpon(let last):
            t(
                "Đã có thay đổi của ngày {day} dựa trên thay đổi này. Hãy bỏ thay đổi đó trước.",
                ["day": Format.day(last)])
        }
    }
}
