import Kernel
import Store
import Web

/// What binds a person to others and to the state's care.
enum TieHoldings {
    static let all = [mandates, organisations, inclusion, matches]

    private static let mandates = Holding("register-mandates", .hand, tables: ["kernel_person_mandate"]) {
        .init(
            title: t("Ai được làm thay tôi, tôi làm thay ai"),
            purpose: t("Để người bạn đồng ý làm thay được bạn, và không ai khác."),
            kept: t("Giữ cả khi đã thôi, vì phải biết ai được làm thay vào ngày nào."),
            readers: t("Bạn, người làm thay, và công chức nhận việc làm thay."))
    } links: {
        [HeldLink(t("Cho phép hoặc thôi cho phép"), to: "/about-me/consents")]
    } records: { db, person, day, limit in
        let store = MandateStore(db: db)
        let given = try store.mandates(for: person, within: .person(person))
        let held = try store.mandates(of: person, within: .person(person))
        let names = try OwnRecordStore(db: db).names(of: given.map(\.holderID) + held.map(\.personID))
        func record(_ mandate: Mandate, _ title: String) -> HeldRecord {
            HeldRecord(
                title, isPast: !mandate.holds(on: day),
                [
                    HeldFact("kind", t("Là"), mandate.kind.label),
                    HeldFact("purpose", t("Được làm"), MandateAct.label(mandate.purpose)),
                    HeldFact("span", t("Thời gian"), RegisterHoldings.span(mandate.validFrom, mandate.validTo)),
                    mandate.revokedAt.map { HeldFact("revoked", t("Thôi cho phép lúc"), Format.dateTime($0)) },
                    HeldFact("consent", t("Lời đồng ý"), mandate.consent),
                ].compactMap(\.self))
        }
        return given.prefix(limit).map {
            record($0, t("{name} làm thay bạn", ["name": names[$0.holderID] ?? "?"]))
        }
            + held.prefix(limit).map {
                record($0, t("Bạn làm thay {name}", ["name": names[$0.personID] ?? "?"]))
            }
    }

    private static let organisations = Holding(
        "register-organisations", .building, tables: ["kernel_organisation_member"]
    ) {
        .init(
            title: t("Tổ chức có tôi"), purpose: t("Để biết ai được thay mặt tổ chức nào."),
            kept: t("Giữ cả tổ chức cũ, cùng ngày vào và ngày ra."), readers: RegisterHoldings.officers())
    } records: { db, person, _, limit in
        try OwnRecordStore(db: db).positions(of: person, limit: limit).map { held in
            HeldRecord(
                held.organisation, isPast: held.until != nil,
                [
                    HeldFact(
                        "position", t("Chức vụ"), held.position, note: RegisterHoldings.span(held.since, held.until))
                ])
        }
    }

    private static let inclusion = Holding(
        "register-inclusion", .heart, tables: ["kernel_inclusion_fact", "register_inclusion_end"]
    ) {
        .init(
            title: t("Hoàn cảnh"),
            purpose: t("Để bạn nhận đúng chế độ, và được giúp bằng cách hợp với bạn."),
            kept: t("Giữ cùng ngày bắt đầu và ngày hết."),
            readers: t("Chỉ người làm chính sách ở xã và trưởng thôn. Mỗi lần xem đều ghi lại."))
    } records: { db, person, day, limit in
        let facts = try InclusionStore(db: db).facts(of: person, on: day, within: InclusionScope(own: person))
            .prefix(limit)
        let grounds = try InclusionEnds(db: db).grounds(of: Array(facts))
        return facts.map { fact in
            let ended = grounds[fact.id].map { t("hết vì: {ground}", ["ground": $0]) }
            return HeldRecord(
                isPast: fact.validTo != nil,
                [
                    HeldFact(
                        fact.fact.rawValue, fact.fact.label, RegisterHoldings.span(fact.validFrom, fact.validTo),
                        note: [fact.source, ended].compactMap(\.self).joined(separator: " · "),
                        mayBeWrong: fact.validTo == nil)
                ])
        }
    }

    private static let matches = Holding(
        "register-matches", .search, tables: ["kernel_person_match", "kernel_person_merge"]
    ) {
        .init(
            title: t("Hồ sơ giống hồ sơ của tôi"),
            purpose: t("Để không có hai hồ sơ cho một người, và không nhập nhầm hai người làm một."),
            kept: t("Giữ lại để gỡ ra được khi gộp nhầm."),
            readers: t("Công chức được giao gộp hồ sơ. Trang này không nói người kia là ai."))
    } records: { db, person, _, limit in
        try OwnRecordStore(db: db).matches(of: person, limit: limit).map { match in
            let outcome =
                switch match.outcome {
                case "merged": t("Là một người: đã gộp")
                case "distinct": t("Là hai người khác nhau")
                default: t("Đang chờ xem xét")
                }
            return HeldRecord(
                isPast: !match.isOpen,
                [HeldFact("match", t("Tìm thấy {day}", ["day": Format.day(match.foundAt.day)]), outcome)])
        }
    }
}
