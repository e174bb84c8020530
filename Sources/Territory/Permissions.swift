public import Kernel

extension Permission {
    /// Mergers, splits and renamings to come: to draw them up and to see what they touch.
    public static let planUnits = Permission("territory.plan", title: "Lập phương án sắp xếp đơn vị hành chính")
    /// To have a plan enter into force on its day, or to abandon it: by somebody else than whoever drew it up.
    public static let scheduleUnits = Permission(
        "territory.schedule", title: "Duyệt phương án sắp xếp đơn vị hành chính")
    /// What no rule could move when a unit ended: to say who goes on with it.
    public static let settleUnits = Permission("territory.settle", title: "Giải quyết việc của đơn vị đã kết thúc")
}
