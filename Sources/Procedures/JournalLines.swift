import Foundation
import Kernel
import Web

/// Why an officer sees what is told about a person. Stands in the journal and before the person's eyes.
enum ReadPurpose {
    static let handling = StoredWords.handling
    static let export = StoredWords.export

    /// The purpose in the reader's language; what a person typed behind it stays as it is. `nil` for one that this
    /// module does not write.
    static func label(_ purpose: String) -> String? {
        switch purpose {
        case handling: t("xử lý hồ sơ")
        case export: t("xuất danh sách hồ sơ")
        case let long where long.hasPrefix("\(export): "):
            "\(t("xuất danh sách hồ sơ"))\(long.dropFirst(export.count))"
        default: nil
        }
    }
}

extension Visit {
    /// A line about what was done to a dossier, or that it was read.
    /// - Parameters:
    ///   - permission: under which; by default the one that the door asks for.
    ///   - purpose: needed where `action` ends in `.read`.
    func line(
        _ action: String, _ dossier: DossierSubject, under permission: Permission? = nil, purpose: String? = nil,
        legalBasis: String? = nil
    ) -> JournalLine {
        journalLine(
            action, under: permission, purpose: purpose, legalBasis: legalBasis, subjectKind: "person",
            subjectID: "\(dossier.personID)", record: "\(dossier.id)", body: "{\"code\":\"\(dossier.code)\"}")
    }

    /// A line for each dossier that is shown to somebody else than its applicant.
    func readLines(_ dossiers: [DossierSubject], purpose: String = ReadPurpose.handling) -> [JournalLine] {
        dossiers.filter { $0.personID != signedIn?.personID }.map { dossier in
            line("dossier.read", dossier, under: .readDossiers, purpose: purpose)
        }
    }
}

/// What the journal needs to know of a dossier. The code is made of digits and hyphens, so it needs no escaping.
struct DossierSubject: Sendable, Hashable {
    let id: ID<Dossier>
    let code: String
    let personID: ID<Person>

    init(id: ID<Dossier>, code: String, personID: ID<Person>) {
        self.id = id
        self.code = code
        self.personID = personID
    }

    init(_ dossier: Dossier) { self.init(id: dossier.id, code: dossier.code, personID: dossier.personID) }
}

/// What the outbox tells about a dossier: ids only, nothing personal.
struct DossierEvent: Sendable, Codable {
    let dossier: ID<Dossier>
    let unit: ID<AdminUnit>

    enum Topic: String {
        case submitted = "dossier.submitted"
        case accepted = "dossier.accepted"
        case answered = "dossier.answered"
        case refused = "dossier.refused"
        case withdrawn = "dossier.withdrawn"
        case moved = "dossier.moved"
    }

    func publish(_ topic: Topic, in outbox: Outbox, at: Instant) throws {
        // Ids need no escaping, and this stands in the path of every dossier sent.
        let payload = JobPayload(json: "{\"dossier\":\"\(dossier)\",\"unit\":\"\(unit)\"}")
        try outbox.publish(topic: topic.rawValue, payload: payload, at: at)
    }
}
