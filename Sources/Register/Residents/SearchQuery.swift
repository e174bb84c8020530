import Kernel
import Web

/// What an officer looks for, as it stands in the address.
struct ResidentQuery: Sendable, Hashable {
    static let path = "/residents"

    var text = ""
    var village: ID<AdminUnit>?
    var born = ""
    var sex: Sex?

    init() {}

    /// Reads an address; a village or a sex that is none is left out.
    init(_ query: FormData) {
        // The content of a card's QR code is longer than a name.
        text = String(query["q"].prefix(500))
        village = ID(query["village"])
        born = String(query["born"].prefix(10))
        sex = Sex(rawValue: query["sex"])
    }

    var isEmpty: Bool { text.isEmpty && village == nil }

    func address(_ path: String = ResidentQuery.path) -> Address {
        Address(
            path,
            [
                "q": text, "village": village.map { "\($0)" }, "born": born, "sex": sex?.rawValue,
            ])
    }

    /// What the register is asked, and the card when one was scanned.
    /// - Throws: `FieldProblems`.
    func read(today: Day) throws -> (query: PersonQuery, card: ScannedCard?) {
        var problems = FieldProblems()
        var year: Int?
        if !born.isEmpty {
            year = Int(born).flatMap { (BirthDate.firstYear...today.year).contains($0) ? $0 : nil }
            if year == nil {
                problems.add(
                    "born",
                    t(
                        "Năm sinh là bốn chữ số, từ {first} đến {last}.",
                        ["first": BirthDate.firstYear, "last": today.year]))
            }
        }
        var card: ScannedCard?
        if text.contains("|") {
            do {
                card = try ScannedCard(text, today: today)
            } catch let refusal as any Refusal {
                problems.add("q", refusal.message)
            }
        }
        try problems.throwIfAny()
        let words = card?.identifiers.first?.number ?? text
        return (PersonQuery(words, village: village, bornIn: year, sex: sex), card)
    }
}
