import HTTPTypes
import Kernel
import Web

struct OwnAccountView {
    let visit: Visit
    let account: SignedIn
    let roles: Roles
    let unread: [AccountNotice]

    var page: Page {
        Page(t("Tài khoản của tôi")) { html }
            .back(t("Trang chủ"), to: "/")
            .flash(visit.query["done"] == "password" ? t("Đã đổi mật khẩu. Các máy khác đã bị đăng xuất.") : nil)
    }

    private var html: HTML {
        """
        <h1>\(t("Tài khoản của tôi"))</h1>
        \(account.mustChangePassword ? changeNow : nil)
        \(unread.map(notice))
        <dl class="facts"><div><dt>\(t("Họ tên"))</dt><dd>\(account.displayName)</dd></div>\
        <div><dt>\(t("Tên đăng nhập"))</dt><dd class="code">\(account.name)</dd></div>\
        <div><dt>\(t("Vai trò"))</dt><dd>\(held)</dd></div></dl>
        <ul class="list">\
        \(entry("/about-me", t("Tỉnh biết gì về tôi"), t("Mọi điều tỉnh đang giữ, ai đã xem, sửa chỗ sai")))\
        \(entry(FormerRole.path, t("Vai trò của tôi"), t("Đang có, và đã kết thúc cùng đơn vị")))\
        \(entry("/account/notices", t("Thông báo"), t("Về tài khoản và hồ sơ của bạn")))\
        \(entry("/account/sessions", t("Nơi đang đăng nhập"), t("Xem và đăng xuất các máy khác")))\
        \(entry("/account/password", t("Đổi mật khẩu"), nil))\
        \(entry("/sign-out", t("Đăng xuất"), nil))</ul>
        """
    }

    private var held: HTML {
        account.grants.isEmpty
            ? "\(t("Người dân"))"
            : "\(account.grants.map { "<div>\(RoleLabel(grant: $0, roles: roles).text)</div>" as HTML })"
    }

    private var changeNow: HTML {
        """
        <div class="notice" data-s="warn">\(Icon.warn.html)<div>\
        <b>\(t("Mật khẩu của bạn do quản trị viên đặt."))</b> \
        <a class="hit" href="/account/password">\(t("Đổi ngay"))</a></div></div>
        """
    }

    private func notice(_ notice: AccountNotice) -> HTML {
        """
        <div class="notice" data-s="warn">\(Icon.info.html)<div>\(notice.message) \
        <span class="small soft">\(Format.dateTime(notice.at))</span></div></div>
        """
    }

    private func entry(_ path: String, _ title: String, _ note: String?) -> HTML {
        """
        <li><a href="\(path)"><b>\(title)</b>\(note.map { "<span class=\"small soft\">\($0)</span>" as HTML })\
        \(Icon.go.html)</a></li>
        """
    }
}

/// A role with the unit it is held for: "Công chức một cửa cấp xã, Xã Vũ Linh".
struct RoleLabel {
    let grant: HeldRole
    let roles: Roles

    var text: String {
        [roles[grant.role]?.label ?? grant.role, grant.unitName].compactMap(\.self).joined(separator: ", ")
    }
}

struct PasswordView {
    let visit: Visit
    var problems = FieldProblems()

    var reply: Reply { .page(page, status: .unprocessableContent) }

