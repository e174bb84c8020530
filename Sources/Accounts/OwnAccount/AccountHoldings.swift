import Kernel
import Store
import Web

/// What this module holds on people, in their words.
struct AccountHoldings {
    let roles: Roles

    var all: [Holding] { [accounts, grants, sessions, notices, uploads] }

    private var accounts: Holding {
        Holding("accounts-account", .key, tables: ["kernel_account"]) {
            .init(
                title: t("Tài khoản của bạn"),
                purpose: t("Để bạn đăng nhập và làm việc với cơ quan nhà nước qua mạng."),
                kept: t("Giữ khi tài khoản còn dùng. Mật khẩu chỉ giữ ở dạng không ai đọc lại được."),
                readers: t("Bạn, và quản trị viên khi bạn nhờ đặt lại mật khẩu."))
        } links: {
            [HeldLink(t("Tài khoản của tôi"), to: "/account")]
        } records: { db, person, _, limit in
            try HeldStore(db: db).accounts(of: person, limit: limit).map { account in
                HeldRecord(
                    isPast: account.state != .active,
                    [
                        HeldFact("signInName", t("Tên đăng nhập"), account.name),
                        HeldFact("displayName", t("Họ tên"), account.displayName),
                        HeldFact("created", t("Mở từ"), Format.dateTime(account.createdAt)),
                        HeldFact(
                            "state", t("Tình trạng"), account.state == .active ? t("Đang dùng") : t("Đã khoá")),
                    ])
            }
        }
    }

    private var grants: Holding {
        let roles = roles
        return Holding("accounts-roles", .building, tables: ["kernel_grant"]) {
            .init(
                title: t("Vai trò được giao"),
                purpose: t("Để biết bạn được làm việc gì cho cơ quan nào, từ ngày nào."),
                kept: t("Giữ lại cả khi đã hết, vì phải biết ai được xem gì vào ngày nào."),
                readers: t("Bạn, và người phân quyền của cơ quan."))
        } records: { db, person, day, limit in
            try HeldStore(db: db).accounts(of: person, limit: limit).flatMap { account in
                try GrantStore(db: db, roles: roles).grants(of: account.id, within: .everything, today: day).map {
                    line in
                    HeldRecord(
                        roles[line.grant.role]?.label ?? line.grant.role, isPast: !line.grant.holds(on: day),
                        [
                            line.unitName.map { HeldFact("unit", t("Cơ quan"), $0) },
                            HeldFact("from", t("Từ ngày"), Format.day(line.grant.validFrom)),
                            line.grant.validTo.map { HeldFact("until", t("Đến trước ngày"), Format.day($0)) },
                        ].compactMap(\.self))
                }
            }
        }
    }

    private var sessions: Holding {
        Holding("accounts-sessions", .phone, tables: ["kernel_session"]) {
            .init(
                title: t("Máy đã đăng nhập"),
                purpose: t("Để bạn nhận ra máy lạ và đăng xuất máy đó."),
                kept: t("30 ngày sau khi đăng xuất thì xoá."),
                readers: t("Chỉ mình bạn."))
        } links: {
            [HeldLink(t("Xem và đăng xuất các máy khác"), to: "/account/sessions")]
        } records: { db, person, _, limit in
            try SessionStore(db: db).remembered(of: person, limit: limit).map { session in
                HeldRecord(
                    Browser.name(of: session.agent),
                    [
                        HeldFact("lastUsed", t("Dùng gần nhất"), Format.dateTime(session.seenAt)),
                        HeldFact("signedIn", t("Đăng nhập lúc"), Format.dateTime(session.createdAt)),
                        HeldFact("address", t("Địa chỉ mạng"), session.address.isEmpty ? "–" : session.address),
                    ])
            }
        }
    }

    private var notices: Holding {
        Holding("accounts-notices", .bell, tables: ["kernel_account_notice"]) {
            .init(
                title: t("Thông báo đã gửi bạn"),
                purpose: t("Để bạn biết hồ sơ và tài khoản của mình có tin mới."),
                kept: t("Giữ khi tài khoản còn dùng."),
                readers: t("Chỉ mình bạn."))
        } links: {
            [HeldLink(t("Mọi thông báo"), to: "/account/notices")]
        } records: { db, person, _, limit in
            let store = AccountNoticeStore(db: db)
            return try HeldStore(db: db).accounts(of: person, limit: limit).flatMap { account in
                try store.list(of: account.id, limit: limit).map { notice in
                    HeldRecord([HeldFact("notice", Format.dateTime(notice.at), notice.message)])
                }
            }
        }
    }

    private var uploads: Holding {
        Holding("accounts-uploads", .camera, tables: ["kernel_upload"]) {
            .init(
                title: t("Tệp đang gửi dở"),
                purpose: t("Để gửi tiếp được khi mạng đứt giữa chừng."),
                kept: t("Quá hạn ghi ở dưới thì xoá."),
                readers: t("Chỉ mình bạn."))
        } records: { db, person, _, limit in
            try HeldStore(db: db).uploads(of: person, limit: limit).map { upload in
                HeldRecord(
                    upload.name,
                    [
                        HeldFact("size", t("Đã nhận"), Format.bytes(upload.bytes)),
                        HeldFact("begun", t("Bắt đầu gửi"), Format.dateTime(upload.begun)),
                        HeldFact("expires", t("Xoá lúc"), Format.dateTime(upload.expires)),
                    ])
            }
        }
    }
}
