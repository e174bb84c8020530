import Kernel
import Web

/// One's roles, and those that ended with their units: why, and who decides.
struct OwnRolesView {
    let visit: Visit
    let account: SignedIn
    let roles: Roles
    let former: [FormerRole]
    /// Titles of the roles that decide.
    let deciders: [String]
    /// Where they wanted to go.
    let next: String

    var page: Page { Page(t("Vai trò của tôi")) { html }.back(t("Tài khoản của tôi"), to: "/account") }

    private var isOut: Bool { !former.isEmpty && !account.isOfficer(in: roles) }

    private var html: HTML {
        """
        <h1>\(t("Vai trò của tôi"))</h1>
        \(isOut ? whatToDo : nil)
        \(former.isEmpty ? nil : ended)
        \(held)
        \(isOut ? acts : nil)
        """
    }

    private var whatToDo: HTML {
        """
        <div class="notice" data-s="warn">\(Icon.warn.html)<div>\
        <p><b>\(t("Vai trò cán bộ của bạn đã kết thúc nên các trang của cán bộ không mở nữa."))</b></p>
        <p>\(t("Hồ sơ bạn đang làm đã được chuyển cho đơn vị tiếp nhận, ngày hẹn trả giữ nguyên.")) \
        \(deciders.isEmpty ? nil : "\(t("Cần giao vai trò mới, bạn liên hệ: {who}.", ["who": deciders.joined(separator: ", ")]))")</p>
        <p>\(t("Bạn vẫn dùng tài khoản này như mọi người dân."))</p></div></div>
        """
    }

    private var ended: HTML {
        """
        <section aria-labelledby="ended"><h2 id="ended">\(t("Đã kết thúc cùng đơn vị"))</h2>
        <ul class="items">\(former.map(item))</ul></section>
        """
    }

    private func item(_ role: FormerRole) -> HTML {
        """
        <li>\(Icon.user.html)<div><b>\(roles[role.role]?.label ?? role.role), \(role.unitName)</b><br>\
        \(t(
            "{unit} không còn từ {day}, theo {basis}. Vai trò này hết ngày {last}.",
            [
                "unit": role.unitName, "day": Format.day(role.endedOn), "basis": role.legalBasis,
                "last": Format.day(role.endedOn + -1),
            ]))<br>\
        <span class="soft small">\(standing(role))</span></div></li>
        """
    }

    private func standing(_ role: FormerRole) -> String {
        switch role.standing {
        case .ended: t("Đã có quyết định: vai trò này không tiếp tục.")
        case .undecided:
            deciders.isEmpty
                ? t("Chưa có quyết định.")
                : t(
                    "Không có quy tắc nào chuyển vai trò này. {who} quyết định.",
                    ["who": deciders.joined(separator: ", ")])
        }
    }

    private var held: HTML {
        """
        <section aria-labelledby="held"><h2 id="held">\(t("Đang có"))</h2>
        <ul class="items">\(account.grants.isEmpty ? row(t("Người dân")) : "\(account.grants.map(row))")</ul></section>
        """
    }

    private func row(_ grant: HeldRole) -> HTML { row(RoleLabel(grant: grant, roles: roles).text) }

    private func row(_ text: String) -> HTML { "<li>\(Icon.check.html)<div>\(text)</div></li>" }

    private var acts: HTML {
        Form.post(
            "/account/notices/read", visit,
            """
            <input type="hidden" name="back" value="\(next)"><div class="acts">\
            <button class="btn">\(t("Tôi đã đọc"))</button>\
            <a class="btn plain" href="/account/notices">\(t("Mọi thông báo"))</a></div>
            """)
    }
}
