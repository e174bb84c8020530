import Kernel
import Web

extension UnitLevel {
    var label: String {
        switch self {
        case .province: t("Cấp tỉnh")
        case .district: t("Cấp huyện")
        case .commune: t("Cấp xã")
        case .village: t("Thôn, tổ dân phố")
        }
    }

    /// `173 đơn vị cấp xã`
    func counted(_ count: Int) -> String {
        switch self {
        case .province: tn("{n} tỉnh", count: count)
        case .district: tn("{n} đơn vị cấp huyện", count: count)
        case .commune: tn("{n} đơn vị cấp xã", count: count)
        case .village: tn("{n} thôn, tổ dân phố", count: count)
        }
    }
}

extension UnitEventKind {
    var label: String {
        switch self {
        case .merge: t("Nhập")
        case .split: t("Chia tách")
        case .rename: t("Đổi tên")
        case .recode: t("Đổi mã")
        case .transfer: t("Chuyển đơn vị cấp trên")
        case .abolish: t("Kết thúc, không thay thế")
        case .establish: t("Thành lập")
        }
    }
}

extension UnitShare {
    /// `nil` for the whole, which needs no word.
    var label: String? {
        switch self {
        case .whole: nil
        case .part(let millionths): t("{share} dân số", ["share": Format.percent(Double(millionths) / 1_000_000)])
        case .unknown: t("chưa phân bổ")
        }
    }
}

extension AdminUnit {
    func holds(on day: Day) -> Bool { validFrom <= day && (validTo.map { day < $0 } ?? true) }

    /// `từ 01/02/2020 đến hết 30/06/2025`
    var days: String {
        guard let validTo else { return t("từ {day}", ["day": Format.day(validFrom)]) }
        return t("từ {day} đến hết {last}", ["day": Format.day(validFrom), "last": Format.day(validTo + -1)])
    }
}

extension Visit {
    /// Officers keep their menu on pages that are open to all.
    var face: Page.Face { signedIn?.grants.contains { $0.unitID != nil } == true ? .officer : .citizen }
}
