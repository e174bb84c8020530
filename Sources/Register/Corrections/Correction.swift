import Kernel
import Store

/// A request to put one fact of a person's record right.
struct Correction: Sendable, Hashable {
    enum State: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        case asked, inWork, granted, refused, withdrawn

        var isOpen: Bool {
            switch self {
            case .asked, .inWork: true
            case .granted, .refused, .withdrawn: false
            }
        }
    }

    enum Channel: String, Sendable, Hashable, SQLConvertible {
        /// By the person, on their own page.
        case online
        /// Taken down by a clerk.
        case desk
    }

    let id: ID<Correction>
    /// `SD-220725-0001`
    let code: String
    let personID: ID<Person>
    let personName: String
    /// The commune that decides: where the person lives.
    let unitID: ID<AdminUnit>
    let field: CorrectionField
    /// What the record said when the request came; nil when it said nothing.
    let old: String?
    let wanted: String
    /// Why, in the words of whoever asks.
    let ground: String
    let channel: Channel
    let askedAt: Instant
    let dueOn: Day
    var state: State
    var assigneeID: ID<Account>?
    var answeredAt: Instant?
    /// Words to the person with a grant.
    var answer: String?
    var refusal: Refused?
    let version: Int

    /// Why it was refused.
    struct Refused: Sendable, Hashable {
        let words: String
        /// The rule on which it rests.
        let basis: String
    }

    /// Where the person reads about it.
    var ownPath: String { Self.ownPath(code) }
    /// Where officers decide on it.
    var officePath: String { "/residents/corrections/\(code)" }

    static func ownPath(_ code: String) -> String { "/about-me/corrections/\(code)" }
}

/// One step in the life of a request: none is ever overwritten.
struct CorrectionStep: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable, SQLConvertible {
        case asked, taken, granted, refused, withdrawn
        /// The person lives in another commune now, which decides in the place of the one before.
        case moved
    }

    let at: Instant
    let kind: Kind
    let actorName: String
    let unitName: String?
    let note: String?
}
