public import Store

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Work to be done outside a request, at least once.
public struct QueuedJob: Sendable, Equatable {
    public let id: ID<QueuedJob>
    public let kind: String
    public let payload: JobPayload
    /// Not before. Time of the machine, not of the demo's calendar.
    public let runAt: Instant
    /// How often it was begun.
    public let attempts: Int
    public let maxAttempts: Int
    public let leaseUntil: Instant?
    /// The node that runs it or ran it last.
    public let leasedBy: String?
    public let lastError: String?
    public let state: JobState
    public let createdAt: Instant
    public let finishedAt: Instant?
    public let dedupeKey: String?
}

public enum JobState: String, Sendable, CaseIterable, SQLConvertible {
    /// Until `runAt`.
    case waiting
    /// Until it ends or its lease runs out.
    case running
    case done
    /// Failed as often as it may. Somebody has to look at it.
    case dead
}

/// What a job is told: a JSON object.
public struct JobPayload: Sendable, Equatable {
    public let json: String

    /// No word to say.
    public static let empty = JobPayload(json: "{}")

    public init(json: String) { self.json = json }

    /// - Parameter value: something that encodes to a JSON object.
    /// - Throws: `EncodingError`.
    public init(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        json = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// - Throws: `DecodingError`.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }
}

extension QueuedJob {
    static let columns: SQL = """
        id, kind, payload, run_at, attempts, max_attempts, lease_until, leased_by, last_error, state, created_at,
        finished_at, dedupe_key
        """

    init(row: Row) throws {
        id = try row[0]
        kind = try row[1]
        payload = JobPayload(json: try row[2])
        runAt = try row[3]
        attempts = try row[4]
        maxAttempts = try row[5]
        leaseUntil = try row[6]
        leasedBy = try row[7]
        lastError = try row[8]
        state = try row[9]
        createdAt = try row[10]
        finishedAt = try row[11]
        dedupeKey = try row[12]
    }
}

/// How long a job rests after a failure.
enum Backoff {
    /// 1, 5, 25 … seconds, an hour at most, and up to a fifth more, so that what failed together does not return
    /// together.
    /// - Parameters:
    ///   - attempts: how often it has failed, from 1.
    ///   - jitter: from 0 to 1.
    static func seconds(afterAttempts attempts: Int, jitter: Double) -> Double {
        var seconds = 1.0
        for _ in 1..<max(1, min(attempts, 8)) { seconds *= 5 }
        return min(seconds, 3600) * (1 + 0.2 * jitter)
    }
}
