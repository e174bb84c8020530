import Kernel
import Web

/// Pairs that wait for a decision, the longest first.
struct DuplicateListView: Sendable {
    let visit: Visit
    let lines: [Comparison]
    let next: String?
    let purpose: String

    var page: Page {
        Page(t("Hồ sơ có thể trùng"), face: .officer) { html }
            .flash(
                visit.query["done"] == "distinct" ? t("Đã ghi là hai người khác nhau. Cặp này không hiện lại.") : nil)
    }

    private var html: HTML {
        """
        <h1>\(t("Hồ sơ có thể trùng"))</h1>\(RegisterTabs(visit: visit).html)
        \(PurposeNote(purpose: purpose, back: nil).html)
        \(lines.isEmpty ? empty : table)
        \(next.map { Pager.next(Address("/residents/duplicates", ["after": $0])) })
        """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Không có cặp nào chờ xem"))</h2>
        <p>\(t("Khi một số thuộc về hai người, hoặc công chức thấy hai hồ sơ có thể là một, cặp ấy hiện ở đây."))</p>\
        \(Brand.terraces)</section>
        """
    }

    private var table: HTML {
        """
        <table class="data cards inbox"><caption class="sr">\(t("Hồ sơ có thể trùng"))</caption><thead><tr>\
        <th scope="col">\(t("Hai hồ sơ"))</th><th scope="col">\(t("Vì sao"))</th>\
        <th scope="col">\(t("Thấy từ"))</th></tr></thead><tbody>\(lines.map(row))</tbody></table>
        """
    }

    private func row(_ line: Comparison) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="/residents/duplicates/\(line.match.id)">\
        \(line.first.facts.fullName) – \(line.second.facts.fullName)</a><br>\
        <span class="soft small">\(line.sides.map(\.place).filter { !$0.isEmpty }.joined(separator: " · "))</span></td>\
        <td data-th="\(t("Vì sao"))">\(LikenessWords.all(line.likeness))\
        \(line.report.map { "<br><span class=\"soft small\">\($0.reason)</span>" as HTML })</td>\
        <td data-th="\(t("Thấy từ"))">\(Format.day(line.match.foundAt.day))</td></tr>
        """
    }
}

enum LikenessWords {
    /// Short, in one line.
    static func all(_ likeness: [Comparison.Likeness]) -> String {
        likeness.isEmpty ? t("Có người báo") : likeness.map(word).joined(separator: ", ")
    }

    static func word(_ likeness: Comparison.Likeness) -> String {
        switch likeness {
        case .sameNumber(let identifier): t("cùng {kind}", ["kind": identifier.kind.label.lowercased()])
        case .sameName: t("cùng tên")
        case .nearName: t("tên gần giống")
        case .sameBirth: t("cùng ngày sinh")
        case .birthMayBe: t("ngày sinh không trái nhau")
        case .samePhone: t("cùng điện thoại")
        case .sameVillage: t("cùng thôn")
        }
    }
}

/// The rows of two records, in words.
struct ComparedRows: Sendable {
    let groups: EthnicGroups

    func value(_ row: Comparison.Row, _ side: Comparison.Side) -> String {
        switch row {
        case .name: side.facts.fullName
        case .birth: side.facts.birth.map(BirthText.shown) ?? ""
        case .sex: side.facts.sex?.label ?? ""
        case .ethnicGroup: side.facts.ethnicGroup.map(groups.name) ?? ""
        case .numbers:
            side.identifiers.map { "\($0.identifier.kind.label) \($0.identifier.covered)" }.joined(separator: "; ")
        case .phones: side.phones.joined(separator: ", ")
        case .home: [side.home?.address ?? "", side.place].filter { !$0.isEmpty }.joined(separator: ", ")
        case .household: side.householdSize == 0 ? "" : tn("{n} người trong hộ", count: side.householdSize)
        case .recorded: Format.day(side.recordedAt.day)
        }
    }

    /// Compared by the facts themselves: covered numbers may look alike and differ.
    func differs(_ row: Comparison.Row, _ one: Comparison.Side, _ other: Comparison.Side) -> Bool {
        row == .numbers
            ? Set(one.identifiers.map(\.identifier)) != Set(other.identifiers.map(\.identifier))
            : value(row, one) != value(row, other)
    }

    func facts(of side: Comparison.Side, beside other: Comparison.Side) -> HTML {
        let rows = Comparison.Row.allCases.map { row -> HTML in
            let value = value(row, side)
            let words = value.isEmpty ? t("Chưa có trong sổ") : value
            return differs(row, side, other)
                ? "<div class=\"differs\"><dt data-mark=\"\(t("khác"))\">\(label(row))</dt><dd>\(words)</dd></div>"
                : "<div><dt>\(label(row))</dt><dd>\(words)</dd></div>"
        }
        return "<dl class=\"facts\">\(rows)</dl>"
    }

    private func label(_ row: Comparison.Row) -> String {
        switch row {
        case .name: t("Họ và tên")
        case .birth: t("Ngày sinh")
        case .sex: t("Giới tính")
        case .ethnicGroup: t("Dân tộc")
        case .numbers: t("Số giấy tờ")
        case .phones: t("Điện thoại")
        case .home: t("Nơi ở")
        case .household: t("Hộ gia đình")
        case .recorded: t("Ghi vào sổ")
        }
    }
}

struct ComparisonView: Sendable {
    let comparison: Comparison
    let visit: Visit
    let groups: EthnicGroups
    let purpose: String
    var typed = FormData()
    var problems = FieldProblems()

