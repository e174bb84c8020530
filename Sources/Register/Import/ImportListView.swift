import Kernel
import Web

/// A file to send, and what was sent before.
struct ImportListView: Sendable {
    let visit: Visit
    let imports: [ResidentImport]
    let next: ID<ResidentImport>?
    var problems = FieldProblems()

    var page: Page {
        let title = t("Nạp danh sách người dân")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .normal) {
            html
        }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))<h1>\(t("Nạp danh sách người dân"))</h1>
        <section class="panel" aria-labelledby="send"><h2 id="send">\(t("Gửi danh sách"))</h2>
        <p>\(t("Tệp CSV, dòng đầu là tên cột. Máy kiểm tra từng dòng trước; chưa ghi gì vào sổ cho đến khi bạn đồng ý."))</p>
        \(Form.upload("/residents/import", visit, attributes: " class=\"form stack\"", """
            \(Field.file(
                "file", t("Danh sách"), hint: t("Nhiều nhất 20 MB. Danh sách lớn hơn do quản trị hệ thống nạp bằng lệnh."),
                error: problems["file"], accept: ".csv,.txt", isMany: false))
            <p class="acts"><button class="btn">\(Icon.up.html)\(t("Gửi"))</button></p>
            """))</section>
        <section aria-labelledby="earlier"><h2 id="earlier">\(t("Danh sách đã gửi"))</h2>
        \(imports.isEmpty ? empty : table)\(next.map(onwards))</section>
        """
    }

    private func onwards(_ last: ID<ResidentImport>) -> HTML {
        Pager.next(Address("/residents/import", ["before": last.description]))
    }

    private var empty: HTML {
        "<p class=\"soft\">\(t("Bạn chưa gửi danh sách nào."))</p>"
    }

    private var table: HTML {
        """
        <table class="data cards"><caption class="sr">\(t("Danh sách đã gửi"))</caption><thead><tr>\
        <th scope="col">\(t("Tệp"))</th><th scope="col">\(t("Gửi lúc"))</th>\
        <th scope="col" class="num">\(t("Số dòng"))</th><th scope="col">\(t("Tình trạng"))</th></tr></thead>
        <tbody>\(imports.map(row))</tbody></table>
        """
    }

    private func row(_ known: ResidentImport) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="/residents/import/\(known.id)">\(known.fileName)</a></td>\
        <td class="nw" data-th="\(t("Gửi lúc"))">\(Format.dateTime(known.createdAt))</td>\
        <td class="num" data-th="\(t("Số dòng"))">\(known.counts.total == 0 ? "–" : Format.number(known.counts.total))\
        </td><td>\(known.state.tag)</td></tr>

        """
    }
}

extension ImportState {
    var tag: HTML {
        let look: HTML =
            switch self {
            case .uploaded, .checked: "you"
            case .checking, .running: "run"
            case .done: "ok"
            case .cancelled: "stop"
            case .failed: "late"
            }
        return "<span class=\"tag\" data-s=\"\(look)\">\(label)</span>"
    }
}
