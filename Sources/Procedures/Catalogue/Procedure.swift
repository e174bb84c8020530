import Kernel
import Store

/// Thủ tục hành chính, as it stood from one day to another.
struct Procedure: Sendable, Hashable {
    let id: ID<Procedure>
    /// Of the National Public Service Portal: `1.001193`.
    let code: String
    let validFrom: Day
    let name: String
    /// `Hộ tịch`
    let field: String
    /// `Cấp xã`, or several parted by commas.
    let level: String
    let decision: String
    /// `nil` while no term is published: then there is no clock.
    let term: Term?
    let fee: Fee
    /// Whether it can be filed through the network.
    let isOnline: Bool
    let channels: [String]
    /// Names of the papers to bring along, in order.
    let papers: [String]
    let result: String
    /// A text of another year that stands in for the one of the day: pages say so.
    let isDemoVersion: Bool
    let source: String

    /// `Đăng ký khai sinh`: without the word that all of them begin with.
    var shortName: String { Self.shortened(name) }

    /// Whether communes handle it; the others go to the province.
    var isOfCommunes: Bool { Self.isOfCommunes(level) }

    /// Whether the province handles it and communes do not.
    var isOfProvinceAlone: Bool { level.contains(StoredWords.provinceLevel) && !isOfCommunes }

    static func isOfCommunes(_ level: String) -> Bool { level.contains(StoredWords.communeLevel) }

    static func shortened(_ name: String) -> String {
        for lead in StoredWords.procedureLeads where name.hasPrefix(lead) {
            let rest = name.dropFirst(lead.count)
            return rest.prefix(1).uppercased() + rest.dropFirst()
        }
        return name
    }
}

/// How long an office may take.
struct Term: Sendable, Hashable {
    enum Measure: String, Sendable, Hashable, SQLConvertible {
        case workingDay = "working_day"
        /// Days of the calendar, Sundays and holidays included.
        case day
        case hour
    }

    let count: Int
    let measure: Measure

    /// The term that the portal publishes. It gives civil status matters without a measure: by law (Luật Hộ tịch)
    /// they are working days. Other numbers without a measure mean nothing, and nothing is promised.
    init?(count: Int?, measure: Measure?, field: String) {
        guard let count, count > 0 else { return nil }
        guard let measure = measure ?? (field == StoredWords.civilStatus ? .workingDay : nil) else { return nil }
        self.count = count
        self.measure = measure
    }

    /// About how many days, to sort by.
    static func sortKey(_ term: Term?) -> Int {
        guard let term else { return 1_000_000 }
        switch term.measure {
        case .hour: return term.count
        case .workingDay: return term.count * 24 * 7 / 5
        case .day: return term.count * 24
        }
    }

    /// `5 ngày làm việc`
    var label: String {
        switch measure {
        case .workingDay: tn("{n} ngày làm việc", count: count)
        case .day: tn("{n} ngày", count: count)
        case .hour: tn("{n} giờ làm việc", count: count)
        }
    }
}

/// What it costs, as far as the portal says.
struct Fee: Sendable, Hashable {
    /// Đồng at the desk; `nil` where another text decides.
    let atDesk: Int?
    /// Đồng through the network, where it differs.
    let online: Int?
    let note: String

    /// `Không mất tiền`, `10.000 đ (nộp trên mạng 5.000 đ)`
    var label: String {
        switch (atDesk, online) {
        case (nil, nil): note.isEmpty ? t("Chưa công bố lệ phí") : t("Lệ phí theo quyết định của tỉnh")
        case (0?, nil), (0?, 0?): t("Không mất tiền")
        case (let desk?, nil): Format.money(desk)
        case (nil, 0?): t("Nộp trên mạng không mất tiền")
        case (nil, let online?): t("Nộp trên mạng {fee}", ["fee": Format.money(online)])
        case (let desk?, let online?) where desk == online: Format.money(desk)
        case (let desk?, let online?):
            t("{desk}, nộp trên mạng {online}", ["desk": Format.money(desk), "online": Format.money(online)])
        }
    }
}

extension Optional where Wrapped == Term {
    /// The term in words, also when there is none.
    var label: String { self?.label ?? t("Chưa công bố thời hạn") }
}

/// A line of the catalogue.
struct ProcedureLine: Sendable {
    let id: ID<Procedure>
    let code: String
    let name: String
    let field: String
    let level: String
    let term: Term?
    let fee: Fee

    var shortName: String { Procedure.shortened(name) }
}
