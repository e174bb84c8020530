public import Kernel

extension Visit {
    /// A journal line about this visit: actor, office, door and machine are filled in.
    /// - Parameters:
    ///   - action: `aggregate.verb`; reads of a person's data end in `.read` and need a purpose.
    ///   - body: a JSON object; the only place for personal values.
    public func journalLine(
        _ action: String, purpose: String? = nil, subjectKind: String? = nil, subjectID: String? = nil,
        record: String? = nil, body: String = "{}"
    ) -> JournalLine {
        JournalLine(
            at: now, actor: signedIn?.accountID.description ?? "visitor", actingUnit: actingUnit?.description,
            purpose: purpose, action: action, subjectKind: subjectKind, subjectID: subjectID, record: record,
            door: door, node: node, body: body)
    }

    /// The unit in whose name the visitor acts: that of the first role held for a unit.
    public var actingUnit: ID<AdminUnit>? { signedIn?.grants.lazy.compactMap(\.unitID).first }
}

extension SignedIn {
    /// The office in the band of officers' pages.
    var officeName: String? { grants.lazy.compactMap(\.unitName).first }
}
