public import Kernel
public import Web

/// What the pages about oneself need of the rest of the house.
public struct AboutMeParts: Sendable {
    let passwords: Passwords
    let roles: Roles
    /// The modules of the house, known once all are made.
    let modules: @Sendable () -> [any HouseModule]

    public init(
        passwords: Passwords, roles: Roles, modules: @escaping @Sendable () -> [any HouseModule]
    ) {
        self.passwords = passwords
        self.roles = roles
        self.modules = modules
    }

    var holdings: [Holding] { modules().flatMap(\.holdings) }

    /// The words for readings, as the modules of the house have them.
    var readingWords: ReadWords { ReadWords(modules: modules(), roles: roles) }
}

/// What a reading was, in plain words.
struct ReadWords: Sendable {
    let roles: Roles
    private let actions: [String: ReadingWords]
    private let purposes: @Sendable (String) -> String?

    init(modules: [any HouseModule], roles: Roles) {
        self.roles = roles
        actions = Dictionary(modules.flatMap(\.readings).map { ($0.action, $0) }) { first, _ in first }
        purposes = { stored in modules.lazy.compactMap { $0.purpose(stored) }.first }
    }

    func title(_ action: String) -> String { actions[action]?.title() ?? t("Xem thông tin") }

    func shown(_ action: String) -> String? { actions[action]?.shown() }

    /// What people typed stays as it is.
    func purpose(_ stored: String) -> String { purposes(stored) ?? stored }

    /// `Công chức một cửa cấp xã, Xã Vũ Linh`; never a name.
    func reader(_ read: PersonRead) -> String {
        if read.line.onBehalfOf != nil { return t("Người làm thay bạn") }
        let role = read.roles.first { $0 != "citizen" }.flatMap { roles[$0]?.label }
        let office = read.unitName ?? t("Cơ quan cấp tỉnh")
        return role.map { "\($0), \(office)" } ?? office
    }
}
