import Kernel

/// What somebody may do for a person by the person's own consent. A guardian may do all of it.
enum MandateAct: String, Sendable, Hashable, CaseIterable {
    case see, correct, question

    /// As it stands in a mandate's purpose.
    var stored: String {
        switch self {
        case .see: StoredWords.mandateSee
        case .correct: StoredWords.mandateCorrect
        case .question: StoredWords.mandateQuestion
        }
    }

    /// As the person says it who consents.
    var label: String {
        switch self {
        case .see: t("xem và đọc trang này cho tôi")
        case .correct: t("xin sửa chỗ sai cho tôi")
        case .question: t("hỏi cơ quan vì sao xem thông tin của tôi")
        }
    }

    /// As an office says it.
    var officeLabel: String {
        switch self {
        case .see: t("xem và đọc thông tin cho người đó nghe")
        case .correct: t("xin sửa thông tin sai")
        case .question: t("hỏi cơ quan vì sao xem thông tin")
        }
    }

    /// Those that a mandate allows. Somebody who helps reads aloud and decides nothing.
    static func allowed(by mandate: Mandate) -> Set<MandateAct> {
        switch mandate.kind {
        case .guardian: Set(allCases)
        case .proxy: named(in: mandate.purpose)
        case .helper: named(in: mandate.purpose).intersection([.see])
        }
    }

    static func purpose(of acts: [MandateAct]) -> String {
        allCases.filter(acts.contains).map(\.stored).joined(separator: StoredWords.mandateSeparator)
    }

    /// A mandate's purpose in the reader's language; what an office has written stays as it is.
    static func label(_ purpose: String) -> String {
        purpose.components(joinedBy: StoredWords.mandateSeparator).map { part in
            allCases.first { $0.stored == part }?.label ?? part
        }
        .joined(separator: StoredWords.mandateSeparator)
    }

    private static func named(in purpose: String) -> Set<MandateAct> {
        let parts = purpose.components(joinedBy: StoredWords.mandateSeparator)
        return Set(allCases.filter { parts.contains($0.stored) })
    }
}

extension String {
    fileprivate func components(joinedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: true).map(String.init)
    }
}
