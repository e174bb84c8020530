public import Foundation
import Kernel
import Resources
import Store

/// Brings made-up residents into the register of a demo, or into a file.
public struct DemoResidents: Sendable {
    /// As many as the province has.
    public static let most = 850_000
    /// Ready within a minute on two slow cores.
    public static let usual = 20_000
    /// Written in one transaction.
    private static let batch = 4_000

    private let generator: ResidentGenerator

    /// - Parameters:
    ///   - count: 0 to ``most``.
    ///   - seed: the same seed makes the same people.
    public init(count: Int, seed: UInt64 = 2022) throws {
        let today = Demo.firstDay ?? Day(number: 0)
        let words = try ResidentWords(
            names: Shipped.data("seeds/resident-names.csv"), districts: Shipped.data("seeds/resident-districts.csv"))
        generator = ResidentGenerator(
            words: words, units: try ShippedTerritory.demoUnits(), count: min(count, Self.most), seed: seed,
            today: today, home: (DemoAccounts.commune, "Đào"))
    }

    /// Adds them to a database that has the demo's units.
    func fill(_ database: any Database, units: [String: ID<AdminUnit>], now: Instant) async throws {
        let recording = Recording(by: "system", at: now, reason: "Dữ liệu tạo cho bản chạy thử")
        var intake = PersonIntake(recording: recording)
        try await generator.forEach { household in
            try intake.add(household, units: units, at: now, source: recording.reason)
            guard intake.count >= Self.batch else { return }
            try await Self.write(intake, to: database)
            intake = PersonIntake(recording: recording)
        }
        try await Self.write(intake, to: database)
        try await database.write { db in try PersonIntake.tellPlanner(db) }
    }

    private static func write(_ intake: PersonIntake, to database: any Database) async throws {
        try await database.write { db in try intake.write(to: db, within: .everything) }
    }

    /// Writes them as a list that can be imported: for measurements and for trying the import.
    public func write(to file: URL) async throws {
        FileManager.default.createFile(atPath: file.path, contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        var writer = CSVWriter(byteOrderMark: true)
        writer.row([
            "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Số định danh cá nhân", "Số CMND cũ",
            "Mã số bảo hiểm xã hội", "Điện thoại", "Mã xã", "Thôn, tổ dân phố", "Địa chỉ", "Ở từ ngày",
        ])
        let villages = Dictionary(
            try ShippedTerritory.demoUnits().map { ($0.code, $0.fullName) }, uniquingKeysWith: { first, _ in first })
        try await generator.forEach { household in
            for resident in household.members {
                writer.row(resident.line(in: household, village: villages[household.villageCode] ?? ""))
            }
            if writer.bytes.count > 1 << 18 { try handle.write(contentsOf: writer.take()) }
        }
        try handle.write(contentsOf: writer.take())
        try handle.close()
    }
}

extension PersonIntake {
    fileprivate mutating func add(
        _ household: MadeUpHousehold, units: [String: ID<AdminUnit>], at now: Instant, source: String
    ) throws {
        guard let commune = units[household.communeCode] else { return }
        let village = units[household.villageCode]
        let new = NewHousehold(
            id: .new(at: now), in: commune, village: village, address: household.address, formedOn: household.since,
            circumstances: household.circumstance.map { [$0] } ?? [], source: source)
        add(new)
        for resident in household.members {
            let home = Residence(
                in: commune, village: village, address: household.address, since: resident.since(household))
            try add(
                NewPerson(
                    id: .new(at: now), facts: resident.facts, identifiers: resident.identifiers,
                    phone: resident.phone, home: home, household: (new.id, resident.relation)),
                on: household.since)
        }
    }
}

extension MadeUpResident {
    /// Nobody lives anywhere before birth.
    fileprivate func since(_ household: MadeUpHousehold) -> Day {
        max(household.since, facts.birth?.earliest ?? household.since)
    }

    fileprivate func line(in household: MadeUpHousehold, village: String) -> [String] {
        func number(_ kind: IdentifierKind) -> String { identifiers.first { $0.kind == kind }?.number ?? "" }
        let birth =
            switch facts.birth {
            case .day(let day): Format.day(day)
            case .year(let year): String(year)
            case nil: ""
            }
        return [
            facts.fullName, birth, facts.sex?.label ?? "", facts.ethnicGroup?.rawValue ?? "", number(.personal),
            number(.oldCard), number(.socialInsurance), phone?.digits ?? "", household.communeCode, village,
            household.address, Format.day(since(household)),
        ]
    }
}
