import HTTPTypes
import Kernel
import Store
import Web

/// A list that leaves the house: with a reason, and with a line for everybody on it.
struct ExportDoors: Sendable {
    static let most = 2_000
    let database: any Database

    var doors: [Door] {
        [
            .page("/inbox.csv", .needs(.exportDossiers)) { visit, _ in
                .page(ExportView(query: InboxQuery(visit.query), problems: FieldProblems(), visit: visit).page)
            },
            .work("/inbox.csv", .needs(.exportDossiers), use: export),
        ]
    }

    /// Not an act with a key: what it answers is personal data, which must not lie in the table of answers.
    @Sendable private func export(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let query = InboxQuery(form)
        let reason = form["reason"]
        guard reason.count >= 5 else {
            let problems = FieldProblems([
                FieldProblem("reason", t("Bạn chưa ghi lý do. Ghi rõ dùng danh sách này vào việc gì."))
            ])
            return .page(ExportView(query: query, problems: problems, visit: visit).page, status: .unprocessableContent)
        }
        let scope = visit.scope(for: .exportDossiers)
        let purpose = "\(ReadPurpose.export): \(reason.prefix(300))"
        let lines = try await database.write { db in
            let found = try InboxStore(db: db).page(query, Keyset(limit: Self.most), within: scope).items
            try Journal(db: db).write(visit.readLines(found.map(\.subject), purpose: purpose))
            return found
        }
        return .download(Self.table(lines), named: "ho-so-\(visit.today.iso).csv", type: "text/csv; charset=utf-8")
    }

    private static func table(_ lines: [InboxLine]) -> [UInt8] {
        var writer = CSVWriter()
        writer.row([
            t("Mã hồ sơ"), t("Thủ tục"), t("Lĩnh vực"), t("Đơn vị"), t("Người nộp"), t("Nộp lúc"), t("Hẹn trả"),
            t("Tình trạng"), t("Người xử lý"),
        ])
        for line in lines {
            writer.row([
                line.code, line.procedureName, line.field, line.unitName, line.applicantName,
                Format.dateTime(line.submittedAt), line.dueOn.map(Format.day) ?? "", line.state.label,
                line.assigneeName ?? "",
            ])
        }
        return writer.bytes
    }
}

struct ExportView: Sendable {
    let query: InboxQuery
    let problems: FieldProblems
    let visit: Visit

    var page: Page {
        let title = t("Xuất danh sách hồ sơ")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            <p>\(tn("Danh sách có nhiều nhất {n} hồ sơ, theo điều kiện bạn đang lọc.", count: ExportDoors.most)) \
            \(t("Mỗi người có tên trong danh sách đều thấy lần xuất này cùng lý do."))</p>
            \(Form.post("/inbox.csv", visit, attributes: " class=\"form stack\"", """
                <input type="hidden" name="tab" value="\(query.tab)"><input type="hidden" name="q" value="\(query.text)">\
                <input type="hidden" name="field" value="\(query.field)">\
                <input type="hidden" name="unit" value="\(query.unit?.description ?? "")">\
                <input type="hidden" name="sort" value="\(query.sort)">
                \(Field.text(
                    "reason", t("Lý do xuất"), hint: t("Ví dụ: báo cáo tuần theo công văn số 12"),
                    error: problems["reason"], maxLength: 300))
                <p class="acts"><button class="btn">\(Icon.down.html)\(t("Xuất"))</button>\
                <a class="btn plain" href="\(query.address())">\(t("Không, quay lại"))</a></p>
                """))
            """
        }
        .back(t("Việc của tôi"), to: "/inbox")
    }
}
