import Kernel
import Web

/// When a dossier counts as received, and when its result is owed.
enum DossierTerm {
    /// From this minute of the day on, what arrives counts as of the next working day.
    static let closingMinute = 15 * 60

    /// The day from which a term is counted: the day of sending when it is worked and the hour is before 15:00, else
    /// the next working day.
    static func receiptDay(of sent: Instant, _ calendar: WorkingCalendar) -> Day {
        let day = sent.day
        let isInTime = calendar.isWorking(day) && sent.minuteOfDay < closingMinute
        return isInTime ? day : calendar.day(1, after: day)
    }

    /// The promised day. The day of receipt is not counted (Civil Code 2015, article 147). Hours are working hours,
    /// eight a day, rounded up to days. A term in calendar days that would end on a day off ends on the next working
    /// day (article 148). `nil` without a term.
    static func dueDay(_ term: Term?, sent: Instant, _ calendar: WorkingCalendar) -> Day? {
        guard let term else { return nil }
        let receipt = receiptDay(of: sent, calendar)
        switch term.measure {
        case .workingDay: return calendar.day(term.count, after: receipt)
        case .hour: return calendar.day((term.count + 7) / 8, after: receipt)
        case .day:
            let end = receipt + term.count
            return calendar.isWorking(end) ? end : calendar.day(1, after: end)
        }
    }
}

/// How much of the term is used: what the terrace clock draws, and the words beside it.
struct DossierClock: Sendable, Hashable {
    let due: Day
    let today: Day
    /// Working days of the whole term.
    let total: Int
    /// Working days used, today included.
    let used: Int
    /// Working days beyond the promised day.
    let late: Int
    /// The day on which the clock stopped; `nil` while it runs.
    let stoppedOn: Day?

    /// - Parameter stopped: when the dossier was answered or taken back; `nil` while it is open.
    init(due: Day, sent: Instant, stopped: Instant?, today: Day, _ calendar: WorkingCalendar) {
        let receipt = DossierTerm.receiptDay(of: sent, calendar)
        let end = stopped?.day ?? today
        self.due = due
        self.today = today
        stoppedOn = stopped?.day
        total = max(1, calendar.workingDays(from: receipt + 1, through: due))
        used = min(total, calendar.workingDays(from: receipt + 1, through: end))
        late = calendar.workingDays(from: due + 1, through: end)
    }

    /// `nil` where no day was promised.
    init?(_ dossier: Dossier, today: Day, _ calendar: WorkingCalendar) {
        guard let due = dossier.dueOn else { return nil }
        self.init(
            due: due, sent: dossier.submittedAt, stopped: dossier.isOpen ? nil : dossier.answeredAt, today: today,
            calendar)
    }

    var left: Int { total - used }
    var isLate: Bool { late > 0 }

    /// One step a working day.
    var rise: Rise {
        let steps = (1...total).map { day -> Rise.Step in
            if day > used { return .left }
            return day == used && !isLate && stoppedOn == nil ? .now : .on
        }
        return Rise(steps + Array(repeating: .over, count: min(late, 60)))
    }

    /// `Còn 2 ngày, hẹn trả Thứ Hai, 25/07/2022`
    var label: String {
        if stoppedOn != nil {
            return isLate
                ? tn("Xong, trễ {n} ngày làm việc", count: late)
                : t("Xong đúng hẹn, hẹn trả {day}", ["day": Format.day(due)])
        }
        return t("{left}, hẹn trả {day}", ["left": shortLabel, "day": Format.longDay(due)])
    }

    /// `Còn 2 ngày`, `Hẹn trả hôm nay`, `Trễ 2 ngày`
    var shortLabel: String {
        if stoppedOn != nil { return isLate ? tn("Trễ {n} ngày", count: late) : t("Đúng hẹn") }
        if isLate { return tn("Trễ {n} ngày", count: late) }
        if due == today { return t("Hẹn trả hôm nay") }
        if due < today { return t("Đã đến hẹn") }
        return tn("Còn {n} ngày", count: left)
    }
}
