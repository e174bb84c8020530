public import Store

public enum OrganisationKind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case agency, school, healthStation, enterprise, cooperative, householdBusiness, association

    public var label: String {
        switch self {
        case .agency: t("Cơ quan nhà nước")
        case .school: t("Trường học")
        case .healthStation: t("Trạm y tế")
        case .enterprise: t("Doanh nghiệp")
        case .cooperative: t("Hợp tác xã")
        case .householdBusiness: t("Hộ kinh doanh")
        case .association: t("Hội, đoàn thể")
        }
    }
}

public struct Organisation: Sendable, Hashable {
    public let id: ID<Organisation>
    public let name: String
    public let kind: OrganisationKind
    public let taxCode: String?
    public let communeID: ID<AdminUnit>
    public let since: Day
    public let until: Day?
}

/// Somebody's time in an organisation.
public struct OrganisationMember: Sendable, Hashable {
    public let organisationID: ID<Organisation>
    public let personID: ID<Person>
    /// `Giám đốc`, as in the papers.
    public let position: String
    public let since: Day
    public let until: Day?
}

public enum OrganisationRefusal: Refusal, Hashable {
    case nameMissing, taxCodeTaken

    public var message: String {
        switch self {
        case .nameMissing: t("Hãy nhập tên tổ chức.")
        case .taxCodeTaken: t("Mã số thuế này đã thuộc về một tổ chức khác.")
        }
    }
}

/// Organisations of a scope.
public struct OrganisationStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Throws: ``OrganisationRefusal``; `NotFound` when the commune lies outside the scope.
    public func insert(
        name: String, kind: OrganisationKind, taxCode: TaxCode? = nil, in commune: ID<AdminUnit>, since day: Day,
        within scope: Scope, recording: Recording
    ) throws -> Organisation {
        let name = name.nfc.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty else { throw OrganisationRefusal.nameMissing }
        guard try TerritoryStore(db: db).covers(commune, scope) else { throw NotFound() }
        if let taxCode {
            let isTaken = try db.exists(
                "SELECT 1 FROM kernel_organisation WHERE tax_code = \(taxCode.text) AND until IS NULL")
            guard !isTaken else { throw OrganisationRefusal.taxCodeTaken }
        }
        let organisation = Organisation(
            id: .new(at: recording.at), name: name, kind: kind, taxCode: taxCode?.text, communeID: commune, since: day,
            until: nil)
        try db.run(
            """
            INSERT INTO kernel_organisation (id, name, name_search, name_sort, kind, tax_code, commune_id, since,
                recorded_at, recorded_by)
            VALUES (\(organisation.id), \(name), \(Fold.folded(name)), \(SortKey.text(name)), \(kind),
                \(organisation.taxCode), \(commune), \(day), \(recording.at), \(recording.by))
            """)
        return organisation
    }

    /// - Throws: `NotFound` outside the scope.
    public func join(
        _ organisation: ID<Organisation>, _ person: ID<Person>, as position: String, since day: Day,
        within scope: Scope, recording: Recording
    ) throws {
        guard try find(organisation, within: scope) != nil,
            try PersonStore(db: db).find(person, within: scope) != nil
        else { throw NotFound() }
        try db.run(
            """
            INSERT INTO kernel_organisation_member (id, organisation_id, person_id, position, since, recorded_at,
                recorded_by)
            VALUES (\(ID<OrganisationMember>.new(at: recording.at)), \(organisation), \(person), \(position.nfc),
                \(day), \(recording.at), \(recording.by))
            """)
    }

    public func find(_ id: ID<Organisation>, within scope: Scope) throws -> Organisation? {
        try db.first(
            """
            SELECT o.id, o.name, o.kind, o.tax_code, o.commune_id, o.since, o.until FROM kernel_organisation o
            WHERE o.id = \(id) AND \(scope.covers(unit: "o.commune_id"))
            """
        ) { row in
            Organisation(
                id: try row[0], name: try row[1], kind: try row[2], taxCode: try row[3], communeID: try row[4],
                since: try row[5], until: try row[6])
        }
    }

    /// To what a person belongs or belonged, the latest first.
    public func memberships(
        of person: ID<Person>, within scope: Scope
    ) throws -> [(organisation: String, member: OrganisationMember)] {
        guard try PersonStore(db: db).find(person, within: scope) != nil else { return [] }
        return try db.rows(
            """
            SELECT m.organisation_id, m.person_id, m.position, m.since, m.until, o.name
            FROM kernel_organisation_member m JOIN kernel_organisation o ON o.id = m.organisation_id
            WHERE m.person_id = \(person) ORDER BY m.since DESC, m.id DESC LIMIT 100
            """
        ) { row in
            let member = OrganisationMember(
                organisationID: try row[0], personID: try row[1], position: try row[2], since: try row[3],
                until: try row[4])
            return (organisation: try row[5], member: member)
        }
    }

    /// Who belongs or belonged to it, the latest first.
    public func members(of organisation: ID<Organisation>, within scope: Scope) throws -> [OrganisationMember] {
        try db.rows(
            """
            SELECT m.organisation_id, m.person_id, m.position, m.since, m.until
            FROM kernel_organisation_member m JOIN kernel_organisation o ON o.id = m.organisation_id
            WHERE m.organisation_id = \(organisation) AND \(scope.covers(unit: "o.commune_id"))
            ORDER BY m.since DESC, m.id DESC LIMIT 1000
            """
        ) { row in
            OrganisationMember(
                organisationID: try row[0], personID: try row[1], position: try row[2], since: try row[3],
                until: try row[4])
        }
    }
}
