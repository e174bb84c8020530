import Kernel
import Web

/// The catalogue as people search it.
struct CatalogueView: Sendable {
    let query: CatalogueQuery
    let isFirstPage: Bool
    let page: KeysetPage<ProcedureLine>
    let fields: [(field: String, count: Int)]
    let suggestions: [ProcedureLine]

    var total: Int { fields.reduce(0) { query.field.isEmpty || $1.field == query.field ? $0 + $1.count : $0 } }

    var html: HTML {
        """
        <h1>\(t("Bạn cần làm giấy tờ gì?"))</h1>
        \(SeekView(text: query.text).html)
        \(chips)
        \(page.items.isEmpty ? nothing : found)
        """
    }

    private var chips: HTML {
        let all = fields.reduce(0) { $0 + $1.count }
        return """
            <nav aria-label="\(t("Lĩnh vực"))"><ul class="chips">\
            <li><a href="\(address(field: ""))"\(current(query.field.isEmpty))>\(t("Tất cả")) \
            <span class="n">\(all)</span></a></li>\
            \(fields.map { entry -> HTML in
                """
                <li><a href="\(address(field: entry.field))"\(current(entry.field == query.field))>\(entry.field) \
                <span class="n">\(entry.count)</span></a></li>
                """
            })</ul></nav>
            """
    }

    private func current(_ isCurrent: Bool) -> HTML? { isCurrent ? " aria-current=\"true\"" : nil }

    private var found: HTML {
        """
        <section aria-labelledby="found"><h2 id="found">\(tn("Tìm thấy {n} thủ tục", count: total))</h2>
        \(order)
        <ul class="list">\(page.items.map { ProcedureItem(line: $0).html })</ul>
        <nav class="pager" aria-label="\(t("Trang"))"><span class="soft">\(tn("{n} thủ tục", count: total))</span>\
        <span class="row">\
        \(isFirstPage ? nil : "<a class=\"btn quiet\" href=\"\(address())\">\(t("Trang đầu"))</a>" as HTML)\
        \(page.next.map { "<a class=\"btn quiet\" href=\"\(address(after: $0))\" rel=\"next\">\(t("Trang sau"))</a>" as HTML })\
        </span></nav></section>
        """
    }

    private var order: HTML {
        """
        <form class="filters" action="/procedures">\
        <input type="hidden" name="q" value="\(query.text)"><input type="hidden" name="field" value="\(query.field)">\
        <label>\(t("Nơi làm"))<select class="input" name="level">\
        \(option("", t("Mọi nơi"), query.level == nil))\
        \(option("commune", t("UBND xã"), query.level == .commune))\
        \(option("province", t("Cấp tỉnh, cấp bộ"), query.level == .province))</select></label>\
        <label>\(t("Xếp theo"))<select class="input" name="sort">\
        \(option("name", t("Tên"), query.sort == .name))\
        \(option("term", t("Làm nhanh nhất"), query.sort == .term))</select></label>\
        <button class="btn quiet">\(Icon.filter.html)\(t("Lọc"))</button></form>
        """
    }

    private func option(_ value: String, _ label: String, _ isChosen: Bool) -> HTML {
        "<option value=\"\(value)\"\(isChosen ? " selected" as HTML : nil)>\(label)</option>"
    }

    private var nothing: HTML {
        """
        <section class="stack tight" aria-labelledby="found">\
        <h2 id="found">\(t("Không tìm thấy “{text}”", ["text": query.text]))</h2>
        \(suggestions.isEmpty
            ? "<p>\(t("Bạn viết ngắn hơn, ví dụ “khai sinh”, hoặc chọn một lĩnh vực ở trên."))</p>" as HTML
            : similar)
        <p><a href="/procedures">\(t("Xem tất cả thủ tục"))</a></p></section>
        """
    }

    private var similar: HTML {
        """
        <p>\(t("Bạn thử một trong các việc gần giống:"))</p>
        <ul class="list">\(suggestions.map { ProcedureItem(line: $0).html })</ul>
        """
    }

