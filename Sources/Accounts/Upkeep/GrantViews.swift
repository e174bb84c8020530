import Kernel
import Web

struct GrantListView {
    static let pageLength = 50

    let visit: Visit
    let roles: Roles
    let grants: [GrantLine]
    let next: ID<Grant>?

    var page: Page {
        Page(t("Phân quyền"), face: .officer) {
            """
            <h1>\(t("Phân quyền"))</h1>
            <p class="soft">\(t("Giao vai trò mới thì mở tài khoản của người đó."))</p>
            \(GrantTable(visit: visit, roles: roles, grants: grants, showsAccount: true).html)
            \(next.map { Pager.next(Address("/admin/grants", ["before": $0.description])) })
            """
        }
    }
}

struct GrantTable {
    let visit: Visit
    let roles: Roles
    let grants: [GrantLine]
    let showsAccount: Bool

    var html: HTML {
        """
        <table class="data cards"><caption class="sr">\(t("Vai trò đã giao"))</caption><thead><tr>\
        \(showsAccount ? "<th scope=\"col\">\(t("Tài khoản", context: "one"))</th>" as HTML : nil)\
        <th scope="col">\(t("Vai trò"))</th><th scope="col">\(t("Đơn vị"))</th><th scope="col">\(t("Từ ngày"))</th>\
        <th scope="col">\(t("Đến hết ngày"))</th><th scope="col"><span class="sr">\(t("Làm"))</span></th></tr></thead>
        <tbody>\(grants.map(row))</tbody></table>
        """
    }

    private func row(_ line: GrantLine) -> HTML {
        let grant = line.grant
        return """
            <tr>\(showsAccount ? account(line) : nil)\
            <td class="full">\(roles[grant.role]?.label ?? grant.role)</td>\
            <td class="full" data-th="\(t("Đơn vị"))">\(line.unitName ?? (roles[grant.role]?.reach == .person ? t("Việc của chính mình") : t("Toàn tỉnh")))</td>\
            <td data-th="\(t("Từ ngày"))">\(Format.day(grant.validFrom))</td>\
            <td data-th="\(t("Đến hết ngày"))">\(grant.validTo.map { Format.day($0 + -1) } ?? t("chưa định"))</td>\
            <td>\(isRunning(grant) && visit.holds(.grantRoles) ? end(line) : nil)</td></tr>
            """
    }

    private func isRunning(_ grant: Grant) -> Bool { grant.validTo.map { $0 > visit.today } ?? true }

    private func account(_ line: GrantLine) -> HTML {
        """
        <td class="full"><a class="strong" href="/admin/accounts/\(line.grant.accountID)">\(line.displayName)</a></td>
        """
    }

    private func end(_ line: GrantLine) -> HTML {
        Form.post(
            "/admin/grants/\(line.grant.id)/end", visit,
            """
            <button class="btn danger quiet sm">\(t("Thu hồi"))<span class="sr"> \
            \(roles[line.grant.role]?.label ?? "") \(line.displayName)</span></button>
            """)
    }
}
