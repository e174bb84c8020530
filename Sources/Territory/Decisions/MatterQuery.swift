import Kernel
import Web

/// Which matters somebody looks at, as it stands in the address.
struct MatterQuery: Sendable, Hashable {
    /// The highest number that a filter shows.
    static let mostCounted = 99

    var isOpen = true
    var kind: UnitMatter.Kind?

    /// Reads an address; what is not understood is left out.
    init(_ query: FormData) {
        isOpen = query["state"] != "settled"
        kind = UnitMatter.Kind(rawValue: query["kind"])
    }

    func address(_ path: String = "/units/decisions", isOpen: Bool? = nil, after: String? = nil) -> Address {
        Address(
            path,
            ["state": (isOpen ?? self.isOpen) ? nil : "settled", "kind": kind?.rawValue, "after": after])
    }
}

/// What was chosen to settle a matter.
struct MatterWish: Sendable, Hashable {
    enum Choice: String, Sendable, Hashable, CaseIterable {
        case give, end, hand
    }

    let choice: Choice?
    let unitID: ID<AdminUnit>?
    let note: String

    init(_ form: FormData, for matter: UnitMatter) {
        choice = Choice(rawValue: form["choice"]).flatMap { matter.choices.contains($0) ? $0 : nil }
        unitID = ID(form["unit"])
        note = form["note"]
    }

    /// What is wrong with it, a problem a field.
    func problems(_ form: FormData) -> FieldProblems {
        var problems = FieldProblems()
        if choice == nil { problems.add("choice", t("Bạn chưa chọn cách giải quyết. Chọn một cách.")) }
        if choice == .give || choice == .hand, unitID == nil {
            problems.add("unit", t("Bạn chưa chọn đơn vị. Chọn đơn vị nhận việc."))
        }
        if note.count > MatterDoors.longestNote {
            problems.add("note", t("Ghi chú dài quá {n} chữ. Bạn viết ngắn lại.", ["n": MatterDoors.longestNote]))
        }
        if form["confirm"] != "1" { problems.add("confirm", t("Hãy đánh dấu vào ô để chắc chắn.")) }
        return problems
    }
}

extension UnitMatter {
    /// How it may be settled.
    var choices: [MatterWish.Choice] {
        switch kind {
        case .grant, .leadership: [.give, .end]
        case .dossier: [.hand]
        }
    }
}

enum MatterRefusal: Refusal, Hashable {
    case noSuchUnit, roleGone, over
    /// The last day of the role.
    case endPassed(Day)

    var message: String {
        switch self {
        case .noSuchUnit: t("Đơn vị này không có hôm nay, hoặc nằm ngoài phạm vi của bạn. Hãy chọn lại.")
        case .roleGone: t("Vai trò này không còn trong hệ thống nên không giao được. Bạn chọn để vai trò kết thúc.")
        case .endPassed(let day):
            t(
                "Vai trò này chỉ được giao đến hết {day}. Bạn chọn để vai trò kết thúc, hoặc giao vai trò mới ở trang Vai trò.",
                ["day": Format.day(day)])
        case .over: t("Việc này đã xong từ trước khi có quyết định nên không mở lại được.")
        }
    }
}
