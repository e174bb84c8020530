import Kernel

/// Why something cannot be written into the register as it was typed.
enum UpkeepRefusal: Refusal, Hashable {
    case dayMissing, dayInTheFuture, dayNotAfter(Day), villageElsewhere, kindMissing, beforeBirth
    case alreadyHere, heldByOther, notTheHolder, nobodyFound, manyFound, noHousehold
    case tooLong(Int), heldUntil(Day)

    var message: String {
        switch self {
        case .dayMissing: t("Bạn chưa ghi ngày. Viết ngày/tháng/năm, ví dụ 22/07/2022.")
        case .dayInTheFuture: t("Ngày này ở sau hôm nay. Hãy xem lại.")
        case .dayNotAfter(let day): t("Ngày phải sau {day}.", ["day": Format.day(day)])
        case .villageElsewhere: t("Thôn này không thuộc xã đã chọn.")
        case .kindMissing: t("Bạn chưa chọn loại.")
        case .beforeBirth: t("Ngày này trước ngày sinh. Hãy xem lại một trong hai.")
        case .alreadyHere: t("Số này là của một người đã có trong sổ của xã. Hãy tra cứu bằng số rồi mở hồ sơ đó.")
        case .heldByOther:
            t("Số này đang là của người khác. Xem lại giấy tờ; nếu đúng cả hai, đánh dấu vào ô bên dưới để xem xét.")
        case .notTheHolder: t("Số này là của một người khác tên hoặc khác năm sinh. Xem lại số, họ tên và ngày sinh.")
        case .nobodyFound: t("Không tìm thấy ai như vậy trong phạm vi của bạn.")
        case .manyFound: t("Có nhiều người như vậy. Hãy gõ số định danh, hoặc gõ thêm tên.")
        case .noHousehold: t("Người này chưa ở hộ nào. Hãy lập hộ cho họ trước.")
        case .heldUntil(let day):
            t("Lần ghi trước còn đến {day}. Ngày phải từ {day} trở đi.", ["day": Format.day(day)])
        case .tooLong(let most): t("Phần này dài quá {n} chữ. Hãy viết ngắn lại.", ["n": most])
        }
    }
}

/// Reading of days that may not lie ahead.
enum UpkeepDay {
    /// - Parameter earlier: the day has to be after it.
    /// - Throws: `TypedDayError`, ``UpkeepRefusal``.
    static func read(_ text: String, today: Day, after earlier: Day? = nil) throws -> Day {
        guard !text.isEmpty else { throw UpkeepRefusal.dayMissing }
        let day = try Day(typed: text)
        guard day <= today else { throw UpkeepRefusal.dayInTheFuture }
        if let earlier, day <= earlier { throw UpkeepRefusal.dayNotAfter(earlier) }
        return day
    }
}
