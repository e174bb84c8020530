public import Store

/// Why somebody may act for somebody else.
public enum MandateKind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// By law: of a child, or of an adult who cannot act.
    case guardian
    /// By written authorisation.
    case proxy
    /// Types and reads aloud; decides nothing.
    case helper

    public var label: String {
        switch self {
        case .guardian: t("Người giám hộ")
        case .proxy: t("Người được ủy quyền")
        case .helper: t("Người giúp")
        }
    }
}

/// Somebody acts for a person, for a purpose and a time, until it is revoked.
public struct Mandate: Sendable, Hashable {
    public let id: ID<Mandate>
    public let personID: ID<Person>
    public let holderID: ID<Person>
    public let kind: MandateKind
    /// What may be done.
    public let purpose: String
    /// The words of the consent, or of the decision that stands in its place.
    public let consent: String
    public let validFrom: Day
    /// The first day on which it no longer holds.
    public let validTo: Day?
    public let revokedAt: Instant?

    public init(
        id: ID<Mandate>, personID: ID<Person>, holderID: ID<Person>, kind: MandateKind, purpose: String,
        consent: String, validFrom: Day, validTo: Day?, revokedAt: Instant? = nil
    ) {
        self.id = id
        self.personID = personID
        self.holderID = holderID
        self.kind = kind
        self.purpose = purpose
        self.consent = consent
        self.validFrom = validFrom
        self.validTo = validTo
        self.revokedAt = revokedAt
    }

    /// - Throws: ``MandateRefusal``.
    func check() throws {
        guard personID != holderID else { throw MandateRefusal.forOneself }
        guard consent.contains(where: { !$0.isWhitespace }) else { throw MandateRefusal.consentMissing }
        guard purpose.contains(where: { !$0.isWhitespace }) else { throw MandateRefusal.purposeMissing }
        if let validTo {
            guard validTo > validFrom else { throw MandateRefusal.endsBeforeItBegins }
        } else if kind != .guardian {
            throw MandateRefusal.endMissing
        }
    }

    public func holds(on day: Day) -> Bool {
        revokedAt == nil && validFrom <= day && validTo.map { day < $0 } ?? true
    }
}

public enum MandateRefusal: Refusal, Hashable {
    case forOneself, consentMissing, purposeMissing, endsBeforeItBegins, endMissing

    public var message: String {
        switch self {
        case .forOneself: t("Không ai cần được ủy quyền cho chính mình.")
        case .consentMissing: t("Hãy ghi lại lời đồng ý hoặc số quyết định.")
        case .purposeMissing: t("Hãy ghi người này được làm thay việc gì.")
        case .endsBeforeItBegins: t("Ngày hết hiệu lực phải sau ngày bắt đầu.")
        case .endMissing: t("Hãy ghi ngày hết hiệu lực: chỉ việc giám hộ mới có thể không có ngày này.")
        }
    }
}

/// Who may act for whom.
public struct MandateStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Parameter scope: has to reach the person; who acts for them may live anywhere.
    /// - Throws: ``MandateRefusal``; `NotFound` outside the scope.
    public func give(_ mandate: Mandate, within scope: Scope, recording: Recording) throws {
        try mandate.check()
        guard try PersonStore(db: db).find(mandate.personID, within: scope) != nil,
            try PersonStore(db: db).find(mandate.holderID, within: .everything) != nil
        else { throw NotFound() }
        try db.run(
            """
            INSERT INTO kernel_person_mandate (id, person_id, holder_id, kind, purpose, consent, valid_from, valid_to,
                recorded_at, recorded_by)
            VALUES (\(mandate.id), \(mandate.personID), \(mandate.holderID), \(mandate.kind), \(mandate.purpose.nfc),
                \(mandate.consent.nfc), \(mandate.validFrom), \(mandate.validTo), \(recording.at), \(recording.by))
            """)
    }

    /// Ends it at once. It stays in the history with who revoked it and why.
    /// - Throws: `NotFound` outside the scope or when it is revoked already.
    public func revoke(_ id: ID<Mandate>, within scope: Scope, recording: Recording) throws {
        let changed = try db.run(
            """
            UPDATE kernel_person_mandate SET revoked_at = \(recording.at), revoked_by = \(recording.by),
                revoked_reason = \(recording.reason)
            WHERE id = \(id) AND revoked_at IS NULL AND \(scope.reaches(person: "person_id"))
            """)
        guard changed == 1 else { throw NotFound() }
    }

    /// All that were ever given for a person, the latest first.
    public func mandates(
        for person: ID<Person>, records: PersonRecords = .own, within scope: Scope
    ) throws -> [Mandate] {
        guard try PersonStore(db: db).find(person, within: scope) != nil else { return [] }
        return try mandates(records.of(person, "person_id"))
    }

    /// All that somebody was ever given, the latest first.
    public func mandates(
        of holder: ID<Person>, records: PersonRecords = .own, within scope: Scope
    ) throws -> [Mandate] {
        guard try PersonStore(db: db).find(holder, within: scope) != nil else { return [] }
        return try mandates(records.of(holder, "holder_id"))
    }

    private func mandates(_ condition: SQL) throws -> [Mandate] {
        try db.rows(
            """
            SELECT id, person_id, holder_id, kind, purpose, consent, valid_from, valid_to, revoked_at
            FROM kernel_person_mandate WHERE \(condition) ORDER BY valid_from DESC, id DESC LIMIT 200
            """
        ) { row in
            Mandate(
                id: try row[0], personID: try row[1], holderID: try row[2], kind: try row[3], purpose: try row[4],
                consent: try row[5], validFrom: try row[6], validTo: try row[7], revokedAt: try row[8])
        }
    }
}
