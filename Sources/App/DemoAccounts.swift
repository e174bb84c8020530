import Kernel

/// The accounts of the demo, in the order in which people try them.
struct DemoAccounts: Sendable {
    let name: String
    let title: @Sendable () -> String
    let displayName: String
    let role: String
    /// The code of the unit of 2022 that the role is held for.
    let unitCode: String?

    /// The code of the commune in which they live: those who work for a commune, and the citizen. Others have no home
    /// in the register, as happens.
    var home: String? { role == "citizen" || unitCode == Self.commune ? Self.commune : nil }

    /// The commune whose desk the demo plays: Xã Vũ Linh, huyện Yên Bình.
    static let commune = "04765"
    static let district = "141"
    static let province = "15"

    /// Generated names: nobody real.
    static let all = [
        DemoAccounts("citizen", { t("Người dân") }, "Hoàng Thị Mai", role: "citizen"),
        DemoAccounts("clerk", { t("Công chức một cửa xã Vũ Linh") }, "Đặng Thị Thảo", role: "clerk", at: commune),
        DemoAccounts("chair", { t("Chủ tịch UBND xã Vũ Linh") }, "Nguyễn Văn Quyết", role: "chair", at: commune),
        DemoAccounts("helper", { t("Tổ công nghệ số, xã Vũ Linh") }, "Bàn Văn Thắng", role: "helper", at: commune),
        DemoAccounts("village", { t("Trưởng thôn, xã Vũ Linh") }, "Triệu Văn Sơn", role: "village", at: commune),
        DemoAccounts("health", { t("Trạm Y tế xã Vũ Linh") }, "Lương Thị Hạnh", role: "health", at: commune),
        DemoAccounts("district", { t("Một cửa huyện Yên Bình") }, "Phạm Minh Đức", role: "district", at: district),
        DemoAccounts("office", { t("Văn phòng UBND tỉnh") }, "Trần Thu Hà", role: "office", at: province),
        DemoAccounts("leader", { t("Lãnh đạo UBND tỉnh") }, "Vũ Quang Minh", role: "leader", at: province),
        DemoAccounts("auditor", { t("Thanh tra") }, "Lê Thị Bích", role: "auditor"),
        DemoAccounts("admin", { t("Quản trị hệ thống") }, "Đỗ Anh Tuấn", role: "admin"),
    ]

    private init(
        _ name: String, _ title: @escaping @Sendable () -> String, _ displayName: String, role: String,
        at unitCode: String? = nil
    ) {
        self.name = name
        self.title = title
        self.displayName = displayName
        self.role = role
        self.unitCode = unitCode
    }
}
