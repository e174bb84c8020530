enum ConsentWords {
    /// Purposes of readings on this page, as the journal keeps them.
    static let actingFor = "làm thay theo sự đồng ý"
    static let guarding = "làm thay vì là người giám hộ"
    static let finding = "tìm người để cho phép làm thay"
    static let answering = "trả lời câu hỏi về lần xem"
}
