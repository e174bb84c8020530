import Kernel
import Web

struct HouseholdView: Sendable {
    let household: Household
    /// Those who live there first, the head before the others.
    let members: [HouseholdMember]
    let place: String
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems

    private var open: [HouseholdMember] { members.filter { $0.until == nil } }
    private var path: String { "/households/\(household.id)" }

    static func large(_ count: Int) -> String {
        tn("Hộ đã có {n} người. Nếu đúng là một hộ, đánh dấu vào ô bên dưới rồi ghi lại.", count: count)
    }

    var page: Page {
        let title = open.first.map { t("Hộ của {name}", ["name": $0.fullName]) } ?? t("Hộ không còn ai")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer) { html(title) }
            .back(t("Tra cứu người dân"), to: ResidentQuery.path).flash(ResidentFlash.text(visit.query["done"]))
    }

    private func html(_ title: String) -> HTML {
        """
        \(Form.errors(problems))<div><h1>\(title)</h1>\
        <p class="soft">\([household.address, place].filter { !$0.isEmpty }.joined(separator: ", ")), \
        \(tn("{n} người", count: open.count))</p>\(PurposeNote(purpose: NewResidentDoors.purpose, back: nil).html)</div>
        <div class="split"><div class="stack loose">\(table)\(gone)</div>\
        <aside class="stack loose">\(adding)\(open.isEmpty ? nil : relating)\(open.isEmpty ? nil : leaving)</aside></div>
        """
    }

    private var table: HTML {
        """
        <table class="data cards"><caption class="sr">\(t("Người trong hộ"))</caption><thead><tr>\
        <th scope="col">\(t("Họ và tên"))</th><th scope="col">\(t("Quan hệ với chủ hộ"))</th>\
        <th scope="col">\(t("Từ ngày"))</th></tr></thead><tbody>\(open.map(row))</tbody></table>
        """
    }

    private func row(_ member: HouseholdMember) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="/residents/\(member.personID)">\(member.fullName)</a></td>\
        <td>\(member.relation.label)</td><td data-th="\(t("Từ ngày"))">\(Format.day(member.since))</td></tr>
        """
    }

    private var gone: HTML? {
        let gone = members.filter { $0.until != nil }
        guard !gone.isEmpty else { return nil }
        return """
            <section aria-labelledby="gone"><h2 id="gone">\(t("Đã từng ở hộ"))</h2><ul class="items">\
            \(gone.map { member in
                """
                <li><span>\(member.fullName)</span><span class="soft">\
                \(RecordDays.words(member.relation.label, from: member.since, until: member.until))</span></li>
                """ as HTML
            })</ul></section>
            """
    }

    private var adding: HTML {
        """
        <section class="panel" aria-labelledby="add"><h2 id="add">\(t("Thêm người"))</h2>
        \(Form.post("\(path)/members", visit, attributes: " class=\"form\"", """
            \(Field.text(
                "who", t("Ai?"), value: typed["who"], hint: t("Số định danh, hoặc họ tên nếu không trùng với ai."),
                error: problems["who"]))
            \(Field.select(
                "relation", t("Quan hệ với chủ hộ"), RelationChoices.all, value: typed["relation"],
                empty: t("Chọn quan hệ"), error: problems["relation"]))
            \(Field.text(
                "since", t("Từ ngày"), value: typed.filled("since") ?? Format.day(visit.today),
                error: problems["since"]))
            \(problems["large"].map(largeBox))
            <p class="acts"><button class="btn quiet">\(t("Thêm vào hộ"))</button></p>
            """))</section>
        """
    }

    private func largeBox(_ message: String) -> HTML {
        """
        <div class="field"><p class="error" id="large-error">\(message)</p><label class="pick">\
        <input type="checkbox" id="large" name="large" value="1" aria-describedby="large-error">\
        \(t("Đúng là một hộ"))</label></div>
        """
    }

    private var choices: [Field.Choice] { open.map { Field.Choice("\($0.personID)", $0.fullName) } }

    private var relating: HTML {
        """
        <section class="panel" aria-labelledby="relate"><h2 id="relate">\(t("Đổi chủ hộ, đổi quan hệ"))</h2>
        \(Form.post("\(path)/relation", visit, attributes: " class=\"form\"", """
            \(select("relate-person"))
            <div class="field"><label for="relate-relation">\(t("Quan hệ với chủ hộ"))</label>\
            <select class="input" id="relate-relation" name="relation">\(RelationChoices.all.map {
                "<option value=\"\($0.value)\">\($0.label)</option>" as HTML
            })</select></div>
            <p class="acts"><button class="btn quiet">\(t("Đổi từ hôm nay"))</button></p>
            """))</section>
        """
    }

    private var leaving: HTML {
        """
        <section class="panel" aria-labelledby="leave"><h2 id="leave">\(t("Rời hộ"))</h2>
        \(Form.post("\(path)/leaving", visit, attributes: " class=\"form\"", """
            \(select("leave-person"))
            \(Field.text(
                "day", t("Từ ngày"), value: typed.filled("day") ?? Format.day(visit.today), error: problems["day"]))
            <p class="acts"><button class="btn quiet">\(t("Ghi rời hộ"))</button></p>
            """))</section>
        """
    }

    /// The same field stands in two forms, so each has an id of its own.
    private func select(_ id: String) -> HTML {
        """
        <div class="field"><label for="\(id)">\(t("Ai?"))</label><select class="input" id="\(id)" name="person">\
        \(choices.map {
            "<option value=\"\($0.value)\"\($0.value == typed["person"] ? " selected" : nil)>\($0.label)</option>" as HTML
        })</select></div>
        """
    }
}
