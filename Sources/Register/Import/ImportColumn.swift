import Kernel
import Store

/// What a column of an imported list may hold.
enum ImportColumn: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case fullName, birth, sex, ethnicGroup, language
    case personalNumber, oldCard, socialInsurance, healthInsurance, phone
    case commune, district, village, address, since, residenceKind

    var label: String {
        switch self {
        case .fullName: t("Họ và tên")
        case .birth: t("Ngày sinh")
        case .sex: t("Giới tính")
        case .ethnicGroup: t("Dân tộc")
        case .language: t("Tiếng nói ở nhà")
        case .personalNumber: IdentifierKind.personal.label
        case .oldCard: IdentifierKind.oldCard.label
        case .socialInsurance: IdentifierKind.socialInsurance.label
        case .healthInsurance: IdentifierKind.healthInsurance.label
        case .phone: t("Điện thoại")
        case .commune: t("Xã (mã hoặc tên)")
        case .district: t("Huyện")
        case .village: t("Thôn, tổ dân phố")
        case .address: t("Địa chỉ")
        case .since: t("Ở từ ngày")
        case .residenceKind: t("Thường trú hay tạm trú")
        }
    }

    /// Without it nobody can be taken in. A commune may be chosen for the whole list instead.
    var isNeeded: Bool { self == .fullName || self == .birth }

    var identifier: IdentifierKind? {
        switch self {
        case .personalNumber: .personal
        case .oldCard: .oldCard
        case .socialInsurance: .socialInsurance
        case .healthInsurance: .healthInsurance
        case .fullName, .birth, .sex, .ethnicGroup, .language, .phone, .commune, .district, .village, .address,
            .since, .residenceKind:
            nil
        }
    }

    /// Names that such columns bear, folded, in Vietnamese and English.
    private var usualNames: [String] {
        switch self {
        case .fullName: ["ho va ten", "ho ten", "ten", "full name", "name", "ho ten nguoi dan", "ho va ten khai sinh"]
        case .birth:
            [
                "ngay sinh", "ngay thang nam sinh", "nam sinh", "sinh ngay", "date of birth", "birth date", "born",
                "dob",
                "birthday", "year of birth",
            ]
        case .sex: ["gioi tinh", "gioi", "nam nu", "sex", "gender"]
        case .ethnicGroup: ["dan toc", "ethnic group", "ethnicity", "people"]
        case .language: ["ngon ngu", "tieng noi", "tieng noi o nha", "language", "mother tongue"]
        case .personalNumber:
            [
                "so dinh danh ca nhan", "so dinh danh", "so cccd", "cccd", "so can cuoc", "can cuoc cong dan",
                "ma dinh danh",
                "so can cuoc cong dan", "ddcn", "cccd so dinh danh", "personal number", "citizen id", "id number",
                "national id", "personal identification number",
            ]
        case .oldCard: ["so cmnd cu", "cmnd", "so cmnd", "cmnd cu", "chung minh nhan dan", "old card", "old id card"]
        case .socialInsurance: ["ma so bao hiem xa hoi", "ma so bhxh", "so bhxh", "bhxh", "social insurance number"]
        case .healthInsurance:
            ["so the bao hiem y te", "so the bhyt", "bhyt", "ma the bhyt", "health insurance number", "health card"]
        case .phone: ["dien thoai", "so dien thoai", "sdt", "di dong", "phone", "mobile", "telephone", "phone number"]
        case .commune:
            [
                "ma xa", "xa", "xa phuong", "xa phuong thi tran", "ten xa", "phuong xa", "commune", "commune code",
                "ward",
            ]
        case .district: ["huyen", "quan huyen", "ten huyen", "district"]
        case .village:
            ["thon", "thon to dan pho", "to dan pho", "thon ban", "ban", "xom", "village", "hamlet", "thon xom"]
        case .address: ["dia chi", "so nha", "noi o", "noi thuong tru", "address", "street"]
        case .since: ["o tu ngay", "ngay den", "thuong tru tu", "tu ngay", "since", "resident since"]
        case .residenceKind: ["loai cu tru", "thuong tru hay tam tru", "cu tru", "hinh thuc cu tru", "residence kind"]
        }
    }

    /// The column that a head most likely means; each is taken once, the first head wins.
    static func guesses(for header: [String]) -> [ImportColumn?] {
        var taken: Set<ImportColumn> = []
        return header.map { head in
            let name = Fold.folded(head)
            guard let column = allCases.first(where: { $0.usualNames.contains(name) }),
                taken.insert(column).inserted
            else { return nil }
            return column
        }
    }
}

/// Which column of a list holds what, in the order of the list's columns.
struct ImportMapping: Sendable, Hashable {
    /// More are not read.
    static let mostColumns = 200

    let columns: [ImportColumn?]
    /// Where everybody of a list without a column for communes lives.
    let commune: ID<AdminUnit>?

    /// - Throws: ``MappingProblem``.
    func check() throws {
        for column in ImportColumn.allCases {
            let count = columns.count { $0 == column }
            if count > 1 { throw MappingProblem.twice(column) }
            if count == 0, column.isNeeded { throw MappingProblem.missing(column) }
        }
        if commune == nil, !columns.contains(.commune) { throw MappingProblem.communeMissing }
    }

    /// `fullName,,birth`: as it is kept.
    var text: String { columns.map { $0?.rawValue ?? "" }.joined(separator: ",") }

    init(columns: [ImportColumn?], commune: ID<AdminUnit>?) {
        self.columns = columns
        self.commune = commune
    }

    init(text: String, commune: ID<AdminUnit>?) {
        columns = text.split(separator: ",", omittingEmptySubsequences: false).map {
            ImportColumn(rawValue: String($0))
        }
        self.commune = commune
    }
}

enum MappingProblem: Refusal, Hashable {
    case missing(ImportColumn), twice(ImportColumn), communeMissing

    var message: String {
        switch self {
        case .missing(let column): t("Hãy chọn cột nào là “{column}”.", ["column": column.label])
        case .twice(let column): t("Hai cột cùng được chọn là “{column}”. Hãy bỏ bớt một.", ["column": column.label])
        case .communeMissing: t("Hãy chọn cột ghi xã, hoặc chọn một xã cho cả danh sách.")
        }
    }
}
