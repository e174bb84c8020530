public import Store

/// What the register tells of a person beyond numbers and homes. Only the name has to be known.
public struct PersonFacts: Sendable, Hashable {
    /// As in the papers, family name first.
    public var fullName: String
    public var birth: BirthDate?
    public var sex: Sex?
    public var ethnicGroup: EthnicCode?
    /// What the person speaks at home, for the choice of words and voice.
    public var language: SpokenLanguage?

    public init(
        fullName: String, birth: BirthDate? = nil, sex: Sex? = nil, ethnicGroup: EthnicCode? = nil,
        language: SpokenLanguage? = nil
    ) {
        self.fullName = fullName
        self.birth = birth
        self.sex = sex
        self.ethnicGroup = ethnicGroup
        self.language = language
    }

    /// With the name in its one form.
    /// - Throws: ``PersonRefusal``.
    public func checked() throws -> PersonFacts {
        var facts = self
        facts.fullName = fullName.nfc.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !facts.fullName.isEmpty else { throw PersonRefusal.nameMissing }
        guard facts.fullName.count <= 200 else { throw PersonRefusal.nameTooLong }
        return facts
    }

    static let columns: SQL = "p.full_name, p.born, p.sex, p.ethnic_code, p.language"

    init(_ row: Row, from column: Int) throws {
        self.init(
            fullName: try row[column], birth: try row[column + 1], sex: try row[column + 2],
            ethnicGroup: try row[column + 3], language: try row[column + 4])
    }
}

/// Code of a people in the list of QĐ 1019/QĐ-TCTK (2008): `01` Kinh … `54`, `55` for foreigners. The list of 1979 has
/// other codes.
public struct EthnicCode: Sendable, Hashable, RawRepresentable, SQLConvertible {
    public let rawValue: String

    public init?(rawValue: String) {
        guard rawValue.utf8.count == 2, let number = decimalValue(of: rawValue.utf8), (1...55).contains(number) else {
            return nil
        }
        self.rawValue = rawValue
    }
}

/// ISO 639 code of two or three small letters: `vi`, `tyz` Tày, `hmn` Mông, `ium` Dao.
public struct SpokenLanguage: Sendable, Hashable, RawRepresentable, SQLConvertible {
    public let rawValue: String

    public init?(rawValue: String) {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard (2...3).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy(letters.contains) else { return nil }
        self.rawValue = rawValue
    }
}

/// Who writes something into the register, when and why.
public struct Recording: Sendable, Hashable {
    /// The account's id, or `system`.
    public let by: String
    public let at: Instant
    /// In the words of whoever writes; empty where the act says it.
    public let reason: String

    public init(by: String, at: Instant, reason: String = "") {
        self.by = by
        self.at = at
        self.reason = reason
    }
}

/// A version of a person's facts.
public struct PersonVersion: Sendable, Hashable {
    public let version: Int
    public let facts: PersonFacts
    /// From when it held; nil for as long as is known.
    public let validFrom: Day?
    public let recording: Recording
    /// When the next one took its place; nil for the one in force.
    public let replacedAt: Instant?
}
