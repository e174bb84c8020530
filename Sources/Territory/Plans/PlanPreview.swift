import Kernel
import Store
import Web

/// What a plan would do to the tree: pure, from the tree of its eve.
struct PlanPreview: Sendable, Hashable {
    /// A unit before or after, with what lies under it.
    struct Place: Sendable, Hashable {
        let name: String
        let code: String
        /// Whether it ends, or begins, on the day.
        let isMarked: Bool
        let villages: Int
    }

    /// Units that the plan names, under what is above them.
    struct Branch: Sendable, Hashable {
        let parent: String
        var places: [Place]
    }

    let ended: [AdminUnit]
    let begun: [UnitReform.Version]
    /// Units that stay and get another name, code or parent.
    let changed: Int
    /// Villages that come under another commune.
    let villagesMoved: Int
    let before: [Branch]
    let after: [Branch]

    init(_ reform: UnitReform, on tree: UnitTree, named: Set<ID<AdminUnit>>) {
        ended = reform.ended.compactMap { tree[$0] }.sorted { $0.code < $1.code }
        begun = reform.versions.filter { reform.begun[$0.id] != nil }
        let going = reform.versions.filter { reform.begun[$0.id] == nil }
        let moved = going.filter { tree[$0.id]?.level == .village && tree[$0.id]?.parentID != $0.parentID }
        villagesMoved = moved.count
        changed = going.count - moved.count
        var parents = tree.all.reduce(into: [ID<AdminUnit>: ID<AdminUnit>]()) { $0[$1.id] = $1.parentID }
        let villages = Set(tree.all.filter { $0.level == .village }.map(\.id))
        let count = { (parents: [ID<AdminUnit>: ID<AdminUnit>]) in
            Dictionary(parents.filter { villages.contains($0.key) }.map { ($0.value, 1) }, uniquingKeysWith: +)
        }
        let then = count(parents)
        before = Self.branches(
            tree.all.filter { named.contains($0.id) }.map { unit in
                (
                    parent: unit.parentFullName ?? "",
                    place: Place(
                        name: unit.fullName, code: unit.code, isMarked: reform.ended.contains(unit.id),
                        villages: then[unit.id] ?? 0)
                )
            })
        for version in reform.versions { parents[version.id] = version.parentID }
        let now = count(parents)
        let names = Dictionary(reform.versions.map { ($0.id, $0.fullName) }, uniquingKeysWith: { $1 })
        let shown = reform.versions.filter { named.contains($0.id) || reform.begun[$0.id] != nil }
        after = Self.branches(
            shown.map { version in
                let parent = version.parentID.flatMap { names[$0] ?? tree[$0]?.fullName }
                return (
                    parent: parent ?? "",
                    place: Place(
                        name: version.fullName, code: version.code, isMarked: reform.begun[version.id] != nil,
                        villages: now[version.id] ?? 0)
                )
            })
    }

    private static func branches(_ entries: [(parent: String, place: Place)]) -> [Branch] {
        Dictionary(grouping: entries, by: \.parent).map { parent, entries in
            Branch(parent: parent, places: entries.map(\.place).sorted { $0.code < $1.code })
        }
        .sorted { $0.parent < $1.parent }
    }
}

/// How much of one kind a plan touches.
struct PlanTouch: Sendable, Hashable {
    let code: String
    let count: Int

    /// What this module counts itself: people by their homes, and the tree.
    static let own: [OpenWork] = [
        OpenWork("territory.residents", title: { t("Người dân có nơi ở tại đây") }) { scope, db in
            try OpenWork.bounded(
                """
                SELECT DISTINCT r.person_id FROM kernel_residence r
                WHERE r.until IS NULL
                    AND (\(scope.covers(unit: "r.commune_id")) OR \(scope.covers(unit: "r.village_id")))
                """, db)
        }
    ]

    /// Counts of the reform itself.
    enum Code {
        static let ended = "territory.ended"
        static let begun = "territory.begun"
        static let villages = "territory.villages"
        static let handedOn = "territory.grantsHandedOn"
        static let unsettled = "territory.grantsUnsettled"
    }

    var label: String {
        switch code {
        case Code.ended: t("Đơn vị kết thúc")
        case Code.begun: t("Đơn vị bắt đầu")
        case Code.villages: t("Thôn, tổ dân phố sang đơn vị khác")
        case Code.handedOn: t("Vai trò cán bộ của đơn vị có đơn vị kế nhiệm")
        case Code.unsettled: t("Vai trò cán bộ cần người quyết định")
        default: code
        }
    }

    /// `10.000+` beyond what is counted.
    var number: String {
        count > OpenWork.mostCounted ? "\(Format.number(OpenWork.mostCounted))+" : Format.number(count)
    }
}
