import Kernel
import Web

/// Everything that is held on one person at one moment. Its shape as JSON: `Documentation/about-me.md`.
struct HeldCopy: Sendable, Encodable {
    var form = "thacba-about-me-1"
    let person: String
    let fullName: String
    /// Of labels and values.
    let language: String
    let at: String
    let holdings: [Part]
    let reads: [Read]

    struct Part: Sendable, Encodable {
        let name: String
        let title: String
        let purpose: String
        let kept: String
        let readers: String
        let records: [Record]

        init(_ holding: Holding, records: [HeldRecord]) {
            let words = holding.words()
            (name, title, purpose) = (holding.code, words.title, words.purpose)
            (kept, readers) = (words.kept, words.readers)
            self.records = records.map(Record.init)
        }
    }

    struct Record: Sendable, Encodable {
        let title: String
        let isPast: Bool
        let facts: [Fact]

        init(_ record: HeldRecord) {
            (title, isPast) = (record.title, record.isPast)
            facts = record.facts.map { Fact(name: $0.name, label: $0.label, value: $0.value, note: $0.note) }
        }
    }

    struct Fact: Sendable, Encodable {
        let name: String
        let label: String
        let value: String
        let note: String
    }

    struct Read: Sendable, Encodable {
        let id: String
        let at: String
        let reader: String
        let action: String
        let title: String
        let purpose: String
        let legalBasis: String?
        let record: String?

        init(_ read: PersonRead, _ words: ReadWords) {
            (id, at) = ("\(read.line.id)", read.line.at.rfc3339)
            (reader, action) = (words.reader(read), read.line.action)
            title = words.title(read.line.action)
            purpose = read.line.purpose.map(words.purpose) ?? ""
            (legalBasis, record) = (read.line.legalBasis, read.record)
        }
    }

    /// One fact a row, then one reading a row.
    var csv: [UInt8] {
        var writer = CSVWriter()
        writer.row([t("Mục"), t("Bản ghi"), t("Tên"), t("Giá trị"), t("Ghi chú")])
        for part in holdings {
            for record in part.records {
                for fact in record.facts { writer.row([part.title, record.title, fact.label, fact.value, fact.note]) }
            }
        }
        for read in reads { writer.row([t("Ai đã xem"), read.at, read.reader, read.title, read.purpose]) }
        return writer.bytes
    }
}