    private func address(field: String? = nil, after: String? = nil) -> Address {
        Address(
            "/procedures",
            [
                "q": query.text, "field": field ?? query.field, "level": query.level?.rawValue,
                "sort": query.sort == .name ? nil : query.sort.rawValue, "after": after,
            ])
    }
}

/// The search field of the catalogue.
struct SeekView: Sendable {
    var text = ""

    var html: HTML {
        """
        <form class="seek" role="search" action="/procedures"><label class="sr" for="q">\(t("Tìm việc cần làm"))</label>\
        <input id="q" name="q" type="search" value="\(text)" placeholder="\(t("Ví dụ: làm khai sinh"))" \
        autocomplete="off" maxlength="200"><button aria-label="\(t("Tìm"))">\(Icon.search.html)</button></form>
        """
    }
}

/// A procedure in a list.
struct ProcedureItem: Sendable {
    let line: ProcedureLine

    var html: HTML {
        """
        <li><a href="\(Address("/procedures/\(line.code)", [:]))"><b>\(line.shortName)</b>\
        <span class="small soft">\(line.field) · \(line.level) · \(line.term.label) · \(line.fee.label)</span>\
        \(Icon.go.html)</a></li>
        """
    }
}

/// One procedure: what it takes, then the one button.
struct ProcedureView: Sendable {
    let procedure: Procedure
    let visit: Visit

    var html: HTML {
        """
        <h1>\(procedure.shortName)</h1>
        <ul class="key-facts"><li>\(Icon.clock.html)\(procedure.term.label)</li>\
        <li>\(Icon.coin.html)\(procedure.fee.label)</li><li>\(Icon.building.html)\(procedure.level)</li>\
        <li>\(Icon.globe.html)\(procedure.isOnline ? t("Nộp được trên mạng") : t("Chỉ nộp trực tiếp"))</li></ul>
        \(procedure.isDemoVersion ? demo : nil)
        \(start)
        <section class="prose"><h2>\(t("Giấy tờ cần có"))</h2>\
        <ul>\(procedure.papers.map { "<li>\($0)</li>" as HTML })</ul></section>
        <details class="more"><summary>\(t("Căn cứ và chi tiết"))</summary><dl class="facts">\
        \(fact(t("Mã thủ tục"), procedure.code))\(fact(t("Tên đầy đủ"), procedure.name))\
        \(fact(t("Lĩnh vực"), procedure.field))\(fact(t("Quyết định công bố"), procedure.decision))\
        \(fact(t("Cách nộp"), procedure.channels.joined(separator: ", ")))\
        \(fact(t("Lệ phí theo văn bản"), procedure.fee.note))\(fact(t("Nguồn"), procedure.source))\
        </dl></details>
        """
    }

    private var demo: HTML {
        """
        <div class="notice" data-s="warn">\(Icon.info.html)<div>\
        \(t("Bản chạy thử: nội dung công bố năm 2026, ở đây tính như có từ {day}.", ["day": Format.day(procedure.validFrom)]))\
        </div></div>
        """
    }

    private var start: HTML {
        let help: HTML = "<a class=\"btn quiet\" href=\"/help\">\(Icon.hand.html)\(t("Nhờ người giúp"))</a>"
        guard procedure.isOnline else {
            return """
                <div class="notice">\(Icon.info.html)<div>\
                \(t("Thủ tục này chưa nộp trên mạng được. Bạn mang giấy tờ đến Bộ phận Một cửa."))</div></div>
                <div class="acts">\(help)</div>
                """
        }
        guard visit.signedIn != nil else {
            let signIn = Address("/sign-in", ["next": "/procedures/\(procedure.code)"])
            return """
                <div class="acts"><a class="btn" href="\(signIn)">\(t("Đăng nhập để bắt đầu"))</a>\(help)</div>
                """
        }
        return Form.post(
            "/procedures/\(procedure.code)/filing", visit,
            "<div class=\"acts\"><button class=\"btn\">\(t("Bắt đầu"))</button>\(help)</div>")
    }

    private func fact(_ name: String, _ value: String) -> HTML? {
        value.isEmpty ? nil : "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
    }
}