    private var path: String { "/residents/duplicates/\(comparison.match.id)" }

    var page: Page {
        let title = t("Hai hồ sơ này có phải một người?")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer) { html }
            .back(t("Hồ sơ có thể trùng"), to: "/residents/duplicates")
    }

    private var html: HTML {
        """
        \(Form.errors(problems))<h1>\(t("Hai hồ sơ này có phải một người?"))</h1>
        <p>\(t("Vì sao nghi trùng: {reasons}.", ["reasons": LikenessWords.all(comparison.likeness)]))</p>
        \(comparison.report.map(report))
        \(PurposeNote(purpose: purpose, back: nil).html)
        <div class="versions">\(side(comparison.first, t("Hồ sơ thứ nhất"), "one"))\
        \(side(comparison.second, t("Hồ sơ thứ hai"), "two"))</div>
        <div class="grid">\(merging)\(parting)</div>
        """
    }

    private func report(_ report: MatchReport) -> HTML {
        """
        <p class="notice">\(Icon.info.html)<span>\(t("{name} báo {time}: {reason}", [
            "name": report.reporter, "time": Format.dateTime(report.reportedAt), "reason": report.reason,
        ]))</span></p>
        """
    }

    private func side(_ side: Comparison.Side, _ title: String, _ id: String) -> HTML {
        let other = side.id == comparison.first.id ? comparison.second : comparison.first
        return """
            <section aria-labelledby="\(id)"><h2 id="\(id)"><a href="/residents/\(side.id)">\(title)</a></h2>\
            \(ComparedRows(groups: groups).facts(of: side, beside: other))</section>
            """
    }

    private var merging: HTML {
        let choices = comparison.sides.enumerated().map { index, side in
            Field.Choice(
                "\(side.id)", index == 0 ? t("Giữ hồ sơ thứ nhất") : t("Giữ hồ sơ thứ hai"),
                note: side.id == comparison.suggested ? t("Nhiều thông tin hơn") : nil)
        }
        return """
            <section class="panel stack" aria-labelledby="merge"><h2 id="merge">\(t("Là một người"))</h2>\
            <p class="soft">\(t("Hồ sơ kia nhường chỗ và vẫn còn nguyên: gộp nhầm thì tách lại được."))</p>
            \(Form.post("\(path)/merge", visit, attributes: " class=\"form\"", """
                \(Field.picks("kept", t("Giữ hồ sơ nào?"), choices, value: typed["kept"], error: problems["kept"]))
                \(Field.text(
                    "reason", t("Giấy tờ căn cứ"), value: typed["reason"], hint: t("Giấy tờ nào cho thấy là một người?"),
                    error: problems["reason"], maxLength: 300))
                <p class="acts"><button class="btn">\(t("Gộp hai hồ sơ"))</button></p>
                """))</section>
            """
    }

    private var parting: HTML {
        """
        <section class="panel stack" aria-labelledby="part"><h2 id="part">\(t("Là hai người khác nhau"))</h2>\
        <p class="soft">\(t("Cặp này sẽ không được hỏi lại."))</p>
        \(Form.post("\(path)/parting", visit, attributes: " class=\"form\"", """
            \(Field.text(
                "distinct", t("Giấy tờ căn cứ"), value: typed["distinct"], hint: t("Ai đã xem, giấy tờ nào cho thấy?"),
                error: problems["distinct"], maxLength: 300))
            <p class="acts"><button class="btn quiet">\(t("Không phải một người"))</button></p>
            """))</section>
        """
    }
}

/// What undoing a merge brings back, before it is done.
struct UndoView: Sendable {
    let merge: PersonMerge
    let kept: Comparison.Side
    let back: Comparison.Side
    let visit: Visit
    let groups: EthnicGroups
    let purpose: String
    var typed = FormData()
    var problems = FieldProblems()

    var page: Page {
        let title = t("Tách lại hồ sơ đã gộp")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer) { html }
            .back(kept.facts.fullName, to: "/residents/\(kept.id)")
    }

    private var html: HTML {
        """
        \(Form.errors(problems))<h1>\(t("Tách lại hồ sơ đã gộp"))</h1>
        <p>\(t("Gộp lúc {time}, lý do: {reason}.", ["time": Format.dateTime(merge.recording.at), "reason": merge.recording.reason]))</p>
        \(PurposeNote(purpose: purpose, back: nil).html)
        <div class="versions"><section aria-labelledby="kept"><h2 id="kept">\(t("Hồ sơ đang giữ"))</h2>\
        \(ComparedRows(groups: groups).facts(of: kept, beside: back))</section>
        <section data-s="you" aria-labelledby="back"><h2 id="back">\(t("Sẽ trở lại"))</h2>\
        <p>\(t("như trước khi gộp"))</p>\(ComparedRows(groups: groups).facts(of: back, beside: kept))</section></div>
        \(merge.undoneAt == nil ? form : "<p class=\"notice\">\(t("Hai hồ sơ đã được tách lại rồi."))</p>")
        """
    }

    private var form: HTML {
        Form.post(
            "/residents/merges/\(merge.id)/undoing", visit, attributes: " class=\"form\"",
            """
            \(Field.text("reason", t("Vì sao tách lại"), value: typed["reason"], error: problems["reason"], maxLength: 300))
            <p class="acts"><button class="btn">\(t("Tách lại hai hồ sơ"))</button>\
            <a class="btn plain" href="/residents/\(kept.id)">\(t("Không, quay lại"))</a></p>
            """)
    }
}
