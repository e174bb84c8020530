import Kernel
import Web

/// Who may pass which door: the whole of access on one page, for those who audit it.
struct DoorsView {
    let doors: [Door]
    let roles: Roles

    var page: Page { Page(t("Quyền vào trang"), face: .officer) { html } }

    private var html: HTML {
        """
        <h1>\(t("Quyền vào trang"))</h1>
        <p>\(t("Mỗi dòng là một địa chỉ mà máy chủ trả lời. Cột là vai trò; ✓ là vào được, trong phạm vi của vai trò ấy."))</p>
        <div class="scroll" role="region" tabindex="0" aria-label="\(t("Quyền vào trang"))">\
        <table class="data"><caption class="sr">\(tn("{n} địa chỉ", count: doors.count))</caption><thead><tr>\
        <th scope="col">\(t("Địa chỉ"))</th><th scope="col">\(t("Quyền cần có"))</th>\
        \(roles.all.map { "<th scope=\"col\">\($0.label)</th>" as HTML })</tr></thead>
        <tbody>\(sorted.map(row))</tbody></table></div>
        """
    }

    private var sorted: [Door] { doors.sorted { ($0.path, $0.name) < ($1.path, $1.name) } }

    private func row(_ door: Door) -> HTML {
        """
        <tr><th scope="row" class="code">\(door.name)</th><td>\(need(of: door))</td>\
        \(roles.all.map { cell(door, $0) })</tr>

        """
    }

    private func need(of door: Door) -> HTML {
        switch door.permission {
        case .open: "\(t("Ai cũng vào được"))"
        case .signedIn: "\(t("Ai đã đăng nhập"))"
        case .needs(let permission): "\(permission.label)<br><span class=\"soft small code\">\(permission.code)</span>"
        }
    }

    private func cell(_ door: Door, _ role: Role) -> HTML {
        let opens =
            switch door.permission {
            case .open, .signedIn: true
            case .needs(let permission): role.permissions.contains(permission)
            }
        return opens
            ? "<td><span aria-hidden=\"true\">✓</span><span class=\"sr\">\(t("vào được"))</span></td>"
            : "<td><span class=\"sr\">\(t("không"))</span></td>"
    }
}
