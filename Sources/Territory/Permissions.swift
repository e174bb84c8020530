public import Kernel

extension Permission {
    /// Mergers, splits and renamings to come: to draw them up, to see what they touch, to carry them out.
    public static let planUnits = Permission("territory.plan", title: "Lập phương án sắp xếp đơn vị hành chính")
    /// What no rule could move when a unit ended: to say who goes on with it.
    public static let settleUnits = Permission("territory.settle", title: "Giải quyết việc của đơn vị đã kết thúc")
}
