public import Foundation
import Kernel
import Register
import Resources

/// Brings a list of people in, as `thacba import people` does.
public struct PeopleImport: Sendable {
    public var file: URL
    /// As it is typed; `nil` for the day of the house's calendar.
    public var day: String?
    public var communeCode: String?
    /// `Tên gọi=fullName`
    public var columns: [String] = []
    public var isDryRun = false

    public init(file: URL) { self.file = file }

    /// - Parameter say: told how far it has come, every few seconds.
    /// - Returns: what to print, a line each.
    /// - Throws: `SettingsError` for what the operator can mend, refusals, `StoreError`.
    public func run(_ opening: Opening, say: @escaping @Sendable (String) -> Void) async throws -> [String] {
        let clock = try await opening.clock()
        var wanted = CommandImport(file: file, day: try day.map { try Day(typed: $0) } ?? clock.today)
        wanted.communeCode = communeCode
        wanted.isDryRun = isDryRun
        for text in columns {
            guard let sign = text.lastIndex(of: "=") else {
                throw SettingsError(text: "--column is written as HEAD=column.")
            }
            wanted.columns[String(text[..<sign])] = String(text[text.index(after: sign)...])
        }
        let vault = FileVault(
            database: opening.database, storage: opening.settings.fileStorage(for: opening.database))
        let module = RegisterModule(
            database: opening.database, files: vault,
            groups: try EthnicGroups(Shipped.data("seeds/ethnic-groups.csv")), calendar: { WorkingCalendar([]) },
            aboutMe: AboutMeParts(
                passwords: Passwords(database: opening.database, hasher: PasswordHasher(cost: .standard)),
                roles: Province.roles, modules: { [] }))
        do {
            let report = try await module.bringIn(wanted, clock: clock, node: opening.settings.node, say: say)
            return report.problems.map { "line \($0.line): \($0.reason)" } + [
                "\(isDryRun ? "would be new" : "new") \(report.added), known \(report.matched), "
                    + "to review \(report.doubtful), refused \(report.refused)"
            ]
        } catch let failure as CommandImport.Failure {
            throw SettingsError(text: failure.text)
        } catch let error as CocoaError {
            throw SettingsError(text: "\(file.path): \(error.localizedDescription)")
        }
    }
}
