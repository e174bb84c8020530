/// A rule says no. The sentence says what is wrong and what to do, in the reader's language; the answer is a 422.
public protocol Refusal: Error, Sendable {
    var message: String { get }
}

/// There is no such thing, or it lies outside of what the reader may see: the two are not told apart (404).
public struct NotFound: Error, Sendable, Hashable {
    public init() {}

    public var message: String { t("Không tìm thấy nội dung này, hoặc bạn không có quyền xem.") }
}

/// The door asks for a permission that the visitor's roles do not hold (403).
public struct NotPermitted: Error, Sendable, Hashable {
    public init() {}

    public var message: String { t("Bạn không có quyền làm việc này.") }
}

/// Somebody else has changed the thing since it was read (409).
public struct Stale: Error, Sendable, Hashable {
    /// Who changed what, when that is known.
    public let description: String?

    public init(_ description: String? = nil) { self.description = description }

    public var message: String {
        description ?? t("Nội dung đã được người khác sửa. Hãy xem bản mới rồi sửa lại.")
    }
}

/// Come back later (429).
public struct TooManyAttempts: Error, Sendable, Hashable {
    public let retryAfterSeconds: Int

    public init(retryAfterSeconds: Int) { self.retryAfterSeconds = max(1, retryAfterSeconds) }

    public var message: String {
        retryAfterSeconds < 60
            ? tn("Bạn đã thử nhiều lần. Hãy đợi {n} giây rồi thử lại.", count: retryAfterSeconds)
            : tn("Bạn đã thử nhiều lần. Hãy đợi {n} phút rồi thử lại.", count: (retryAfterSeconds + 59) / 60)
    }
}

/// The door is for accounts, and the visitor has not signed in or the session has ended.
public struct SignInNeeded: Error, Sendable, Hashable {
    public init() {}

    public var message: String { t("Bạn cần đăng nhập để tiếp tục.") }
}
