public import Kernel

/// The office in whose name somebody acts.
public struct ActingUnit: Sendable, Hashable {
    public let id: ID<AdminUnit>
    public let name: String
}

extension Visit {
    /// A journal line about this visit: actor, office, door and machine are filled in. Every module makes its lines
    /// here.
    /// - Parameters:
    ///   - action: `aggregate.verb`; reads of a person's data end in `.read` and need a purpose.
    ///   - permission: under which the visitor acts; by default the one that the door asks for.
    ///   - actor: by default whoever is signed in.
    ///   - onBehalfOf: for whom the visitor acts, when it is somebody else.
    ///   - body: a JSON object; the only place for personal values.
    public func journalLine(
        _ action: String, under permission: Permission? = nil, actor: ID<Account>? = nil,
        onBehalfOf: ID<Person>? = nil, purpose: String? = nil, legalBasis: String? = nil, subjectKind: String? = nil,
        subjectID: String? = nil, record: String? = nil, body: String = "{}"
    ) -> JournalLine {
        JournalLine(
            at: now, actor: (actor ?? signedIn?.accountID)?.description ?? "visitor",
            actingUnit: (permission ?? doorPermission.permission).flatMap(actingUnit)?.id.description,
            onBehalfOf: onBehalfOf?.description, purpose: purpose, legalBasis: legalBasis, action: action,
            subjectKind: subjectKind, subjectID: subjectID, record: record, door: door, node: node, body: body)
    }

    /// The unit of the first role that holds the permission; `nil` for a role over the whole province.
    public func actingUnit(for permission: Permission) -> ActingUnit? {
        let root: ID<AdminUnit>? =
            switch scope(for: permission) {
            case .subtrees(let roots), .subtreesAndPerson(let roots, _): roots.first
            case .everything, .person, .nothing: nil
            }
        guard let root, let grant = signedIn?.grants.first(where: { $0.unitID == root }) else { return nil }
        return ActingUnit(id: root, name: grant.unitName ?? "")
    }
}

extension DoorPermission {
    /// `nil` where nobody acts for an office.
    fileprivate var permission: Permission? {
        switch self {
        case .open, .signedIn: nil
        case .needs(let permission): permission
        }
    }
}

extension SignedIn {
    /// The office in the band of officers' pages.
    var officeName: String? { grants.lazy.compactMap(\.unitName).first }
}
