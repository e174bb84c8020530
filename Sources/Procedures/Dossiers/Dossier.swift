import Kernel
import Store

/// Hồ sơ: one person's request under one procedure.
struct Dossier: Sendable, Hashable {
    enum State: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        /// Sent; the office has not confirmed it yet.
        case submitted
        case accepted
        /// Answered with a result.
        case resolved
        /// Answered with a refusal and its reason.
        case refused
        /// Taken back by the applicant.
        case withdrawn
    }

    enum Channel: String, Sendable, Hashable, SQLConvertible {
        case online, desk, program
    }

    let id: ID<Dossier>
    /// `04765-220722-0137`: unit, day, number of that day.
    let code: String
    let procedureID: ID<Procedure>
    let procedureCode: String
    /// As it was called when the dossier was sent.
    let procedureName: String
    let field: String
    /// The unit that has it now.
    let unitID: ID<AdminUnit>
    /// The unit that received the dossier, as it was called then: another one may have it since.
    let unitName: String
    let personID: ID<Person>
    let applicantName: String
    let channel: Channel
    let submittedAt: Instant
    /// Promised when the dossier is sent, and kept; `nil` where no term is published.
    let dueOn: Day?

    var state: State
    var acceptedAt: Instant?
    var answeredAt: Instant?
    var answer: String?
    var refusal: RefusalReason?
    var assigneeID: ID<Account>?
    /// One more with each change.
    var version: Int

    var shortName: String { Procedure.shortened(procedureName) }
    var isOpen: Bool { state.isOpen }
}

/// Why a dossier is refused: no reason without the rule that gives it.
struct RefusalReason: Sendable, Hashable {
    let words: String
    /// `Điều 16 Luật Hộ tịch 2014`
    let basis: String
}

/// One question and what was said.
struct DossierAnswer: Sendable, Hashable {
    /// Stable key: `phone`.
    let question: String
    /// As the applicant read it.
    let label: String
    let value: String
}

/// What happened to a dossier.
struct DossierLogLine: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        case submitted, accepted, assigned, resolved, refused, withdrawn
        /// Not of the table of the log: a ``DossierMove``.
        case moved
    }

    let at: Instant
    let kind: Kind
    let actorName: String
    /// The office in whose name it was done; `nil` for the applicant.
    let unitName: String?
    let note: String?
    /// From where to where, where it was moved.
    var move: DossierMove?
}

extension Dossier.State {
    var isOpen: Bool {
        switch self {
        case .submitted, .accepted: true
        case .resolved, .refused, .withdrawn: false
        }
    }

    var label: String {
        switch self {
        case .submitted: t("Mới nhận")
        case .accepted: t("Đang làm")
        case .resolved: t("Đã xong")
        case .refused: t("Bị từ chối")
        case .withdrawn: t("Đã rút")
        }
    }

    /// The `data-s` of its tag.
    var tone: String {
        switch self {
        case .submitted: "new"
        case .accepted: "run"
        case .resolved: "ok"
        case .refused, .withdrawn: "stop"
        }
    }
}
