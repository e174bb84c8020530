import Kernel
import Web

struct AccountListView {
    static let pageLength = 50

    let visit: Visit
    let accounts: [Account]
    let next: Account?

    var page: Page { Page(t("Tài khoản"), face: .officer) { html } }

    private var html: HTML {
        """
        <div class="row between"><h1>\(t("Tài khoản"))</h1>\
        <a class="btn" href="/admin/accounts/new">\(Icon.plus.html)\(t("Thêm tài khoản"))</a></div>
        <form class="filters" role="search"><label class="grow">\(t("Tìm"))\
        <input class="input" type="search" name="q" value="\(visit.query["q"])" \
        placeholder="\(t("Tên, tên đăng nhập"))"></label>\
        <button class="btn quiet">\(Icon.filter.html)\(t("Lọc"))</button></form>
        \(accounts.isEmpty ? empty : table)
        \(next.map { Pager.next(Address("/admin/accounts", ["q": visit.query["q"], "after": $0.id.description])) })
        """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Không có tài khoản nào khớp"))</h2>\
        <p>\(t("Bạn thử bỏ bớt chữ, hoặc viết không dấu cũng được."))</p>\(Brand.terraces)</section>
        """
    }

    private var table: HTML {
        """
        <table class="data cards inbox"><caption class="sr">\(t("Tài khoản"))</caption><thead><tr>\
        <th scope="col" aria-sort="ascending">\(t("Tên"))</th><th scope="col">\(t("Tên đăng nhập"))</th>\
        <th scope="col">\(t("Tình trạng"))</th><th scope="col">\(t("Lập ngày"))</th></tr></thead>
        <tbody>\(accounts.map(row))</tbody></table>
        """
    }

    private func row(_ account: Account) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="/admin/accounts/\(account.id)">\(account.displayName)</a></td>\
        <td data-th="\(t("Tên đăng nhập"))">\(account.name)</td><td>\(StateTag.html(account.state))</td>\
        <td data-th="\(t("Lập ngày"))">\(Format.day(account.createdAt.day))</td></tr>
        """
    }
}

enum StateTag {
    static func html(_ state: Account.State) -> HTML {
        switch state {
        case .active: "<span class=\"tag\" data-s=\"ok\">\(t("Đang dùng"))</span>"
        case .disabled: "<span class=\"tag\" data-s=\"stop\">\(t("Đã khoá"))</span>"
        }
    }
}

struct NewAccountView {
    let visit: Visit
    var typed = FormData()
    var problems = FieldProblems()

    static func field(of refusal: any Refusal) -> String {
        switch refusal {
        case AccountRefusal.nameMalformed, AccountRefusal.nameTaken: "name"
        default: "displayName"
        }
    }

    var page: Page {
        let title = problems.isEmpty ? t("Thêm tài khoản") : t("Lỗi: {title}", ["title": t("Thêm tài khoản")])
        return Page(title, face: .officer, width: .slim) { html }.back(t("Tài khoản"), to: "/admin/accounts")
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <h1>\(t("Thêm tài khoản"))</h1>
        \(Form.post("/admin/accounts", visit, attributes: " class=\"form\" data-warn", """
            \(Field.text("displayName", t("Họ tên"), value: typed["displayName"], error: problems["displayName"]))
            \(Field.text(
                "name", t("Tên đăng nhập"), value: typed["name"],
                hint: t("Chữ thường, số, dấu chấm hoặc gạch ngang."), error: problems["name"]))
            <p class="acts"><button class="btn">\(t("Thêm tài khoản"))</button>\
            <a class="btn plain" href="/admin/accounts">\(t("Không, quay lại"))</a></p>
            """))
        """
    }
}

/// The only time that a made-up password can be read.
struct NewPasswordView {
    let account: Account
    let password: String

    var page: Page {
        Page(t("Mật khẩu mới"), face: .officer, width: .slim) {
            """
            <h1>\(t("Mật khẩu mới của {name}", ["name": account.displayName]))</h1>
            <p>\(t("Mật khẩu chỉ hiện một lần. Bạn đưa tận tay chủ tài khoản; lần đầu đăng nhập sẽ phải đổi."))</p>
            <dl class="facts"><div><dt>\(t("Tên đăng nhập"))</dt><dd class="code">\(account.name)</dd></div>\
            <div><dt>\(t("Mật khẩu"))</dt><dd class="code">\(password)</dd></div></dl>
            <p class="acts"><a class="btn" href="/admin/accounts/\(account.id)">\(t("Xong, mở tài khoản"))</a></p>
            """
        }
        .back(t("Tài khoản"), to: "/admin/accounts")
    }
}

struct AccountView {
    let visit: Visit
    let account: Account
    let roles: Roles
    let grants: [GrantLine]
    let units: [GrantUnits.Choice]
    var typed = FormData()
    var problems = FieldProblems()

    var page: Page {
        Page(problems.isEmpty ? account.displayName : t("Lỗi: {title}", ["title": account.displayName]), face: .officer)
        {
            html
        }
        .back(t("Tài khoản"), to: "/admin/accounts")
        .flash(visit.query["done"] == "saved" ? t("Đã lưu.") : nil)
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <div><h1>\(account.displayName)</h1><p class="row"><span class="code">\(account.name)</span>\
        \(StateTag.html(account.state))</p></div>
        <div class="split"><div class="stack loose">\(grantSection)\(newGrant)</div>
        <aside class="stack loose">\(renaming)\(passwordSection)\(stateSection)</aside></div>
        """
    }

