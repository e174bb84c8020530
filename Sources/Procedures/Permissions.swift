public import Kernel

extension Permission {
    /// The inbox, and a dossier with its papers.
    public static let readDossiers = Permission("procedures.readDossiers", title: "Xem hồ sơ")
    /// Taking a dossier in, and taking the work on oneself.
    public static let acceptDossiers = Permission("procedures.acceptDossiers", title: "Tiếp nhận hồ sơ")
    /// Giving a result or refusing.
    public static let answerDossiers = Permission("procedures.answerDossiers", title: "Trả lời hồ sơ")
    /// Taking a list of dossiers out of the house.
    public static let exportDossiers = Permission("procedures.exportDossiers", title: "Xuất danh sách hồ sơ")
}
