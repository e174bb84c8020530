import Foundation
import Testing

/// A text file that is committed and whose change somebody reads: what is, is compared with what was agreed.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    /// Compares; with `THACBA_TEST_RECORD` it writes the file anew, and the difference is looked at before the commit.
    static func check(_ text: String, _ name: String) throws {
        let file = folder.appending(path: name)
        if let record = ProcessInfo.processInfo.environment["THACBA_TEST_RECORD"], !record.isEmpty {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let agreed = try String(contentsOf: file, encoding: .utf8)
        let (was, now) = (agreed.split(separator: "\n"), text.split(separator: "\n"))
        let difference = now.difference(from: was).map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }
        #expect(agreed == text, "\(name) differs:\n\(difference.prefix(20).joined(separator: "\n"))")
    }
}
