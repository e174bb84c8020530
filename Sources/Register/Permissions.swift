public import Kernel

extension Permission {
    /// To find a resident of one's units and open the record: each look is journaled and the person sees it.
    public static let readResidents = Permission("register.read", title: "Tra cứu người dân")
    /// To answer a person's request for correction, and to write down moves, homes and ties.
    public static let correctResidents = Permission("register.correct", title: "Sửa hồ sơ người dân")
    /// To decide whether two records are of one person, and to undo it.
    public static let mergeResidents = Permission("register.merge", title: "Gộp hồ sơ trùng")
    public static let importResidents = Permission("register.import", title: "Nạp dữ liệu người dân")
    /// Lists that leave the house, with a reason that the people in them see.
    public static let exportResidents = Permission("register.export", title: "Xuất danh sách người dân")
    /// Why people's data were read: questions that they ask the office, without an answer being owed by whoever looks.
    public static let seeReadQuestions = Permission("register.seeReadQuestions", title: "Xem câu hỏi về lần xem")
    /// To answer them for the office: its head, or whoever stands above it.
    public static let answerReadQuestions = Permission(
        "register.answerReadQuestions", title: "Trả lời câu hỏi về lần xem")
}
