import Kernel

/// Words that stand in the data and are compared or stored as they are; what people read goes through `t`.
enum StoredWords {
    /// Purposes of looking at people's records, as the journal keeps them.
    static let counter = "giải quyết việc của người dân tại quầy"
    static let upkeep = "cập nhật sổ dân cư"
    static let correction = "trả lời yêu cầu sửa thông tin"
    static let support = "rà soát, chi trả chính sách an sinh"
    static let health = "khám chữa bệnh, tiêm chủng"
    static let duplicates = "kiểm tra hồ sơ trùng"

    /// What a mandate allows, in its purpose.
    static let mandateSee = "xem thông tin"
    static let mandateCorrect = "xin sửa thông tin"
    static let mandateQuestion = "hỏi về lần xem"
    static let mandateSeparator = "; "
    static let guardianWork = "thay mặt theo pháp luật"

    /// Why a record says what it says, when a list said so.
    static func imported(_ list: String) -> String { "Nạp danh sách \(list)" }

    /// A consent on paper, with the day on which it was signed.
    static func signed(_ paper: String, on day: Day) -> String { "\(paper), ký ngày \(Format.day(day))" }
}
