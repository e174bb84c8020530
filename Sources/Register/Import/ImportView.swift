import Kernel
import Web

/// How an import stands: progress while something goes on, what would happen or has happened, and the lines to mend.
struct ImportView: Sendable {
    static let mostProblems = 50

    let visit: Visit
    let known: ResidentImport
    let problems: [ImportProblem]
    /// The line behind which there are further problems.
    let next: Int?
    let hasFile: Bool

    var page: Page {
        Page(known.fileName, face: .officer, width: .normal) { html }
            .back(t("Nạp danh sách người dân"), to: "/residents/import")
    }

    private var html: HTML {
        """
        <div><h1>\(known.fileName)</h1><p class="row">\(known.state.tag)<span class="soft">\
        \(Format.bytes(known.size)) · \(t("Ngày của danh sách"))\u{a0}\(Format.day(known.fileDay))</span></p></div>
        \(known.failure.map(failure))\(known.state.isWorking ? progress : nil)\(counts)\(acts)
        \(problems.isEmpty ? nil : problemList)
        """
    }

    private func failure(_ reason: String) -> HTML {
        "<div class=\"notice\" data-s=\"urgent\" role=\"alert\">\(Icon.warn.html)<div><p>\(reason)</p></div></div>"
    }

    private var progress: HTML {
        """
        <section class="panel" aria-labelledby="progress"><h2 id="progress">\(known.state.label)</h2>
        <progress max="100" value="\(known.percent)" aria-labelledby="progress"></progress>
        <p>\(t(
            "Đã đọc {n} dòng, khoảng {share} của tệp.",
            ["n": Format.number(known.done), "share": "\(known.percent)%"]))</p>
        <p class="small soft">\(t("Trang tự xem lại mỗi 3 giây. Bạn có thể đóng trang, máy vẫn làm tiếp."))</p></section>
        """
    }

    /// While nothing is read yet there is nothing to tell.
    private var counts: HTML? {
        guard known.counts.total > 0 || known.state == .done || known.state == .checked else { return nil }
        let isWritten =
            known.state == .running || known.state == .done || (known.checked != nil && known.state == .cancelled)
        let counts = known.counts
        return """
            <section class="panel" aria-labelledby="counts"><h2 id="counts">\
            \(isWritten ? t("Đã ghi vào sổ") : t("Nếu nạp danh sách này"))</h2><dl class="facts">
            \(fact(t("Người mới"), counts.added))\(fact(t("Đã có trong sổ"), counts.matched))\
            \(fact(t("Ghi mới, chờ xem có trùng không"), counts.doubtful))\(fact(t("Không ghi được"), counts.refused))
            </dl>\(counts.refused + counts.doubtful > 0 && hasFile ? download : nil)</section>
            """
    }

    private func fact(_ name: String, _ count: Int) -> HTML {
        "<div><dt>\(name)</dt><dd>\(tn("{n} dòng", count: count))</dd></div>"
    }

    private var download: HTML {
        """
        <p><a class="btn quiet sm" href="/residents/import/\(known.id)/problems.csv">\(Icon.down.html)\
        \(t("Tải các dòng cần sửa"))</a></p>
        """
    }

    private var acts: HTML? {
        switch known.state {
        case .checked: decision
        case .checking, .running: stop
        case .done:
            known.counts.doubtful == 0
                ? nil : "<p>\(t("Những người cần xem lại nằm trong hàng chờ hồ sơ trùng."))</p>"
        case .uploaded, .cancelled, .failed: nil
        }
    }

    private var decision: HTML {
        let writes = known.counts.total - known.counts.refused
        return """
            <div class="acts">\(writes == 0 ? nil : Form.post("/residents/import/\(known.id)/run", visit, """
                <button class="btn">\(Icon.check.html)\(tn("Nạp {n} dòng vào sổ", count: writes))</button>
                """))\
            <a class="btn quiet" href="/residents/import/\(known.id)/columns">\(t("Chọn lại cột"))</a>\
            \(Form.post("/residents/import/\(known.id)/cancellation", visit, """
                <button class="btn plain">\(t("Bỏ danh sách này"))</button>
                """))</div>
            """
    }

    private var stop: HTML {
        """
        \(Form.post("/residents/import/\(known.id)/cancellation", visit, """
            <button class="btn quiet">\(Icon.cross.html)\(t("Dừng lại"))</button>
            """))
        \(known.state == .running
            ? "<p class=\"small soft\">\(t("Dừng lại thì những dòng đã ghi vẫn ở trong sổ."))</p>" as HTML : nil)
        """
    }

    private var problemList: HTML {
        """
        <section aria-labelledby="problems"><h2 id="problems">\(t("Các dòng cần xem"))</h2>
        <table class="data cards"><caption class="sr">\(t("Các dòng cần xem"))</caption><thead><tr>\
        <th scope="col" class="num">\(t("Dòng"))</th><th scope="col">\(t("Kết quả"))</th>\
        <th scope="col">\(t("Lý do"))</th></tr></thead><tbody>\(problems.map(row))</tbody></table>
        \(next.map { Pager.next(Address("/residents/import/\(known.id)", ["after": String($0)])) })</section>
        """
    }

    private func row(_ problem: ImportProblem) -> HTML {
        """
        <tr><td class="num" data-th="\(t("Dòng"))">\(problem.line)</td>\
        <td><span class="tag" data-s="\(problem.isDoubt ? "you" : "late")">\
        \(problem.isDoubt ? t("Chờ xem lại") : t("Không ghi"))</span></td><td class="full">\(problem.reason)</td></tr>

        """
    }
}
