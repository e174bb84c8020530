import HTTPTypes
import Kernel

/// What people read when something cannot be done: what is wrong, why, what to do next. Nothing typed is lost.
enum RefusalPages {
    static func page(for problem: Problem, visit: Visit, typed: FormData?) -> Page {
        Page(problem.title) {
            """
            <section class="stack">
            <h1>\(problem.title)</h1>
            \(advice(for: problem.status).map { "<p>\($0)</p>" as HTML })
            \(problem.detail.map { "<p>\($0)</p>" as HTML })
            \(problem.errors.isEmpty ? nil : "<ul>\(problem.errors.map { "<li>\($0.message)</li>" as HTML })</ul>" as HTML)
            \(typed.flatMap { sendAgain($0, to: visit.path) })
            <div class="acts"><a class="btn quiet" href="/">\(t("Về trang chủ"))</a>\
            \(problem.status == .forbidden && visit.signedIn != nil ? roles : nil)\
            <a class="btn plain" href="/help">\(t("Nhờ người giúp"))</a></div>
            \(problem.incident.map {
                "<p class=\"small soft\">\(t("Mã để báo cho chúng tôi:")) <span class=\"code\">\($0)</span></p>" as HTML
            })
            </section>
            """
        }
        .failed()
    }

    /// A role that ended with its unit is a usual reason, and that page says so.
    private static var roles: HTML {
        "<a class=\"btn plain\" href=\"\(FormerRole.path)\">\(t("Vai trò của tôi"))</a>"
    }

    private static func advice(for status: HTTPResponse.Status) -> String? {
        switch status.code {
        case 404: t("Có thể đường dẫn gõ thiếu chữ, hoặc trang đã chuyển chỗ. Những gì bạn đã ghi vẫn còn nguyên.")
        case 403:
            t("Nếu bạn cần làm việc này, hãy hỏi quản trị viên của cơ quan. Biểu mẫu cũ thì tải lại trang rồi gửi lại.")
        case 409: t("Bạn mở lại trang để xem bản mới nhất rồi làm tiếp.")
        case 413: t("Bạn chụp lại với cỡ ảnh nhỏ hơn, hoặc chia thành nhiều tệp.")
        case 429: t("Bạn chờ một lát rồi thử lại. Tài khoản không bị khoá.")
        case 503, 507:
            t(
                "Những gì đã được xác nhận vẫn còn nguyên. Nội dung bạn vừa ghi ở ngay dưới đây, bạn gửi lại sau ít phút."
            )
        case 500: t("Lỗi này do chúng tôi. Chúng tôi đã ghi lại để sửa. Bạn có thể thử lại.")
        default: nil
        }
    }

    /// What was typed, shown and ready to be sent again with the same key, so that it cannot count twice.
    private static func sendAgain(_ typed: FormData, to path: String) -> HTML? {
        guard !typed.typed.isEmpty else { return nil }
        return """
            <form method="post" action="\(path)" class="stack">
            <h2>\(t("Nội dung bạn vừa ghi"))</h2>
            \(typedList(typed))
            \(hidden(typed.fields))
            <p class="acts"><button class="btn">\(t("Gửi lại"))</button></p>
            </form>
            """
    }

    /// What people wrote, without the names and numbers that only forms know.
    private static func typedList(_ typed: FormData) -> HTML {
        let said = typed.typed.filter { field in
            !field.name.lowercased().contains("password") && field.value.count > 1 && ID<Form.Key>(field.value) == nil
        }
        return "<div class=\"panel stack tight\">\(said.map { "<p class=\"said\">\($0.value)</p>" as HTML })</div>"
    }

    /// The session ended while a form was being filled: signing in carries what was typed along.
    static func signInAgain(visit: Visit, typed: FormData) -> Page {
        Page(t("Phiên làm việc đã hết")) {
            """
            <section class="stack">
            <h1>\(t("Phiên làm việc đã hết"))</h1>
            <p>\(t("Bạn đăng nhập lại. Những gì bạn vừa ghi được giữ và gửi tiếp sau khi đăng nhập."))</p>
            \(typedList(typed))
            <form method="post" action="/sign-in" class="stack">
            \(HeldForm(path: visit.path, form: typed).fields)
            \(Field.text("login", t("Tên đăng nhập"), autocomplete: "username"))
            \(Field.password("password", t("Mật khẩu"), autocomplete: "current-password"))
            <div class="acts"><button class="btn">\(t("Đăng nhập"))</button></div>
            </form></section>
            """
        }
        .failed()
    }

    /// A form of an earlier session: what was typed is sent on by one press, with a fresh token.
    static func oldForm(visit: Visit, typed: FormData) -> Page {
        Page(t("Biểu mẫu đã cũ")) {
            """
            <section class="stack">
            <h1>\(t("Biểu mẫu đã cũ"))</h1>
            <p>\(t("Biểu mẫu này mở từ lần đăng nhập trước. Những gì bạn ghi vẫn còn: bạn xem lại rồi gửi."))</p>
            \(typedList(typed))
            \(Form.post(visit.path, visit, attributes: " class=\"stack\"", """
                \(hidden(typed.typed))<p class="acts"><button class="btn">\(t("Gửi lại"))</button>\
                <a class="btn plain" href="/">\(t("Không, về trang chủ"))</a></p>
                """))
            </section>
            """
        }
        .failed()
    }

    private static func hidden(_ fields: [(name: String, value: String)]) -> HTML {
        "\(fields.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" as HTML })"
    }

    /// The same form was sent before with other content, for example after the back button.
    static func alreadySent(location: String) -> Page {
        Page(t("Bạn đã gửi biểu mẫu này")) {
            """
            <section class="stack">
            <h1>\(t("Bạn đã gửi biểu mẫu này"))</h1>
            <p>\(t("Lần gửi trước đã được ghi nhận, nên lần này không ghi thêm. Muốn sửa, bạn mở kết quả của lần trước."))</p>
            <div class="acts"><a class="btn" href="\(location)">\(t("Mở kết quả"))</a></div>
            </section>
            """
        }
    }
}
