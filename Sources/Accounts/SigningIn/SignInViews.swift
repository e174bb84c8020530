import Kernel
import Web

struct SignInView {
    let name: String
    let next: String
    var held: HeldForm?
    var problem: String?
    let demo: [DemoAccount]

    var page: Page {
        let title = problem == nil ? t("Đăng nhập") : t("Lỗi: {title}", ["title": t("Đăng nhập")])
        return Page(title, width: .normal) { html }.failed()
    }

    private var html: HTML {
        """
        <div class="sign"><div class="stack">
        <h1>\(t("Đăng nhập"))</h1>
        \(problem.map(errors))
        <form method="post" action="/sign-in" class="stack" novalidate>
        <input type="hidden" name="next" value="\(next)">\(held?.fields)
        <div class="field"><label for="login">\(t("Tên đăng nhập"))</label>\
        <input class="input" id="login" name="login" autocomplete="username" autocapitalize="none" \
        spellcheck="false" maxlength="200" value="\(name)"\(problem == nil ? nil : " aria-invalid=\"true\"")></div>
        \(Field.password("password", t("Mật khẩu"), autocomplete: "current-password"))
        <div class="acts"><button class="btn" data-busy="\(t("Đang kiểm tra…"))">\(t("Đăng nhập"))</button></div>
        </form></div>
        \(demo.isEmpty ? nil : demoPanel)</div>
        """
    }

    private func errors(_ problem: String) -> HTML {
        """
        <div class="errors" role="alert" tabindex="-1" aria-labelledby="errors">\
        <h2 id="errors">\(t("Chưa đăng nhập được"))</h2><ul><li><a href="#login">\(problem)</a></li></ul></div>
        """
    }

    private var demoPanel: HTML {
        """
        <section class="panel stack tight" aria-labelledby="demo"><h2 id="demo">\(t("Tài khoản dùng thử"))</h2>\
        <ul class="items">\(demo.map { account in
            """
            <li><span><b>\(account.title)</b><br><span class="soft small">\(account.name)</span></span>\
            <a class="btn quiet sm" href="\(Address("/sign-in", ["login": account.name, "next": next]))">\
            \(t("Chọn"))<span class="sr"> \(account.title)</span></a></li>
            """ as HTML
        })</ul></section>
        """
    }

    /// After the session had ended: what was typed is sent on by one press, with a fresh token.
    static func goOn(_ held: HeldForm, csrf visit: Visit) -> Page {
        Page(t("Gửi tiếp")) {
            """
            <section class="stack"><h1>\(t("Bạn đã đăng nhập lại"))</h1>
            <p>\(t("Những gì bạn ghi trước khi hết phiên vẫn còn. Bạn gửi tiếp nhé?"))</p>
            \(Form.post(held.path, visit, """
                \(held.originalFields)<div class="acts"><button class="btn">\(t("Gửi tiếp"))</button>\
                <a class="btn plain" href="/">\(t("Không, về trang chủ"))</a></div>
                """))
            </section>
            """
        }
        .failed()
    }

    static func signOut(_ visit: Visit) -> Page {
        Page(t("Đăng xuất")) {
            """
            <section class="stack"><h1>\(t("Đăng xuất khỏi máy này?"))</h1>
            <p>\(t("Máy dùng chung thì nên đăng xuất khi xong việc."))</p>
            \(Form.post("/sign-out", visit, attributes: " data-forget", """
                <div class="acts"><button class="btn">\(t("Đăng xuất"))</button>\
                <a class="btn plain" href="/account">\(t("Ở lại"))</a></div>
                """))
            </section>
            """
        }
    }
}
