import Kernel

/// Why people were read for a list: stands in the journal and before their eyes, with the reason behind it.
enum ExportPurpose {
    private static let stored = "xuất danh sách người dân"
    static let longestReason = 300

    static func text(_ reason: String) -> String { "\(stored): \(reason.prefix(longestReason))" }

    /// In the reader's language; what somebody typed stays as it is. nil for every other purpose.
    static func label(_ purpose: String) -> String? {
        guard purpose.hasPrefix("\(stored): ") else { return nil }
        return "\(t("xuất danh sách người dân"))\(purpose.dropFirst(stored.count))"
    }
}
