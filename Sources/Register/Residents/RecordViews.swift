import Kernel
import Web

/// What an officer has before them of one resident.
struct RecordView: Sendable {
    let record: ResidentRecord
    let purpose: String
    let groups: EthnicGroups
    let visit: Visit
    let calendar: WorkingCalendar
    /// The number that is shown in full.
    var uncovered: ID<HeldIdentifier>?

    private var path: String { "/residents/\(record.id)" }

    var page: Page {
        Page(record.facts.fullName, face: .officer) { html }
            .back(t("Tra cứu người dân"), to: ResidentQuery.path).flash(ResidentFlash.text(visit.query["done"]))
    }

    private var html: HTML {
        """
        <div class="row between"><div><h1>\(record.facts.fullName)</h1>\
        \(PurposeNote(purpose: purpose, back: path).html)</div><span class="row no-print">\
        <button class="btn quiet sm" type="button" data-print hidden>\(Icon.print.html)\(t("In"))</button>\(edit)</span></div>
        \(record.notes.isEmpty ? nil : NotesView(notes: record.notes).html)
        <div class="split"><div class="stack loose">\(facts)\(RecordHomes(record: record, visit: visit).html)\
        \(history)</div>
        <aside class="stack loose">\(numbers)\(RecordTies(record: record, visit: visit).html)\
        \(RecordInclusion(record: record, visit: visit).html)\(corrections)\
        \(RecordMerges(record: record, visit: visit).html)</aside></div>
        """
    }

    private var edit: HTML? {
        guard visit.holds(.correctResidents) else { return nil }
        return """
            <a class="btn quiet sm" href="\(path)/corrections/new">\(Icon.pencil.html)\(t("Ghi yêu cầu sửa"))</a>\
            <a class="btn quiet sm" href="\(path)/home">\(Icon.place.html)\(t("Chuyển nơi ở"))</a>\
            <a class="btn quiet sm" href="\(path)/duplicate">\(Icon.users.html)\(t("Báo hồ sơ trùng"))</a>
            """
    }

    private var facts: HTML {
        let facts = record.facts
        return """
            <section aria-labelledby="facts"><h2 id="facts">\(t("Thông tin"))</h2><dl class="facts">\
            \(fact(t("Ngày sinh"), birth))\(fact(t("Giới tính"), facts.sex?.label))\
            \(fact(t("Dân tộc"), facts.ethnicGroup.map(groups.name)))\
            \(fact(t("Tiếng nói hằng ngày"), facts.language.flatMap(SpokenLanguages.label)))\
            \(fact(t("Điện thoại"), record.phones.isEmpty ? nil : record.phones.joined(separator: ", ")))</dl></section>
            """
    }

    private var birth: String? {
        record.facts.birth.map { birth in
            t("{birth} ({age} tuổi)", ["birth": BirthText.shown(birth), "age": birth.age(on: visit.today)])
        }
    }

    private func fact(_ name: String, _ value: String?) -> HTML {
        "<div><dt>\(name)</dt><dd>\(value ?? t("Chưa có trong sổ"))</dd></div>"
    }

    private var numbers: HTML {
        """
        <section class="panel" aria-labelledby="numbers"><h2 id="numbers">\(t("Số giấy tờ"))</h2>\
        \(record.identifiers.isEmpty
            ? "<p class=\"soft\">\(t("Chưa có số nào trong sổ."))</p>" as HTML
            : "<dl class=\"facts\">\(record.identifiers.map(number))</dl>")\
        \(visit.holds(.correctResidents)
            ? "<p class=\"no-print\"><a href=\"\(path)/numbers/new\">\(t("Ghi thêm số"))</a></p>" as HTML : nil)</section>
        """
    }

    private func number(_ held: HeldIdentifier) -> HTML {
        let isShown = held.id == uncovered
        return """
            <div><dt>\(held.identifier.kind.label)</dt><dd><span class="code">\
            \(isShown ? held.identifier.number : held.identifier.covered)</span> \
            \(isShown
                ? nil
                : "<a class=\"no-print\" href=\"\(path)/numbers/\(held.id)\">\(t("Hiện"))<span class=\"sr\"> \(held.identifier.kind.label)</span></a>"
                    as HTML)\
            <br><span class="small soft">\(standing(held))</span></dd></div>
            """
    }

