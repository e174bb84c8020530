import Kernel
import Store

/// A file of official boundaries that was loaded.
struct BoundaryFile: Sendable, Hashable {
    let id: ID<BoundaryFile>
    /// The day whose units the file was compared with.
    let day: Day
    let name: String
    /// SHA-256 of the file in hexadecimal digits.
    let hash: String
    let importedAt: Instant
}

/// Official boundaries. They are public, as the state's maps are.
struct BoundaryStore {
    /// Of ``Revision``: what is drawn of boundaries is kept in memory.
    static let topic = "territory_boundary"

    let db: any Session

    /// Outlines of the communes of a day, as far as they are loaded.
    func outlines(on day: Day) throws -> [ID<AdminUnit>: [GridRing]] {
        let rows = try db.rows(
            """
            SELECT b.unit_id, b.outline FROM territory_boundary b
            JOIN kernel_unit u ON u.id = b.unit_id AND u.level = \(UnitLevel.commune)
            JOIN kernel_unit_version v ON v.unit_id = b.unit_id AND v.valid_from = b.valid_from
            WHERE \(TerritoryStore.valid("v", on: day))
            ORDER BY b.unit_id LIMIT 10000
            """
        ) { row in (try row[0] as ID<AdminUnit>, try row[1] as String) }
        return try Dictionary(uniqueKeysWithValues: rows.map { ($0.0, try Self.rings(of: $0.1)) })
    }

    /// Where the boundaries of a day come from; `nil` when there are none. Of several files the one loaded last.
    func file(on day: Day) throws -> BoundaryFile? {
        try db.rows(
            """
            SELECT i.id, i.as_of, i.file_name, i.sha256, i.imported_at FROM territory_boundary_import i
            WHERE EXISTS (SELECT 1 FROM territory_boundary b
                JOIN kernel_unit u ON u.id = b.unit_id AND u.level = \(UnitLevel.commune)
                JOIN kernel_unit_version v ON v.unit_id = b.unit_id AND v.valid_from = b.valid_from
                WHERE b.import_id = i.id AND \(TerritoryStore.valid("v", on: day)))
            ORDER BY i.imported_at DESC, i.id DESC LIMIT 1
            """
        ) { row in
            BoundaryFile(
                id: try row[0], day: try row[1], name: try row[2], hash: try row[3], importedAt: try row[4])
        }
        .first
    }

    /// Puts boundaries in the place of those that the same versions of the same units had.
    func save(_ file: BoundaryFile, _ outlines: [(unit: AdminUnit, rings: [GridRing])]) throws {
        try db.run(
            """
            INSERT INTO territory_boundary_import (id, as_of, file_name, sha256, imported_at)
            VALUES (\(file.id), \(file.day), \(file.name), \(file.hash), \(file.importedAt))
            """)
        for outline in outlines {
            try db.run(
                """
                INSERT INTO territory_boundary (unit_id, valid_from, import_id, outline)
                VALUES (\(outline.unit.id), \(outline.unit.validFrom), \(file.id), \(Self.text(of: outline.rings)))
                ON CONFLICT (unit_id, valid_from)
                DO UPDATE SET import_id = excluded.import_id, outline = excluded.outline
                """)
        }
        try forgetUnused()
    }

    /// Takes away the boundaries of units of a day, of every level.
    /// - Returns: how many there were.
    func remove(on day: Day) throws -> Int {
        let count = try db.run(
            """
            DELETE FROM territory_boundary WHERE EXISTS (
                SELECT 1 FROM kernel_unit_version v WHERE v.unit_id = territory_boundary.unit_id
                AND v.valid_from = territory_boundary.valid_from AND \(TerritoryStore.valid("v", on: day)))
            """)
        try forgetUnused()
        return count
    }

    /// Files of which nothing is shown any more; the journal still tells of them.
    private func forgetUnused() throws {
        try db.run(
            "DELETE FROM territory_boundary_import WHERE id NOT IN (SELECT import_id FROM territory_boundary)")
        try Revision(db: db).advance(Self.topic)
    }

    /// `10489274 2171834 …;…`: a ring's corners in order, rings parted by semicolons.
    static func text(of rings: [GridRing]) -> String {
        rings.map { $0.map { "\($0.x) \($0.y)" }.joined(separator: " ") }.joined(separator: ";")
    }

    /// - Throws: ``BrokenOutline`` for what ``text(of:)`` has not written.
    static func rings(of text: String) throws -> [GridRing] {
        try text.utf8.split(separator: UInt8(ascii: ";")).map { ring in
            let numbers = ring.split(separator: UInt8(ascii: " ")).compactMap { Int32(String(Substring($0))) }
            guard numbers.count >= 6, numbers.count.isMultiple(of: 2) else { throw BrokenOutline() }
            return stride(from: 0, to: numbers.count, by: 2).map { GridPoint(numbers[$0], numbers[$0 + 1]) }
        }
    }

    struct BrokenOutline: Error {}
}
