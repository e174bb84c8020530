import Kernel
import Store

/// What of a person's record can be asked to be corrected. Values are kept in their one stored form.
enum CorrectionField: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case fullName, birth, sex, ethnicGroup, language, address, personalNumber, healthInsurance, phone

    var label: String {
        switch self {
        case .fullName: t("Họ và tên")
        case .birth: t("Ngày sinh")
        case .sex: t("Giới tính")
        case .ethnicGroup: t("Dân tộc")
        case .language: t("Tiếng nói hằng ngày")
        case .address: t("Địa chỉ")
        case .personalNumber: t("Số định danh cá nhân")
        case .healthInsurance: t("Số thẻ bảo hiểm y tế")
        case .phone: t("Số điện thoại")
        }
    }

    /// The kind of number that it is; nil for what is no number.
    var identifierKind: IdentifierKind? {
        switch self {
        case .personalNumber: .personal
        case .healthInsurance: .healthInsurance
        case .fullName, .birth, .sex, .ethnicGroup, .language, .address, .phone: nil
        }
    }

    /// Reads what was typed.
    /// - Returns: the stored form.
    /// - Throws: a refusal of the fact's own rules, ``CorrectionRefusal``.
    func stored(typed text: String, today: Day, groups: EthnicGroups) throws -> String {
        guard !text.isEmpty else { throw CorrectionRefusal.wantedMissing }
        switch self {
        case .fullName: return try PersonFacts(fullName: text).checked().fullName
        case .birth: return BirthText.stored(try BirthDate(typed: text, today: today))
        case .sex:
            guard let sex = Sex(rawValue: text.lowercased()) ?? Sex(vietnamese: text) else {
                throw CorrectionRefusal.unreadable(self)
            }
            return sex.rawValue
        case .ethnicGroup:
            guard let code = groups.code(typed: text) else { throw CorrectionRefusal.unreadable(self) }
            return code.rawValue
        case .language:
            guard let language = SpokenLanguages.language(typed: text) else { throw CorrectionRefusal.unreadable(self) }
            return language.rawValue
        case .address:
            guard text.count <= 300 else { throw CorrectionRefusal.tooLong }
            return text.nfc
        case .personalNumber: return try Identifier(.personal, text).number
        case .healthInsurance: return try Identifier(.healthInsurance, text).number
        case .phone: return try PhoneNumber(text).digits
        }
    }

    /// A stored value as people read it.
    func shown(_ stored: String, groups: EthnicGroups) -> String {
        switch self {
        case .fullName, .address, .personalNumber, .healthInsurance, .phone: stored
        case .birth: BirthText.shown(stored)
        case .sex: Sex(rawValue: stored)?.label ?? stored
        case .ethnicGroup: EthnicCode(rawValue: stored).map(groups.name) ?? stored
        case .language: SpokenLanguage(rawValue: stored).flatMap(SpokenLanguages.label) ?? stored
        }
    }
}

/// A birth as text: `1952-03-01`, `1952` in tables; `01/03/1952`, `1952` on pages.
enum BirthText {
    static func stored(_ birth: BirthDate) -> String {
        switch birth {
        case .day(let day): day.iso
        case .year(let year): "\(year)"
        }
    }

    static func shown(_ birth: BirthDate) -> String {
        switch birth {
        case .day(let day): Format.day(day)
        case .year(let year): "\(year)"
        }
    }

    static func shown(_ stored: String) -> String { Day(iso: stored).map(Format.day) ?? stored }

    static func birth(stored: String) -> BirthDate? {
        Day(iso: stored).map(BirthDate.day) ?? Int(stored).map(BirthDate.year)
    }
}