    private func standing(_ held: HeldIdentifier) -> String {
        let words =
            switch held.standing {
            case .held: t("Đang dùng")
            case .disputed: t("Trùng với người khác, đang xem lại")
            case .ended: t("Không dùng nữa")
            }
        return RecordDays.words(words, from: held.validFrom, until: held.validTo)
    }

    private var corrections: HTML? {
        guard !record.corrections.isEmpty else { return nil }
        let opens = visit.holds(.correctResidents)
        return """
            <section class="panel no-print" aria-labelledby="corrections">\
            <h2 id="corrections">\(t("Yêu cầu sửa thông tin"))</h2><ul class="items">\
            \(record.corrections.map { correction in
                let title: HTML = opens
                    ? "<a href=\"\(correction.officePath)\">\(correction.field.label)</a>"
                    : "\(correction.field.label)"
                return """
                    <li><span>\(title)<br><span class="small soft code">\(correction.code)</span></span>\
                    <span class="tag" data-s="\(correction.state.tone)">\(correction.state.label)</span></li>
                    """
            })</ul></section>
            """
    }

    private var history: HTML {
        """
        <section aria-labelledby="history"><h2 id="history">\(t("Các lần ghi"))</h2><ol class="timeline">\
        \(record.versions.enumerated().map { index, version in
            step(version, before: index + 1 < record.versions.count ? record.versions[index + 1] : nil)
        })</ol></section>
        """
    }

    private func step(_ version: PersonVersion, before: PersonVersion?) -> HTML {
        let at = version.recording.at
        return """
            <li><time datetime="\(at.rfc3339)">\(Format.dateTime(at))</time>\
            <b>\(before == nil ? t("Ghi vào sổ") : t("Sửa lần {n}", ["n": version.version - 1]))</b><br>\
            <span class="soft">\(record.writers[version.recording.by] ?? t("Hệ thống"))\
            \(version.recording.reason.isEmpty ? nil : ": \(version.recording.reason)" as HTML)</span>\
            \(before.map { FactChanges(from: $0.facts, to: version.facts, groups: groups).html })</li>
            """
    }
}

/// What a version changed: the old value struck through, the new one behind it.
struct FactChanges: Sendable {
    let from: PersonFacts
    let to: PersonFacts
    let groups: EthnicGroups

    var html: HTML {
        let changes = CorrectionField.personal.compactMap { field -> HTML? in
            let (old, new) = (from.stored(field), to.stored(field))
            guard old != new else { return nil }
            return """
                <br>\(field.label): <del>\(old.map { field.shown($0, groups: groups) } ?? t("trống"))</del> \
                <ins>\(new.map { field.shown($0, groups: groups) } ?? t("trống"))</ins>
                """
        }
        return "\(changes)"
    }
}

extension CorrectionField {
    /// Those that are facts of the person, which have versions.
    static let personal: [CorrectionField] = [.fullName, .birth, .sex, .ethnicGroup, .language]
}

extension PersonFacts {
    /// The stored form of a fact; nil when it is not known or is no fact of the person.
    func stored(_ field: CorrectionField) -> String? {
        switch field {
        case .fullName: fullName
        case .birth: birth.map(BirthText.stored)
        case .sex: sex?.rawValue
        case .ethnicGroup: ethnicGroup?.rawValue
        case .language: language?.rawValue
        case .address, .personalNumber, .healthInsurance, .phone: nil
        }
    }
}

/// `Đang dùng, từ 01/02/2020 đến 03/04/2021`
enum RecordDays {
    static func words(_ words: String, from: Day?, until: Day?) -> String {
        switch (from, until) {
        case (nil, nil): words
        case (let from?, nil): t("{words}, từ {day}", ["words": words, "day": Format.day(from)])
        case (nil, let until?): t("{words}, đến {day}", ["words": words, "day": Format.day(until)])
        case (let from?, let until?):
            t(
                "{words}, từ {from} đến {until}",
                ["words": words, "from": Format.day(from), "until": Format.day(until)])
        }
    }
}
