import Kernel

/// Which unit each feature of a file is: by its code, and where no code fits by its name.
struct BoundaryMatch: Sendable {
    enum Reason: Sendable, Hashable {
        /// Neither a code nor a name of a unit of that day.
        case unknown
        /// Several units bear the name.
        case ambiguous(Int)
        /// Another feature is that unit already.
        case again(String)

        var text: String {
            switch self {
            case .unknown: "is no unit of that day by code or name."
            case .ambiguous(let count): "could be \(count) units of that name: give it a code."
            case .again(let unit): "is \(unit), which an earlier feature is too."
            }
        }
    }

    /// Names of properties that hold a code or a name, the likelier first, in lower case.
    static let codes = ["code", "ma", "ma_xa", "maxa", "ma_dvhc", "madvhc", "ma_hc", "gso_code", "xa_id", "id"]
    static let names = ["name", "ten", "ten_xa", "tenxa", "ten_dvhc", "tendvhc", "full_name", "fullname", "name_3"]
    private static let parents = ["parent_name", "ten_huyen", "tenhuyen", "huyen", "district", "name_2"]

    private let tree: UnitTree
    private let codeNames: [String]
    private let nameNames: [String]
    private let byName: [String: [AdminUnit]]

    /// - Parameters:
    ///   - code: the property that holds the code, when its name is none of the usual ones; likewise `name`.
    init(_ tree: UnitTree, code: String? = nil, name: String? = nil) {
        self.tree = tree
        codeNames = code.map { [$0.lowercased()] } ?? Self.codes
        nameNames = name.map { [$0.lowercased()] } ?? Self.names
        var byName: [String: [AdminUnit]] = [:]
        for unit in tree.all where unit.level != .village {
            for key in Set([Fold.folded(unit.name), Fold.folded(unit.fullName)]) {
                byName[key, default: []].append(unit)
            }
        }
        self.byName = byName
    }

    /// - Parameter properties: of a feature.
    func unit(of properties: [String: String]) -> Result<AdminUnit, Unmatched> {
        for name in codeNames {
            guard let code = properties[name], let unit = unit(code: code) else { continue }
            return .success(unit)
        }
        for name in nameNames {
            guard let text = properties[name], let found = byName[Fold.folded(text)] else { continue }
            let closer = found.count > 1 ? found.filter { isUnder($0, properties) } : found
            if closer.count == 1 { return .success(closer[0]) }
            return .failure(Unmatched(reason: .ambiguous(found.count)))
        }
        return .failure(Unmatched(reason: .unknown))
    }

    struct Unmatched: Error { let reason: Reason }

    /// A number has lost the zeros in front.
    private func unit(code: String) -> AdminUnit? {
        let code = code.trimming
        let found =
            tree.unit(code: code) ?? tree.unit(code: String(repeating: "0", count: max(0, 5 - code.count)) + code)
        return found?.level == .village ? nil : found
    }

    private func isUnder(_ unit: AdminUnit, _ properties: [String: String]) -> Bool {
        guard let parent = unit.parentID.flatMap({ tree[$0] }) else { return false }
        let known = [Fold.folded(parent.name), Fold.folded(parent.fullName)]
        return properties["parent"] == parent.code
            || Self.parents.contains { name in properties[name].map { known.contains(Fold.folded($0)) } ?? false }
    }

    /// What a feature is called in a report: `feature 12 (Xã Vũ Linh)`.
    static func label(_ index: Int, _ properties: [String: String]) -> String {
        let name = (names + codes).lazy.compactMap { properties[$0] }.first
        return "feature \(index + 1)\(name.map { " (\($0.prefix(60)))" } ?? "")"
    }
}

extension String {
    fileprivate var trimming: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
