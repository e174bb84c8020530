import Kernel
import Web

/// A dossier in its applicant's list.
struct DossierItem: Sendable {
    let dossier: Dossier
    let today: Day
    let calendar: WorkingCalendar

    var html: HTML {
        """
        <li><a href="\(Address("/dossiers/\(dossier.code)", [:]))">\(DossierTag(dossier, clock: clock).html)\
        <b>\(dossier.shortName)</b><span class="small soft">\(dossier.code) · \(UnitWords.office(dossier.unitName))</span>\
        \(Icon.go.html)</a></li>
        """
    }

    private var clock: DossierClock? { DossierClock(dossier, today: today, calendar) }
}

/// The state of a dossier in a word, with what its clock says while it runs.
struct DossierTag: Sendable {
    let dossier: Dossier
    let clock: DossierClock?

    init(_ dossier: Dossier, clock: DossierClock?) {
        self.dossier = dossier
        self.clock = clock
    }

    var html: HTML {
        if dossier.isOpen, let clock {
            return "<span class=\"tag\" data-s=\"\(clock.isLate ? "late" : dossier.state.tone)\">\(words(clock))</span>"
        }
        return "<span class=\"tag\" data-s=\"\(dossier.state.tone)\">\(dossier.state.label)</span>"
    }

    private func words(_ clock: DossierClock) -> String {
        t("{state}, {clock}", ["state": dossier.state.label, "clock": clock.shortLabel.lowercased()])
    }
}

/// A draft in its owner's list.
struct DraftItem: Sendable {
    let line: DraftLine

    var html: HTML {
        """
        <li><a href="/drafts/\("\(line.id)")"><span class="tag" data-s="you">\(t("Đang ghi dở"))</span>\
        <b>\(line.shortName)</b><span class="small soft">\
        \(t("Ghi lần cuối {time}", ["time": Format.dateTime(line.updatedAt)]))</span>\(Icon.go.html)</a></li>
        """
    }
}
