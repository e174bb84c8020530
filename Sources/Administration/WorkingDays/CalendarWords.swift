import Kernel
import Web

/// What the kinds of special days are called, and how they look.
enum CalendarWords {
    static func kind(_ kind: CalendarEntry.Kind) -> String {
        switch kind {
        case .holiday: t("nghỉ lễ")
        case .compensatory: t("nghỉ bù")
        case .swapOff: t("nghỉ hoán đổi")
        case .makeUpWorkday: t("làm bù")
        }
    }

    static func explanation(_ kind: CalendarEntry.Kind) -> String {
        switch kind {
        case .holiday: t("Ngày lễ, Tết theo luật")
        case .compensatory: t("Nghỉ thay cho ngày lễ trùng cuối tuần")
        case .swapOff: t("Ngày làm việc được nghỉ, sẽ làm bù vào ngày khác")
        case .makeUpWorkday: t("Ngày cuối tuần phải đi làm thay cho ngày đã nghỉ")
        }
    }

    static func status(_ status: CalendarEntry.Status) -> String {
        switch status {
        case .announced: t("đã công bố")
        case .estimated: t("ước tính, chờ công bố")
        }
    }

    /// The state of a day's cell.
    static func cell(_ kind: CalendarEntry.Kind) -> HTML {
        switch kind {
        case .holiday: "off"
        case .compensatory, .swapOff: "swap"
        case .makeUpWorkday: "work"
        }
    }

    static func tag(_ kind: CalendarEntry.Kind) -> HTML {
        let state: HTML =
            switch kind {
            case .holiday: "late"
            case .compensatory, .swapOff: "new"
            case .makeUpWorkday: "ok"
            }
        return "<span class=\"tag\" data-s=\"\(state)\">\(self.kind(kind))</span>"
    }

    static var choices: [Field.Choice] {
        CalendarEntry.Kind.allCases.map { Field.Choice($0.rawValue, kind($0), note: explanation($0)) }
    }
}
