import Kernel
import Store
import Web

/// What the register holds on people, in their words. What is said about their readings is told by ``ReadHoldings``.
struct RegisterHoldings {
    let groups: EthnicGroups

    var all: [Holding] {
        [person, Self.numbers, Self.phones, Self.homes, Self.households] + TieHoldings.all
    }

    static func basis() -> String { t("Luật Căn cước công dân 2014 và Luật Cư trú 2020") }

    static func officers() -> String {
        t("Công chức của nơi bạn ở và của cấp trên. Mỗi lần xem đều ghi lại, bạn thấy ở cuối trang.")
    }

    private var person: Holding {
        let groups = groups
        return Holding("register-person", .user, tables: ["kernel_person", "kernel_person_version"]) {
            .init(
                title: t("Tôi là ai"),
                purpose: t(
                    "Để mọi cơ quan biết đúng bạn là ai mà không hỏi lại. Căn cứ: {basis}.", ["basis": Self.basis()]),
                kept: t("Giữ suốt đời. Bản cũ giữ lại để biết đã sửa gì, vì sao."), readers: Self.officers())
        } records: { db, person, _, limit in
            try PersonStore(db: db).versions(of: person, within: .person(person)).prefix(limit).map { version in
                let isPast = version.replacedAt != nil
                let facts = version.facts
                let note = Self.note(version)
                func fact(_ name: String, _ label: String, _ value: String?) -> HeldFact? {
                    guard value != nil || !isPast else { return nil }
                    return HeldFact(name, label, value ?? t("Chưa ghi"), note: isPast ? "" : note, mayBeWrong: !isPast)
                }
                return HeldRecord(
                    isPast ? t("Trước khi sửa: {note}", ["note": note]) : "", isPast: isPast,
                    [
                        fact("fullName", t("Họ tên"), facts.fullName),
                        fact("birth", t("Ngày sinh"), facts.birth.map(BirthText.shown)),
                        fact("sex", t("Giới tính"), facts.sex?.label),
                        fact("ethnicGroup", t("Dân tộc"), facts.ethnicGroup.map(groups.name)),
                        fact(
                            "language", t("Tiếng nói hằng ngày"),
                            facts.language.map { SpokenLanguages.label($0) ?? $0.rawValue }),
                    ].compactMap(\.self))
            }
        }
    }

    /// Since when it holds, and how it came to be known.
    private static func note(_ version: PersonVersion) -> String {
        let since = version.validFrom.map { t("từ {day}", ["day": Format.day($0)]) }
        let recorded = t("ghi sổ {time}", ["time": Format.day(version.recording.at.day)])
        let reason = version.recording.reason.isEmpty ? nil : version.recording.reason
        return [since, recorded, reason].compactMap(\.self).joined(separator: " · ")
    }

    /// `từ 01/02/2020`, `01/02/2020 – 05/07/2022`
    static func span(_ from: Day?, _ until: Day?) -> String {
        switch (from, until) {
        case (let from?, let until?): "\(Format.day(from)) – \(Format.day(until))"
        case (let from?, nil): t("từ {day}", ["day": Format.day(from)])
        case (nil, let until?): t("đến {day}", ["day": Format.day(until)])
        case (nil, nil): ""
        }
    }

    private static let numbers = Holding("register-numbers", .doc, tables: ["kernel_person_identifier"]) {
        .init(
            title: t("Các số của tôi"),
            purpose: t("Để không nhầm bạn với người khác. Căn cứ: {basis}.", ["basis": basis()]),
            kept: t("Giữ suốt đời, cả số cũ, vì giấy tờ cũ còn ghi số đó."), readers: officers())
    } records: { db, person, _, limit in
        try IdentifierStore(db: db).identifiers(of: person, within: .person(person)).prefix(limit).map { held in
            let standing =
                switch held.standing {
                case .held: ""
                case .disputed: t("đang xem xét: có người khác cùng số")
                case .ended: t("không dùng nữa")
                }
            return HeldRecord(
                isPast: held.standing == .ended,
                [
                    HeldFact(
                        held.identifier.kind.rawValue, held.identifier.kind.label, held.identifier.number,
                        note: [span(held.validFrom, held.validTo), standing].filter { !$0.isEmpty }.joined(
                            separator: " · "),
                        isCovered: true, mayBeWrong: held.standing != .ended)
                ])
        }
    }

    private static let phones = Holding("register-phones", .call, tables: ["kernel_person_phone"]) {
        .init(
            title: t("Số điện thoại"), purpose: t("Để cơ quan gọi khi hồ sơ của bạn cần."),
            kept: t("Giữ đến khi bạn báo không dùng nữa; số cũ giữ lại cùng ngày."), readers: officers())
    } records: { db, person, _, limit in
        try OwnRecordStore(db: db).phones(of: person, limit: limit).map { phone in
            HeldRecord(
                isPast: phone.until != nil,
                [
                    HeldFact(
                        "phone", t("Điện thoại"), phone.number, note: span(phone.since, phone.until), isCovered: true,
                        mayBeWrong: phone.until == nil)
                ])
        }
    }

    private static let homes = Holding("register-homes", .place, tables: ["kernel_residence", "kernel_resident"]) {
        .init(
            title: t("Nơi tôi ở"),
            purpose: t("Để biết cơ quan nào phục vụ bạn. Căn cứ: {basis}.", ["basis": t("Luật Cư trú 2020")]),
            kept: t("Giữ suốt đời, cả nơi ở cũ."), readers: officers())
    } records: { db, person, _, limit in
        try OwnRecordStore(db: db).homes(of: person, limit: limit).map { home in
            HeldRecord(
                isPast: home.residence.until != nil,
                [
                    HeldFact(
                        home.residence.kind.rawValue, home.residence.kind.label,
                        [home.residence.address, home.place].filter { !$0.isEmpty }.joined(separator: ", "),
                        note: span(home.residence.since, home.residence.until),
                        mayBeWrong: home.residence.until == nil)
                ])
        }
    }

    private static let households = Holding("register-household", .users, tables: ["kernel_household_member"]) {
        .init(
            title: t("Hộ của tôi"),
            purpose: t("Để làm việc cho cả hộ: chế độ, khai báo, nhận tin."),
            kept: t("Giữ cả hộ cũ, cùng ngày vào và ngày ra."), readers: officers())
    } records: { db, person, _, limit in
        try OwnRecordStore(db: db).memberships(of: person, limit: limit).map { household in
            HeldRecord(
                isPast: household.until != nil,
                [
                    HeldFact(
                        "address", t("Hộ ở"),
                        [household.address, household.place].filter { !$0.isEmpty }.joined(separator: ", "),
                        note: span(household.since, household.until), mayBeWrong: household.until == nil),
                    HeldFact("relation", t("Trong hộ bạn là"), household.relation.label),
                    HeldFact("size", t("Số người trong hộ"), Format.number(household.size)),
                ])
        }
    }
}
