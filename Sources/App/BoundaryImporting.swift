import Foundation
public import Kernel
import Territory

/// Official boundaries by the command line.
public struct BoundaryImporting: Sendable {
    private let opening: Opening
    private let work: BoundaryImport

    /// - Parameters:
    ///   - day: whose units the file has; today when `nil`.
    ///   - code: the property that holds the code or the name, when its name is none of the usual ones.
    public init(_ opening: Opening, day: Day?, code: String? = nil, name: String? = nil) async throws {
        self.opening = opening
        let today = try await opening.clock().today
        work = BoundaryImport(day: day ?? today, code: code, name: name, node: opening.settings.node)
    }

    /// - Returns: lines to print, and whether the file was sound.
    public func load(_ path: String, isDryRun: Bool) async throws -> (lines: [String], isTaken: Bool) {
        let report = try await work.run(
            URL(fileURLWithPath: path), on: opening.database, now: .now, isDryRun: isDryRun)
        return (report.lines, report.isTaken)
    }

    /// - Returns: how many units had a boundary.
    public func remove() async throws -> Int { try await work.remove(on: opening.database, now: .now) }
}