    var page: Page {
        let title = problems.isEmpty ? t("Đổi mật khẩu") : t("Lỗi: {title}", ["title": t("Đổi mật khẩu")])
        return Page(title) { html }.back(t("Tài khoản của tôi"), to: "/account")
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <h1>\(t("Đổi mật khẩu"))</h1>
        \(Form.post("/account/password", visit, attributes: " class=\"stack\"", """
            \(Field.password("password-old", t("Mật khẩu đang dùng"), error: problems["password-old"], autocomplete: "current-password"))
            \(Field.password(
                "password-new", t("Mật khẩu mới"), hint: t("Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
                error: problems["password-new"], autocomplete: "new-password"))
            \(Field.password("password-again", t("Nhập lại mật khẩu mới"), error: problems["password-again"], autocomplete: "new-password"))
            <div class="acts"><button class="btn">\(t("Đổi mật khẩu"))</button></div>
            """))
        """
    }
}

struct SessionsView {
    let visit: Visit
    let sessions: [SignInSession]
    let current: ID<SignInSession>

    var page: Page {
        Page(t("Nơi đang đăng nhập")) { html }
            .back(t("Tài khoản của tôi"), to: "/account")
            .flash(visit.query["done"] == "ended" ? t("Đã đăng xuất.") : nil)
    }

    private var html: HTML {
        """
        <h1>\(t("Nơi đang đăng nhập"))</h1>
        <p>\(t("Nếu thấy máy lạ, bạn đăng xuất máy đó rồi đổi mật khẩu."))</p>
        <ul class="items">\(sessions.map(row))</ul>
        \(sessions.count > 1 ? others : nil)
        """
    }

    private func row(_ session: SignInSession) -> HTML {
        let name = Browser.name(of: session.agent)
        return """
            <li>\(Browser.isPhone(session.agent) ? Icon.phone.html : Icon.server.html)<div><b>\(name)</b><br>\
            <span class="soft small">\(session.address.isEmpty ? "–" : session.address) · \
            \(t("dùng gần nhất {time}", ["time": Format.dateTime(session.seenAt)]))</span></div>\
            \(session.id == current ? here : end(session, name))</li>
            """
    }

    private var here: HTML { "<span class=\"tag\" data-s=\"ok\">\(t("Máy này"))</span>" }

    private func end(_ session: SignInSession, _ name: String) -> HTML {
        Form.post(
            "/account/sessions/\(session.id)/end", visit,
            """
            <button class="btn danger quiet sm">\(t("Đăng xuất"))<span class="sr"> \(name)</span></button>
            """)
    }

    private var others: HTML {
        Form.post(
            "/account/sessions/others/end", visit,
            "<p class=\"acts\"><button class=\"btn danger\">\(t("Đăng xuất mọi máy khác"))</button></p>")
    }
}

/// What a browser says of itself, in two words.
enum Browser {
    static func isPhone(_ agent: String) -> Bool {
        ["Android", "iPhone", "Mobile"].contains { agent.contains($0) }
    }

    static func name(of agent: String) -> String {
        let browser = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
            .first { agent.contains($0.0) }?.1
        let system = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("Windows", "Windows"), ("Mac OS", "macOS"),
            ("Linux", "Linux"),
        ].first { agent.contains($0.0) }?.1
        switch (browser, system) {
        case (let browser?, let system?):
            return t("{browser} trên {system}", ["browser": browser, "system": system])
        case (let name?, nil), (nil, let name?): return name
        case (nil, nil): return t("Máy không rõ")
        }
    }
}

struct NoticesView {
    let visit: Visit
    let notices: [AccountNotice]

    var page: Page { Page(t("Thông báo")) { html }.back(t("Tài khoản của tôi"), to: "/account") }

    private var html: HTML {
        """
        <h1>\(t("Thông báo"))</h1>
        \(notices.isEmpty ? empty : list)
        \(notices.contains { $0.readAt == nil } ? markRead : nil)
        """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Chưa có thông báo nào"))</h2>\
        <p>\(t("Khi hồ sơ có kết quả, hoặc tài khoản được dùng từ nơi lạ, bạn thấy ở đây."))</p>\(Brand.terraces)</section>
        """
    }

    private var list: HTML {
        """
        <ul class="items">\(notices.map { notice in
            """
            <li>\(Icon.info.html)<div>\(notice.readAt == nil ? "<b>\(notice.message)</b>" as HTML : "\(notice.message)")\
            <br><span class="soft small">\(Format.dateTime(notice.at))</span></div></li>
            """ as HTML
        })</ul>
        """
    }

    private var markRead: HTML {
        Form.post(
            "/account/notices/read", visit,
            "<p class=\"acts\"><button class=\"btn quiet\">\(t("Đã đọc tất cả"))</button></p>")
    }
}
