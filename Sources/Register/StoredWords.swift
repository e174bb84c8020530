/// Words that stand in the data and are compared or stored as they are; what people read goes through `t`.
enum StoredWords {
    /// Purposes of looking at people's records, as the journal keeps them.
    static let counter = "giải quyết việc của người dân tại quầy"
    static let upkeep = "cập nhật sổ dân cư"
    static let correction = "trả lời yêu cầu sửa thông tin"
    static let support = "rà soát, chi trả chính sách an sinh"
    static let health = "khám chữa bệnh, tiêm chủng"
    static let duplicates = "kiểm tra hồ sơ trùng"
}