    private var grantSection: HTML {
        """
        <section aria-labelledby="roles"><h2 id="roles">\(t("Vai trò"))</h2>
        \(grants.isEmpty ? "<p class=\"soft\">\(t("Chưa có vai trò nào. Người này dùng được như một người dân."))</p>" : table)
        </section>
        """
    }

    private var table: HTML {
        GrantTable(visit: visit, roles: roles, grants: grants, showsAccount: false).html
    }

    private var newGrant: HTML? {
        guard visit.holds(.grantRoles) else { return nil }
        return """
            <section class="panel" aria-labelledby="grant"><h2 id="grant">\(t("Giao vai trò"))</h2>
            \(Form.post("/admin/accounts/\(account.id)/grants", visit, attributes: " class=\"form\"", """
                \(Field.select(
                    "role", t("Vai trò"), roles.all.map { Field.Choice($0.code, $0.label) }, value: typed["role"],
                    empty: t("Chọn vai trò"), error: problems["role"]))
                \(Field.select(
                    "unit", t("Đơn vị"), units.map { Field.Choice($0.id.description, $0.name) }, value: typed["unit"],
                    empty: t("Không gắn với đơn vị"), error: problems["unit"]))
                \(Field.text(
                    "from", t("Từ ngày"), value: typed.filled("from") ?? Format.day(visit.today),
                    hint: t("Ví dụ: 25/07/2022"), error: problems["from"]))
                \(Field.text(
                    "until", t("Đến hết ngày"), value: typed["until"], hint: t("Để trống nếu chưa định ngày kết thúc."),
                    error: problems["until"]))
                <p class="acts"><button class="btn">\(t("Giao vai trò"))</button></p>
                """))
            </section>
            """
    }

    private var renaming: HTML {
        """
        <section class="panel" aria-labelledby="rename"><h2 id="rename">\(t("Họ tên"))</h2>
        \(Form.post("/admin/accounts/\(account.id)/name", visit, """
            <input type="hidden" name="version" value="\(account.version)">\
            \(Field.text("displayName", t("Họ tên"), value: account.displayName, error: problems["displayName"]))
            <p class="acts"><button class="btn quiet">\(t("Lưu"))</button></p>
            """))
        </section>
        """
    }

    private var passwordSection: HTML {
        """
        <section class="panel" aria-labelledby="reset"><h2 id="reset">\(t("Mật khẩu"))</h2>
        <p class="soft">\(t("Đặt lại thì mọi máy của chủ tài khoản bị đăng xuất và người đó được báo."))</p>
        \(Form.post("/admin/accounts/\(account.id)/password", visit, """
            <p class="acts"><button class="btn quiet">\(t("Đặt lại mật khẩu"))</button></p>
            """))
        </section>
        """
    }

    private var stateSection: HTML {
        let isActive = account.state == .active
        return """
            <section class="panel" aria-labelledby="state"><h2 id="state">\
            \(isActive ? t("Khoá tài khoản") : t("Mở lại tài khoản"))</h2>
            \(Form.post("/admin/accounts/\(account.id)/state", visit, """
                <input type="hidden" name="version" value="\(account.version)">\
                \(isActive ? confirmation : nil)<p class="acts">\
                <button class="btn \(isActive ? "danger" : "quiet")">\(isActive ? t("Khoá") : t("Mở lại"))</button></p>
                """))
            </section>
            """
    }

    private var confirmation: HTML {
        Field.text(
            "confirm", t("Gõ tên đăng nhập để chắc chắn"),
            hint: t("Khoá rồi thì người này bị đăng xuất ngay và không vào được."), error: problems["confirm"])
    }
}
