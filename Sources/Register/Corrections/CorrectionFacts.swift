import Kernel
import Store

/// What the register says today of the facts that can be corrected, and writing what it is to say.
struct CorrectionFacts {
    let db: any Session

    /// The stored form of each fact that is known.
    func values(of person: ID<Person>, within scope: Scope) throws -> [CorrectionField: String] {
        guard let now = try PersonStore(db: db).versions(of: person, within: scope).first else { throw NotFound() }
        var values: [CorrectionField: String] = [.fullName: now.facts.fullName]
        values[.birth] = now.facts.birth.map(BirthText.stored)
        values[.sex] = now.facts.sex?.rawValue
        values[.ethnicGroup] = now.facts.ethnicGroup?.rawValue
        values[.language] = now.facts.language?.rawValue
        values[.address] = try home(of: person, within: scope)?.address
        for held in try identifiers(of: person, within: scope) {
            if let field = CorrectionField.allCases.first(where: { $0.identifierKind == held.identifier.kind }) {
                values[field] = values[field] ?? held.identifier.number
            }
        }
        values[.phone] = try PhoneStore(db: db).phones(of: person, within: scope).first
        return values.filter { !$0.value.isEmpty }
    }

    /// Where the person lives: permanently, or else for a time.
    func home(of person: ID<Person>, within scope: Scope) throws -> Residence? {
        let homes = try ResidenceStore(db: db).residences(of: person, within: scope).filter { $0.until == nil }
        return homes.first { $0.kind == .permanent } ?? homes.first
    }

    /// Writes the wanted value as a new version; what was, stays as it was.
    /// - Throws: the fact's own refusals; `Stale` when the person's facts have another version; `NotFound`.
    func write(_ correction: Correction, personVersion: Int, within scope: Scope, recording: Recording) throws {
        let person = correction.personID
        switch correction.field {
        case .fullName, .birth, .sex, .ethnicGroup, .language:
            guard let now = try PersonStore(db: db).versions(of: person, within: scope).first else { throw NotFound() }
            let facts = now.facts.with(correction.field, correction.wanted)
            try checkNumber(of: person, against: facts, within: scope)
            _ = try PersonStore(db: db).correct(
                person, version: personVersion, to: facts, within: scope, recording: recording)
        case .address:
            guard let home = try home(of: person, within: scope) else { throw CorrectionRefusal.noHome }
            let place = Residence(
                home.kind, in: home.communeID, village: home.villageID, address: correction.wanted,
                since: recording.at.day)
            try ResidenceStore(db: db).settle(person, place, within: scope, recording: recording)
        case .personalNumber, .healthInsurance:
            guard let kind = correction.field.identifierKind else { throw NotFound() }
            let number = try Identifier(kind, correction.wanted)
            let before = try identifiers(of: person, within: scope)
            // First, since it may refuse: nothing is written then.
            _ = try IdentifierStore(db: db).give(
                number, to: person, from: recording.at.day, within: scope, recording: recording)
            for held in before where held.identifier.kind == kind && held.identifier != number {
                try IdentifierStore(db: db).end(held.id, on: recording.at.day, within: scope)
            }
        case .phone:
            let phone = try PhoneNumber(correction.wanted)
            if let old = correction.old.flatMap({ try? PhoneNumber($0) }),
                try PhoneStore(db: db).phones(of: person, within: scope).contains(old.digits)
            {
                try PhoneStore(db: db).end(old, of: person, on: recording.at.day, within: scope)
            }
            try PhoneStore(db: db).give(
                phone, to: person, since: recording.at.day, within: scope, recording: recording)
        }
    }

    private func identifiers(of person: ID<Person>, within scope: Scope) throws -> [HeldIdentifier] {
        try IdentifierStore(db: db).identifiers(of: person, within: scope)
            .filter { $0.standing != .ended && $0.personID == person }
    }

    /// A number in force tells the year and the sex: a correction does not contradict it unseen.
    private func checkNumber(of person: ID<Person>, against facts: PersonFacts, within scope: Scope) throws {
        for held in try identifiers(of: person, within: scope)
        where held.identifier.kind == .personal && held.standing == .held {
            try PersonalNumber(held.identifier.number).check(birth: facts.birth, sex: facts.sex)
        }
    }
}

extension PersonFacts {
    /// The facts with one of them as its stored form says. Fields that are no facts change nothing.
    func with(_ field: CorrectionField, _ stored: String) -> PersonFacts {
        var facts = self
        switch field {
        case .fullName: facts.fullName = stored
        case .birth: facts.birth = BirthText.birth(stored: stored)
        case .sex: facts.sex = Sex(rawValue: stored)
        case .ethnicGroup: facts.ethnicGroup = EthnicCode(rawValue: stored)
        case .language: facts.language = SpokenLanguage(rawValue: stored)
        case .address, .personalNumber, .healthInsurance, .phone: break
        }
        return facts
    }
}
