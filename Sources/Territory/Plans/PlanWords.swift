import Kernel
import Web

extension Plan.Stage {
    var label: String {
        switch self {
        case .draft: t("Bản nháp")
        case .scheduled: t("Đã duyệt, chờ ngày")
        case .carriedOut: t("Đã thực hiện")
        case .abandoned: t("Đã bỏ")
        }
    }

    var tag: HTML {
        let tone =
            switch self {
            case .draft: "new"
            case .scheduled: "run"
            case .carriedOut: "ok"
            case .abandoned: "stop"
            }
        return "<span class=\"tag\" data-s=\"\(tone)\">\(label)</span>"
    }
}

extension PlanChange.Kind {
    var label: String { event.label }

    /// What the form asks for.
    var hint: String {
        switch self {
        case .merge: t("Hai hay nhiều đơn vị thành một đơn vị mới.")
        case .rename: t("Đơn vị giữ mã, có tên hoặc loại mới.")
        case .transfer: t("Đơn vị giữ tên và mã, về đơn vị cấp trên khác.")
        case .split: t("Một đơn vị thành nhiều đơn vị.")
        case .abolish: t("Đơn vị kết thúc, cấp trên nhận phần việc còn lại.")
        }
    }
}

/// `Nhập: Xã A, Xã B → 04765 Xã C`
struct ChangeSentence: Sendable {
    let change: PlanChange

    var text: String {
        let units = change.units.map(\.name).joined(separator: ", ")
        let parts = change.outcomes.map { outcome in
            let share = outcome.share.map { UnitShare.part($0) } ?? .unknown
            let words = change.kind == .split ? share.label.map { " (\($0))" } ?? "" : ""
            return "\(outcome.code) \(outcome.fullName)".trimmed + words
        }
        var after = parts.joined(separator: ", ")
        if !change.parentCode.isEmpty {
            let parent = t("thuộc {unit}", ["unit": change.parentCode])
            after = after.isEmpty ? parent : "\(after), \(parent)"
        }
        let sentence = "\(change.kind.label): \(units)"
        return after.isEmpty ? sentence : "\(sentence) → \(after)"
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
