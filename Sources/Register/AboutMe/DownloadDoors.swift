import Foundation
import HTTPTypes
import Kernel
import Store
import Web

/// Everything that is held, to take along.
struct DownloadDoors: Sendable {
    let database: any Database
    let parts: AboutMeParts

    /// Of each holding, and of the readings.
    static let most = 2_000

    enum Form: String, Sendable, CaseIterable {
        case page, csv, json
    }

    var doors: [Door] {
        [AboutMeSubject.root, "\(AboutMeSubject.root)/for/{mandate}"].flatMap { base -> [Door] in
            [
                .page("\(base)/download", .signedIn) { visit, db in
                    .page(DownloadView(subject: try subject(visit, db), visit: visit).page)
                },
                .work("\(base)/download", .signedIn, use: download),
            ]
        }
    }

    private func subject(_ visit: Visit, _ db: any Session) throws -> AboutMeSubject {
        let subject = try AboutMeSubject.find(visit, db)
        guard subject.allowsDownload else { throw NotFound() }
        return subject
    }

    /// Not an act with a key: what it answers is personal data, which must not lie in the table of answers.
    @Sendable private func download(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let asked = Form(rawValue: form["form"]) ?? .page
        let subject = try await database.read { db in try self.subject(visit, db) }
        do {
            try await parts.passwords.confirm(form.exact("password"), of: subject.account, now: visit.now)
        } catch let refusal as PasswordRefusal {
            var view = DownloadView(subject: subject, visit: visit)
            view.form = asked
            view.problems.add("password", refusal.message)
            return .page(view.page, status: .unprocessableContent)
        }
        let catalogue = Catalogue.current
        let copy = try await database.write { db -> HeldCopy in
            // Words come out in the visitor's language on the database's thread too.
            try Catalogue.$current.withValue(catalogue) {
                let subject = try self.subject(visit, db)
                try Journal(db: db).write(
                    subject.line(subject.isOwn ? "aboutMe.downloaded" : "aboutMe.downloaded.read", visit))
                return try gathered(on: subject, visit, db)
            }
        }
        let name = "tinh-biet-gi-ve-toi-\(visit.today.iso)"
        switch asked {
        case .page: return .page(CopyView(copy: copy, subject: subject).page)
        case .csv: return .download(copy.csv, named: "\(name).csv", type: "text/csv; charset=utf-8")
        case .json: return .download(try JSONEncoding.bytes(copy), named: "\(name).json", type: "application/json")
        }
    }

    private func gathered(on subject: AboutMeSubject, _ visit: Visit, _ db: any Session) throws -> HeldCopy {
        let words = parts.readingWords
        let reads = try ReadStore(db: db).reads(of: subject.person.id, limit: Self.most, today: visit.today)
        return HeldCopy(
            person: "\(subject.person.id)", fullName: subject.person.fullName, language: visit.language.code,
            at: visit.now.rfc3339,
            holdings: try parts.holdings.ownFirst.map { holding in
                HeldCopy.Part(
                    holding,
                    records: try holding.records(of: subject.person.id, on: visit.today, limit: Self.most, db))
            },
            reads: reads.map { HeldCopy.Read($0, words) })
    }
}

/// JSON with sorted members, so that equal copies have equal bytes.
enum JSONEncoding {
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }
}
