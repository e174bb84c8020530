import Foundation
import Kernel

/// What a file would change, before anything is changed.
struct BoundaryPlan: Sendable {
    /// Sound outlines, simplified for the web.
    let outlines: [(unit: AdminUnit, rings: [GridRing])]
    /// SHA-256 of the file in hexadecimal digits.
    let hash: String
    /// Sentences for the operator.
    let lines: [String]
    let isSound: Bool

    /// - Throws: ``BoundaryFileProblem`` when nothing of the file can be used.
    init(_ data: Data, tree: UnitTree, match: BoundaryMatch) throws {
        guard tree.count(.commune) > 0 else { throw BoundaryFileProblem.noUnits(day: tree.day.iso) }
        let file = try GeoJSON(data)
        var found: [(unit: AdminUnit, rings: [GridRing])] = []
        var wrong: [String] = []
        var strangers: [String] = []
        var corners = 0
        for (index, feature) in file.features.enumerated() {
            let label = BoundaryMatch.label(index, feature.properties)
            corners += feature.polygons.joined().reduce(0) { $0 + $1.count }
            guard corners <= BoundaryImport.mostCorners else {
                throw BoundaryFileProblem.tooManyCorners(corners, most: BoundaryImport.mostCorners)
            }
            switch match.unit(of: feature.properties) {
            case .failure(let unmatched): strangers.append("\(label) \(unmatched.reason.text)")
            case .success(let unit) where found.contains { $0.unit.id == unit.id }:
                wrong.append("\(label) \(BoundaryMatch.Reason.again(unit.addressName).text)")
            case .success(let unit):
                do {
                    if let problem = feature.problem { throw problem }
                    found.append((unit, try GeoGrid.rings(of: feature.polygons)))
                } catch let problem as OutlineProblem {
                    wrong.append("\(label) \(problem.text)")
                }
            }
        }
        let topology = Topology(found.map(\.rings))
        outlines = zip(found, topology.simplified(to: BoundaryImport.webCorners)).map { ($0.unit, $1) }
        hash = Sha256.of(Array(data)).map { String(0x100 | Int($0), radix: 16).dropFirst() }.joined()
        isSound = wrong.isEmpty && !found.isEmpty
        lines = Self.lines(
            found: found, wrong: wrong, strangers: strangers, tree: tree, topology: topology,
            kept: Topology(outlines.map(\.rings)).count)
    }

    private static func lines(
        found: [(unit: AdminUnit, rings: [GridRing])], wrong: [String], strangers: [String], tree: UnitTree,
        topology: Topology, kept: Int
    ) -> [String] {
        let levels = Set(found.map(\.unit.level))
        let known = Set(found.map(\.unit.id))
        let bare = tree.all.filter { levels.contains($0.level) && !known.contains($0.id) }.map(\.addressName).sorted()
        var lines = [
            "\(found.count) units of \(tree.day.iso) have an outline, \(bare.count) of the same level have none.",
            "\(topology.count) corners, \(kept) kept; \(topology.sharedLines) lines are shared by neighbours.",
        ]
        lines += some(wrong, "Wrong, so nothing is stored:")
        lines += some(strangers, "Left out:")
        lines += some(bare, "Without an outline:")
        if found.isEmpty { lines.append("No feature is a unit of that day: nothing is stored.") }
        return lines
    }

    private static func some(_ lines: [String], _ title: String, most: Int = 40) -> [String] {
        guard !lines.isEmpty else { return [] }
        let more = lines.count > most ? ["  … and \(lines.count - most) more"] : []
        return [title] + lines.prefix(most).map { "  \($0)" } + more
    }
}
