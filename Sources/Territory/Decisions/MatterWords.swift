import Kernel
import Web

extension UnitMatter.Kind {
    var label: String {
        switch self {
        case .grant: t("Vai trò")
        case .leadership: t("Người đứng đầu")
        case .dossier: t("Hồ sơ")
        }
    }
}

extension UnitMatter.Reason {
    var label: String {
        switch self {
        case .noSuccessor: t("Không có đơn vị cùng cấp nào thay thế.")
        case .severalSuccessors: t("Nhiều đơn vị cùng tiếp nhận, chưa rõ phần nào về đâu.")
        case .otherLevel: t("Đơn vị tiếp nhận ở cấp khác.")
        case .unknownRole: t("Vai trò không còn trong hệ thống.")
        case .severalLeaders: t("Nhiều người cùng đứng đầu các đơn vị nhập lại.")
        }
    }
}

extension UnitMatter.Outcome {
    var label: String {
        switch self {
        case .given: t("Đã giao tiếp")
        case .ended: t("Đã cho kết thúc")
        case .handed: t("Đã chuyển")
        case .moot: t("Đã xong từ trước")
        }
    }
}

extension MatterWish.Choice {
    var label: String {
        switch self {
        case .give: t("Giao vai trò này ở một đơn vị khác")
        case .end: t("Để vai trò kết thúc")
        case .hand: t("Chuyển hồ sơ cho một đơn vị")
        }
    }
}

extension UnitMatterLine {
    /// `Bộ phận một cửa cấp huyện`, `04765-220722-0137`
    func title(_ roles: Roles) -> String {
        switch matter.kind {
        case .grant, .leadership: roles[matter.label]?.label ?? matter.label
        case .dossier: matter.label
        }
    }

    /// What came of it: `Đã giao tiếp: Xã Thác Bà`
    var outcome: String? {
        matter.outcome.map { outcome in
            outcomeUnitName.map { t("{outcome}: {unit}", ["outcome": outcome.label, "unit": $0]) } ?? outcome.label
        }
    }
}

/// The list as a spreadsheet.
enum MatterTable {
    static func csv(_ lines: [UnitMatterLine], _ roles: Roles) -> [UInt8] {
        var writer = CSVWriter()
        writer.row([
            t("Loại"), t("Việc"), t("Người giữ vai trò"), t("Đơn vị đã kết thúc"), t("Căn cứ"), t("Từ ngày"),
            t("Vì sao"),
            t("Kết quả"), t("Người quyết định"), t("Lúc"), t("Ghi chú"),
        ])
        for line in lines {
            writer.row([
                line.matter.kind.label, line.title(roles), line.displayName ?? "", line.unitName, line.legalBasis,
                Format.day(line.matter.since), line.matter.reason.label, line.outcome ?? "",
                line.settledByName ?? "", line.matter.settledAt.map(Format.dateTime) ?? "", line.matter.note ?? "",
            ])
        }
        return writer.bytes
    }
}
