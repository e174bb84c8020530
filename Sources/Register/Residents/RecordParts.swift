import Kernel
import Web

/// Homes and households.
struct RecordHomes: Sendable {
    let record: ResidentRecord
    let visit: Visit

    var html: HTML {
        """
        <section aria-labelledby="homes"><h2 id="homes">\(t("Nơi ở"))</h2>\
        \(record.homes.isEmpty
            ? "<p class=\"soft\">\(t("Sổ chưa có nơi ở của người này."))</p>" as HTML
            : "<ol class=\"timeline\">\(record.homes.map { home($0, note: nil) })</ol>")\
        \(record.mergedHomes.isEmpty
            ? nil
            : "<ol class=\"timeline\">\(record.mergedHomes.map { home($0, note: t("Theo hồ sơ đã gộp")) })</ol>" as HTML)\
        </section>
        <section aria-labelledby="household"><h2 id="household">\(t("Hộ gia đình"))</h2>\(households)</section>
        """
    }

    private func home(_ home: Residence, note: String?) -> HTML {
        let place = record.places.place(home.communeID, home.villageID)
        let words = [home.address, place].filter { !$0.isEmpty }.joined(separator: ", ")
        return """
            <li\(home.until == nil && note == nil ? " data-s=\"now\"" as HTML : nil)><b>\(words)</b><br>\
            <span class="soft">\(RecordDays.words(home.kind.label, from: home.since, until: home.until))\
            \(note.map { ". \($0)" as HTML })</span></li>
            """
    }

    private var households: HTML {
        guard !record.households.isEmpty else {
            let none: HTML = "<p class=\"soft\">\(t("Sổ chưa ghi người này ở hộ nào."))</p>"
            guard visit.holds(.correctResidents), record.home != nil else { return none }
            return """
                \(none)<p class="acts"><a class="btn quiet sm" href="/residents/\(record.id)/household">\
                \(Icon.users.html)\(t("Lập hộ hoặc nhập hộ"))</a></p>
                """
        }
        return "\(record.households.map(household))"
    }

    private func household(_ household: (id: ID<Household>, members: [HouseholdMember])) -> HTML {
        """
        <ul class="items">\(household.members.map(member))</ul>
        \(visit.holds(.correctResidents)
            ? "<p class=\"acts\"><a class=\"btn quiet sm\" href=\"/households/\(household.id)\">\(Icon.users.html)\(t("Thay đổi trong hộ"))</a></p>"
                as HTML : nil)
        """
    }

    private func member(_ member: HouseholdMember) -> HTML {
        let name: HTML =
            member.personID == record.id
            ? "<b>\(member.fullName)</b>" : "<a href=\"/residents/\(member.personID)\">\(member.fullName)</a>"
        return "<li><span>\(name)</span><span class=\"soft\">\(member.relation.label)</span></li>"
    }
}

/// What is special about a record and accepted all the same.
struct NotesView: Sendable {
    let notes: [PersonNote]

    var html: HTML {
        """
        <div class="notice" data-s="warn">\(Icon.warn.html)<div>\(notes.map { "<p>\($0.label)</p>" as HTML })</div></div>
        """
    }
}

/// Who may act for the person, for whom the person may, and to what they belong.
struct RecordTies: Sendable {
    let record: ResidentRecord
    let visit: Visit

    private var path: String { "/residents/\(record.id)/mandates" }

    var html: HTML? {
        let isEmpty = record.mandates.isEmpty && record.held.isEmpty && record.organisations.isEmpty
        let mayWrite = visit.holds(.correctResidents)
        guard !isEmpty || mayWrite else { return nil }
        return """
            <section class="panel" aria-labelledby="ties"><h2 id="ties">\(t("Quan hệ"))</h2>\
            \(isEmpty
                ? "<p class=\"soft\">\(t("Chưa ghi ai làm thay người này."))</p>" as HTML
                : "<dl class=\"facts\">\(ties)</dl>")\
            \(mayWrite
                ? "<p class=\"no-print\"><a href=\"\(path)/new\">\(t("Ghi người làm thay"))</a></p>" as HTML
                : nil)</section>
            """
    }

