import CSodium
import Foundation

/// argon2id on threads of its own: one computation takes tens of milliseconds and as many MiB, so it must neither
/// hold a cooperative thread nor run in any number at once.
public final class PasswordHasher: Sendable {
    /// What one computation costs whoever guesses, and us.
    public struct Cost: Sendable, Hashable {
        /// Passes over the memory.
        public let passes: UInt64
        public let memoryBytes: Int

        public init(passes: UInt64, memoryBytes: Int) {
            self.passes = passes
            self.memoryBytes = memoryBytes
        }

        /// Above OWASP's minimum of 19 MiB and two passes.
        public static let standard = Cost(passes: 2, memoryBytes: 32 << 20)
        /// The least that libsodium takes. For tests only.
        public static let least = Cost(passes: 1, memoryBytes: 8192)
    }

    private let cost: Cost
    private let queue = OperationQueue()
    private let waitingAtMost: Int

    /// - Parameters:
    ///   - threads: computations at once; each holds the memory of its cost.
    ///   - waitingAtMost: beyond it callers are sent away with ``TooManyAttempts`` instead of piling up.
    public init(cost: Cost = .standard, threads: Int = 2, waitingAtMost: Int = 64) {
        self.cost = cost
        self.waitingAtMost = waitingAtMost
        queue.name = "thacba.argon2id"
        queue.maxConcurrentOperationCount = threads
    }

    /// - Returns: a text that holds algorithm, cost, salt and hash.
    /// - Throws: ``TooManyAttempts`` when too many wait; ``PasswordHashingError`` when there is no memory for it.
    public func hash(_ password: String) async throws -> String {
        try await onOwnThread { [cost] in try Self.hash(password, cost) }
    }

    /// - Parameter hash: `nil` for an account that does not exist: takes as long, and is false.
    public func verify(_ password: String, against hash: String?) async throws -> Bool {
        try await onOwnThread { [cost] in
            guard let hash else {
                _ = try Self.hash(password, cost)
                return false
            }
            let bytes = Array(password.nfc.utf8CString)
            return crypto_pwhash_str_verify(hash, bytes, UInt64(bytes.count - 1)) == 0
        }
    }

    /// Whether the text was made with another cost than today's, so that it should be made anew.
    public func isOutdated(_ hash: String) -> Bool {
        _ = Secret.isReady
        return crypto_pwhash_str_needs_rehash(hash, cost.passes, cost.memoryBytes) != 0
    }

    private static func hash(_ password: String, _ cost: Cost) throws -> String {
        let bytes = Array(password.nfc.utf8CString)
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let status = crypto_pwhash_str_alg(
            &text, bytes, UInt64(bytes.count - 1), cost.passes, cost.memoryBytes, crypto_pwhash_ALG_ARGON2ID13)
        guard status == 0 else { throw PasswordHashingError.outOfMemory }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        guard Secret.isReady else { throw PasswordHashingError.noRandomSource }
        guard queue.operationCount < waitingAtMost else { throw TooManyAttempts(retryAfterSeconds: 2) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try work() }) }
        }
    }
}

public enum PasswordHashingError: Error, Sendable, Hashable {
    case outOfMemory, noRandomSource
}
