public import Kernel

/// A new key for the data folder of these settings.
public struct KeyRotation: Sendable {
    private let path: String

    public init(_ settings: Settings) { path = settings.keyPath }

    public struct Outcome: Sendable {
        let path: String
        /// The oldest first; the last one is new.
        let keyIDs: [String]

        /// What was done and what is to be done, for the operator.
        public var text: String {
            let older = keyIDs.dropLast()
            return """
                Added key \(keyIDs.last ?? "") to \(path), which holds \(keyIDs.count) keys now.
                Next:
                  1. Restart every server that uses this file. Until then they seal and sign with \(older.last ?? "").
                     Servers with data folders of their own need the same file: copy it before they start.
                  2. Copy the file to where its backup is kept, apart from the database's.
                Keep the older keys (\(older.joined(separator: ", "))) in the file: without them what they sealed cannot be
                opened, and the journal's checkpoints that they signed cannot be verified.
                """
        }
    }

    /// Replaces the file in one step: a crash leaves the old one or the new one.
    /// - Throws: `KeyFileError`; a file that is missing is not made.
    public func run(now: Instant) throws -> Outcome {
        Outcome(path: path, keyIDs: try KeyFile.open(at: path).rotated(now: now).keyIDs)
    }
}
