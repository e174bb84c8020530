import Kernel

/// What becomes of somebody on a list, given who is known. Pure.
enum ImportOutcome: Sendable, Hashable {
    case new
    /// Known already, by a number that the list gives and a name or birth that agrees.
    case matched(ID<Person>)
    /// Written as new and put into the review queue: somebody else holds one of the numbers, or lives in the commune
    /// under the same name and birth.
    case doubtful(holders: [Identifier: ID<Person>], namesakes: [ID<Person>])

    /// Pairs that one line may put into the queue.
    static let mostNamesakes = 5

    init(_ draft: ResidentDraft, holders: [Identifier: KnownPerson], namesakes: [KnownPerson]) {
        let name = draft.place.name
        var disputed: [Identifier: ID<Person>] = [:]
        for identifier in draft.identifiers {
            guard let holder = holders[identifier] else { continue }
            if holder.name == name || holder.birth.mayBe(draft.facts.birth) {
                self = .matched(holder.id)
                return
            }
            disputed[identifier] = holder.id
        }
        let alike = namesakes.filter { known in
            // Two people with a number each are two people.
            !(known.hasPersonalNumber && draft.hasPersonalNumber) && known.birth.mayBe(draft.facts.birth)
        }
        guard !disputed.isEmpty || !alike.isEmpty else {
            self = .new
            return
        }
        self = .doubtful(holders: disputed, namesakes: alike.prefix(Self.mostNamesakes).map(\.id).sorted())
    }

    /// What to tell of a doubt.
    static func reason(disputed: [IdentifierKind], hasNamesakes: Bool) -> String {
        var reasons = disputed.map { t("{number}: đã có người khác giữ số này.", ["number": $0.label]) }
        if hasNamesakes { reasons.append(t("Có thể trùng với người cùng tên, cùng ngày sinh trong xã.")) }
        return reasons.joined(separator: " ")
    }
}

extension Optional<BirthDate> {
    /// Whether both are known and may be the same birth.
    fileprivate func mayBe(_ other: BirthDate?) -> Bool {
        guard let one = self, let other else { return false }
        return one.mayBe(other)
    }
}

/// Whom earlier lines have told of, as hashes: some eighty bytes a person, so that a check of the whole province
/// remembers everybody without their names.
struct SeenLines {
    /// What is known of whoever held a number first.
    private struct Sighting {
        let name: Int
        let birth: BirthDate?
    }

    private var numbers: [Int: Sighting] = [:]
    private var alike: Set<Int> = []

    /// Whether a line tells of somebody of an earlier line, or may do so: then what is known has to be looked up anew.
    func meets(_ draft: ResidentDraft) -> Bool {
        draft.identifiers.contains { numbers[$0.hashValue] != nil } || isAlike(draft)
    }

    enum Meeting: Hashable {
        case nobody, same
        case doubt(disputed: [IdentifierKind], isAlike: Bool)
    }

    /// As ``ImportOutcome`` decides it over the register.
    func meeting(_ draft: ResidentDraft) -> Meeting {
        var disputed: [IdentifierKind] = []
        for identifier in draft.identifiers {
            guard let seen = numbers[identifier.hashValue] else { continue }
            if seen.name == draft.place.name.hashValue || seen.birth.mayBe(draft.facts.birth) { return .same }
            disputed.append(identifier.kind)
        }
        let isAlike = isAlike(draft)
        return disputed.isEmpty && !isAlike ? .nobody : .doubt(disputed: disputed, isAlike: isAlike)
    }

    mutating func insert(_ draft: ResidentDraft) {
        for identifier in draft.identifiers where numbers[identifier.hashValue] == nil {
            numbers[identifier.hashValue] = Sighting(name: draft.place.name.hashValue, birth: draft.facts.birth)
        }
        guard let birth = draft.facts.birth else { return }
        alike.insert(key(draft, exactly: birth, numbered: draft.hasPersonalNumber))
        alike.insert(key(draft, in: birth.year, numbered: draft.hasPersonalNumber))
    }

    private func isAlike(_ draft: ResidentDraft) -> Bool {
        guard let birth = draft.facts.birth else { return false }
        return (draft.hasPersonalNumber ? [false] : [false, true]).contains { numbered in
            switch birth {
            case .day:
                alike.contains(key(draft, exactly: birth, numbered: numbered))
                    || alike.contains(key(draft, exactly: .year(birth.year), numbered: numbered))
            case .year: alike.contains(key(draft, in: birth.year, numbered: numbered))
            }
        }
    }

    private func key(_ draft: ResidentDraft, exactly birth: BirthDate, numbered: Bool) -> Int {
        var hasher = Hasher()
        hasher.combine(draft.place)
        hasher.combine(birth)
        hasher.combine(numbered)
        return hasher.finalize()
    }

    private func key(_ draft: ResidentDraft, in year: Int, numbered: Bool) -> Int {
        var hasher = Hasher()
        hasher.combine(draft.place)
        hasher.combine(year)
        hasher.combine(numbered)
        return hasher.finalize()
    }
}
