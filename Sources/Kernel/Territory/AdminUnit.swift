public import Store

/// Where a unit stands in the tree. A unit keeps its level for life; districts end with the reform of 2025.
public enum UnitLevel: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case province, district, commune, village

    /// - Parameters:
    ///   - number: the level in the state's list, counted from 1. It alone is not enough: communes were at 3 until
    ///     2025 and are at 2 since.
    ///   - type: `xã`, `phường` …
    init?(number: Int, type: String) {
        switch (number, type) {
        case (1, _): self = .province
        case (2, "thành phố"), (2, "thị xã"), (2, "huyện"), (2, "quận"): self = .district
        case (2, "xã"), (2, "phường"), (2, "đặc khu"), (3, _): self = .commune
        case (4, _): self = .village
        default: return nil
        }
    }
}

/// An administrative unit as it was on a day. Its id is opaque and stays; name, code and parent have dates.
public struct AdminUnit: Sendable, Hashable {
    public let id: ID<AdminUnit>
    public let level: UnitLevel
    /// Code of the state's list. Codes are used again for other units: `15` was Yên Bái and is Lào Cai since 2025.
    public let code: String
    /// `xã`, `phường`, `thị trấn`, `huyện` …
    public let type: String
    /// `Vũ Linh`
    public let name: String
    /// `Xã Vũ Linh`
    public let fullName: String
    public let parentID: ID<AdminUnit>?
    /// `Huyện Yên Bình`
    public let parentFullName: String?
    public let validFrom: Day
    /// The first day on which this version no longer holds.
    public let validTo: Day?
    /// Made up for the demo.
    public let isGenerated: Bool

    public init(
        id: ID<AdminUnit>, level: UnitLevel, code: String, type: String, name: String, fullName: String,
        parentID: ID<AdminUnit>?, parentFullName: String?, validFrom: Day, validTo: Day?, isGenerated: Bool = false
    ) {
        self.id = id
        self.level = level
        self.code = code
        self.type = type
        self.name = name
        self.fullName = fullName
        self.parentID = parentID
        self.parentFullName = parentFullName
        self.validFrom = validFrom
        self.validTo = validTo
        self.isGenerated = isGenerated
    }

    /// `Xã Vũ Linh, huyện Yên Bình`: many communes bear the same name.
    public var addressName: String {
        guard let parentFullName else { return fullName }
        return "\(fullName), \(parentFullName.prefix(1).lowercased())\(parentFullName.dropFirst())"
    }
}

/// Types as the state's lists spell them, where a rule asks for one.
enum UnitWordsOfState {
    static let city = "thành phố"
}
