/// Words that stand in the data and are compared or stored as they are; what people read goes through `t`.
enum StoredWords {
    /// The portal's field of civil status.
    static let civilStatus = "Hộ tịch"
    /// How the portal says who handles a procedure.
    static let communeLevel = "Cấp xã"
    static let provinceLevel = "Cấp tỉnh"
    /// What most names of procedures begin with.
    static let procedureLeads = ["Thủ tục ", "Thủ Tục ", "thủ tục "]
    /// Where the shipped catalogue comes from.
    static let shippedSource = "Cổng Dịch vụ công quốc gia, 06/2026"
    /// Purposes of reading, as the journal keeps them.
    static let handling = "xử lý hồ sơ"
    static let export = "xuất danh sách hồ sơ"
}
