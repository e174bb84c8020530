import Kernel
import Store

/// Where a dossier may be sent: communes for what communes handle, else the province.
struct FilingPlaces {
    let db: any Session

    func all(for procedure: Procedure, on day: Day) throws -> [AdminUnit] {
        let territory = TerritoryStore(db: db)
        return procedure.isOfCommunes ? try territory.communes(asOf: day) : try provinces(on: day)
    }

    func search(_ text: String, for procedure: Procedure, on day: Day) throws -> [AdminUnit] {
        guard procedure.isOfCommunes else { return try provinces(on: day) }
        return try TerritoryStore(db: db).search(text, level: .commune, asOf: day, limit: 20)
    }

    /// - Returns: `nil` for a unit that does not take this procedure on that day.
    func find(_ id: ID<AdminUnit>, for procedure: Procedure, on day: Day) throws -> FilingUnit? {
        let level: UnitLevel = procedure.isOfCommunes ? .commune : .province
        guard let unit = try TerritoryStore(db: db).find(id, asOf: day), unit.level == level else { return nil }
        return FilingUnit(id: unit.id, code: unit.code, name: unit.addressName)
    }

    private func provinces(on day: Day) throws -> [AdminUnit] {
        let territory = TerritoryStore(db: db)
        let ids: [ID<AdminUnit>] = try db.rows("SELECT id FROM kernel_unit WHERE level = \(UnitLevel.province)") {
            try $0[0]
        }
        return try ids.compactMap { try territory.find($0, asOf: day) }
    }
}