    private var ties: HTML {
        """
        \(record.mandates.map { tie($0.kind.label, $0, record.names[$0.holderID], end: end($0)) })\
        \(record.held.map { tie(t("{kind} của", ["kind": $0.kind.label]), $0, record.names[$0.personID], end: nil) })\
        \(record.organisations.map(organisation))
        """
    }

    private func tie(_ name: String, _ mandate: Mandate, _ other: String?, end: HTML?) -> HTML {
        """
        <div><dt>\(name)</dt><dd>\(other ?? "")<br><span class="small soft">\(mandate.purpose). \
        \(MandateState.words(mandate, on: visit.today))</span>\(end)</dd></div>
        """
    }

    /// Those of records that were merged into this one stay as they were.
    private func end(_ mandate: Mandate) -> HTML? {
        guard visit.holds(.correctResidents), mandate.personID == record.id, mandate.holds(on: visit.today) else {
            return nil
        }
        return """
            <br><a class="no-print" href="\(path)/\(mandate.id)">\(t("Kết thúc"))\
            <span class="sr"> \(record.names[mandate.holderID] ?? "")</span></a>
            """
    }

    private func organisation(_ line: (organisation: String, member: OrganisationMember)) -> HTML {
        """
        <div><dt>\(line.member.position)</dt><dd>\(line.organisation)<br><span class="small soft">\
        \(RecordDays.words(line.member.until == nil ? t("Hiện nay") : t("Trước đây"), from: line.member.since, until: line.member.until))\
        </span></dd></div>
        """
    }
}

/// Circumstances, for those who may see them.
struct RecordInclusion: Sendable {
    let record: ResidentRecord
    let visit: Visit

    var html: HTML? {
        record.inclusion.map { facts in
            let mayWrite = visit.holds(.correctResidents)
            let path = "/residents/\(record.id)"
            return """
                <section class="panel" aria-labelledby="inclusion"><h2 id="inclusion">\(t("Hoàn cảnh"))</h2>\
                \(facts.isEmpty
                    ? "<p class=\"soft\">\(t("Chưa ghi gì."))</p>" as HTML
                    : InclusionFacts(facts: facts, ends: record.inclusionEnds, ending: mayWrite ? path : nil).html)\
                \(mayWrite
                    ? "<p class=\"no-print\"><a href=\"\(path)/inclusion\">\(t("Ghi hoàn cảnh"))</a></p>" as HTML
                    : nil)</section>
                """
        }
    }
}

/// Records that this one has taken in, and undoing it.
struct RecordMerges: Sendable {
    let record: ResidentRecord
    let visit: Visit

    var html: HTML? {
        guard !record.merges.isEmpty else { return nil }
        return """
            <section class="panel" aria-labelledby="merges"><h2 id="merges">\(t("Hồ sơ đã gộp"))</h2><ul class="items">\
            \(record.merges.map(merge))</ul></section>
            """
    }

    private func merge(_ merge: PersonMerge) -> HTML {
        """
        <li><span>\(t("Gộp {time}", ["time": Format.dateTime(merge.recording.at)]))<br><span class="small soft">\
        \(record.writers[merge.recording.by] ?? t("Hệ thống")): \(merge.recording.reason)</span></span>\
        \(merge.undoneAt.map { "<span class=\"soft\">\(t("Đã tách lại {time}", ["time": Format.dateTime($0)]))</span>" as HTML }
            ?? undo(merge))</li>
        """
    }

    private func undo(_ merge: PersonMerge) -> HTML? {
        guard visit.holds(.mergeResidents) else { return nil }
        return "<a class=\"btn quiet sm no-print\" href=\"/residents/merges/\(merge.id)\">\(t("Tách lại"))</a>"
    }
}
