import Kernel

/// What a person typed in order to let somebody act for them.
struct ConsentDraft: Sendable, Hashable {
    /// A consent for longer is given anew: people forget whom they have let in.
    static let longestDays = 366

    let kind: MandateKind
    let acts: [MandateAct]
    /// The last day on which it holds.
    let lastDay: Day

    /// - Throws: ``ConsentRefusal``.
    init(kind: MandateKind, acts: [MandateAct], lastDay: Day, today: Day) throws {
        guard kind != .guardian else { throw ConsentRefusal.guardianship }
        guard !acts.isEmpty else { throw ConsentRefusal.actsMissing }
        guard kind != .helper || acts == [.see] else { throw ConsentRefusal.helperDecides }
        guard lastDay >= today else { throw ConsentRefusal.past }
        guard lastDay - today <= Self.longestDays else { throw ConsentRefusal.tooLong }
        (self.kind, self.acts, self.lastDay) = (kind, acts, lastDay)
    }

    /// The words that the person agrees to.
    func words(from name: String, to holder: String, today: Day) -> String {
        t(
            "Tôi, {name}, đồng ý để {holder} làm thay tôi các việc: {acts}; từ {from} đến hết {until}. Tôi thôi đồng ý lúc nào cũng được.",
            [
                "name": name, "holder": holder, "acts": acts.map(\.label).joined(separator: "; "),
                "from": Format.day(today), "until": Format.day(lastDay),
            ])
    }

    func mandate(of person: Person, to holder: Person, at now: Instant) -> Mandate {
        Mandate(
            id: .new(at: now), personID: person.id, holderID: holder.id, kind: kind,
            purpose: MandateAct.purpose(of: acts),
            consent: words(from: person.fullName, to: holder.fullName, today: now.day), validFrom: now.day,
            validTo: lastDay + 1)
    }
}

enum ConsentRefusal: Refusal, Hashable {
    case guardianship, kindMissing, actsMissing, helperDecides, past, tooLong, nobody, several, tooMany

    var message: String {
        switch self {
        case .guardianship: t("Việc giám hộ do cơ quan quyết định, không tự cho ở đây được.")
        case .kindMissing: t("Hãy chọn người này giúp bạn cách nào.")
        case .actsMissing: t("Hãy chọn ít nhất một việc người này được làm.")
        case .helperDecides:
            t("Người giúp chỉ xem và đọc cho bạn nghe. Muốn họ xin sửa hay hỏi thay, hãy chọn ủy quyền.")
        case .past: t("Ngày này đã qua. Hãy chọn ngày từ hôm nay trở đi.")
        case .tooLong: t("Mỗi lần cho phép dài nhất một năm. Hết hạn bạn cho phép lại.")
        case .nobody:
            t("Không tìm thấy người có đúng tên và số này. Hãy xem lại cả hai ô, viết đúng như trong giấy tờ.")
        case .tooMany:
            t(
                "Hôm nay bạn đã tìm nhiều lần. Mai hãy thử lại, hoặc mang giấy tờ của hai người đến bộ phận một cửa của xã."
            )
        case .several: t("Có nhiều người cùng tên và số này. Hãy dùng số định danh cá nhân.")
        }
    }
}
