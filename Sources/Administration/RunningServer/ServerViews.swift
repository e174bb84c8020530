import Kernel
import Web

/// Whether all is well, at a glance.
struct ServerHealth {
    let isReachable: Bool
    let databaseBytes: Int
    /// Steps of the schema that have run.
    let migrations: [String]
    let deadJobs: Int
    let version: String

    var isWell: Bool { isReachable && deadJobs == 0 }
}

struct ServerView {
    let visit: Visit
    let health: ServerHealth
    let groups: [FactGroup]

    var page: Page { Page(t("Máy chủ"), face: .officer) { html } }

    private var html: HTML {
        """
        <h1>\(t("Máy chủ"))</h1>
        <div class="grid">\(healthPanel)\(groups.enumerated().map { panel($0.element, number: $0.offset) })</div>
        <section aria-labelledby="steps"><h2 id="steps">\(t("Các bước dựng cơ sở dữ liệu"))</h2>
        <details class="more"><summary>\(tn("{n} bước đã chạy", count: health.migrations.count))</summary><ul>\
        \(health.migrations.map { "<li class=\"code\">\($0)</li>" as HTML })</ul></details></section>
        <p class="row"><a class="hit" href="/metrics">\(t("Số đo cho máy giám sát"))</a>\
        <a class="hit" href="/readyz">\(t("Kiểm tra sẵn sàng"))</a></p>
        """
    }

    private var healthPanel: HTML {
        """
        <section class="panel" aria-labelledby="health"><h2 id="health">\(t("Sức khoẻ"))</h2><dl class="facts">\
        <div><dt>Thác Bà</dt><dd>\(health.version)</dd></div>\
        <div><dt>\(t("Tình trạng"))</dt><dd>\(health.isWell ? well : unwell)</dd></div>\
        <div><dt>\(t("Dung lượng cơ sở dữ liệu"))</dt><dd>\(Format.bytes(health.databaseBytes))</dd></div>\
        <div><dt>\(t("Việc nền hỏng"))</dt><dd>\(deadJobs)</dd></div></dl></section>
        """
    }

    private var well: HTML { "<span class=\"tag\" data-s=\"ok\">\(t("Chạy tốt"))</span>" }

    private var unwell: HTML { "<span class=\"tag\" data-s=\"late\">\(t("Cần kiểm tra"))</span>" }

    private var deadJobs: HTML {
        visit.holds(.manageJobs)
            ? "<a href=\"/admin/jobs?state=dead\">\(Format.number(health.deadJobs))</a>"
            : "\(Format.number(health.deadJobs))"
    }

    private func panel(_ group: FactGroup, number: Int) -> HTML {
        """
        <section class="panel" aria-labelledby="facts-\(number)"><h2 id="facts-\(number)">\(group.title)</h2>\
        <dl class="facts">\(group.facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" as HTML })</dl></section>

        """
    }
}
