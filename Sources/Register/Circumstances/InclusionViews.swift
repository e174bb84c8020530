import Kernel
import Web

struct InclusionView: Sendable {
    let subject: InclusionSubject
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems

    var page: Page {
        let title = t("Hoàn cảnh của {name}", ["name": subject.name])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            \(PurposeNote(purpose: NewResidentDoors.purpose, back: nil).html)
            \(subject.facts.isEmpty
                ? "<p class=\"soft\">\(t("Chưa ghi gì."))</p>" as HTML
                : InclusionFacts(facts: subject.facts, ends: subject.ends, ending: subject.path).html)
            <section class="panel stack" aria-labelledby="note"><h2 id="note">\(t("Ghi thêm"))</h2>
            \(Form.post("\(subject.path)/inclusion", visit, attributes: " class=\"form stack\"", form))</section>
            """
        }
        .back(subject.name, to: subject.path)
    }

    private var form: HTML {
        """
        \(Field.picks("fact", t("Điều gì?"), choices, value: typed["fact"], error: problems["fact"]))
        \(Field.text(
            "since", t("Từ ngày"), value: typed["since"], hint: t("Ví dụ: 25/07/2022"), error: problems["since"]))
        \(Field.text(
            "source", t("Giấy tờ căn cứ"), value: typed["source"],
            hint: t("Ví dụ quyết định công nhận hộ nghèo số 5, hoặc ai đã đến xem."), error: problems["source"],
            maxLength: InclusionDraft.longestSource))
        <p class="acts"><button class="btn">\(t("Ghi hoàn cảnh"))</button>\
        <a class="btn plain" href="\(subject.path)">\(t("Không, quay lại"))</a></p>
        """
    }

    private var choices: [Field.Choice] {
        InclusionFact.allCases.map { fact in
            Field.Choice(
                fact.rawValue, fact.label, note: fact.isOfHousehold ? t("ghi cho cả hộ") : nil)
        }
    }
}

/// Facts with their days and papers.
struct InclusionFacts: Sendable {
    let facts: [DatedInclusionFact]
    /// By what those ended that did.
    let ends: [ID<DatedInclusionFact>: String]
    /// The record's address for whoever may end them; nil for others.
    let ending: String?

    var html: HTML { "<dl class=\"facts\">\(facts.map(fact))</dl>" }

    private func fact(_ fact: DatedInclusionFact) -> HTML {
        """
        <div><dt>\(fact.fact.label)</dt><dd>\(RecordDays.words(
            fact.validTo == nil ? t("Đang có hiệu lực") : t("Hết hiệu lực"), from: fact.validFrom, until: fact.validTo))\
        <br><span class="small soft">\(fact.source)\
        \(ends[fact.id].map { "<br>\(t("Hết vì: {ground}", ["ground": $0]))" as HTML })</span>\
        \(fact.validTo == nil ? ending.map { end(fact, $0) } : nil)</dd></div>
        """
    }

    private func end(_ fact: DatedInclusionFact, _ record: String) -> HTML {
        """
        <br><a class="no-print" href="\(record)/inclusion/\(fact.id)">\(t("Ghi đã hết"))\
        <span class="sr"> \(fact.fact.label)</span></a>
        """
    }
}

struct InclusionEndView: Sendable {
    let subject: InclusionSubject
    let fact: DatedInclusionFact
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems

    var page: Page {
        let title = t("{fact}: ghi đã hết", ["fact": fact.fact.label])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            \(InclusionFacts(facts: [fact], ends: subject.ends, ending: nil).html)
            \(fact.validTo == nil ? form : nil)
            """
        }
        .back(subject.name, to: subject.path)
    }

    private var form: HTML {
        Form.post(
            "\(subject.path)/inclusion/\(fact.id)/ending", visit, attributes: " class=\"form stack\"",
            """
            \(Field.text(
                "day", t("Hết từ ngày"), value: typed.filled("day") ?? Format.day(visit.today), error: problems["day"]))
            \(Field.text(
                "ground", t("Giấy tờ căn cứ"), value: typed["ground"],
                hint: t("Ví dụ quyết định thoát nghèo số 7, hoặc ai đã đến xem."), error: problems["ground"],
                maxLength: InclusionDraft.longestSource))
            <p class="acts"><button class="btn">\(t("Ghi đã hết"))</button>\
            <a class="btn plain" href="\(subject.path)">\(t("Không, quay lại"))</a></p>
            """)
    }
}
