import Kernel
import Store
import Web

/// The front page and the page of help.
struct HomeDoors: Sendable {
    let calendar: @Sendable () -> WorkingCalendar

    var doors: [Door] {
        [
            .page("/", .open, use: home),
            .page("/help", .open) { _, _ in .page(Page(t("Trợ giúp"), width: .normal) { HelpView().html }) },
        ]
    }

    @Sendable private func home(_ visit: Visit, _ db: any Session) throws -> Reply {
        var view = HomeView(visit: visit, calendar: calendar())
        if let account = visit.signedIn {
            view.drafts = try DraftStore(db: db).list(of: account.accountID, now: visit.now, limit: 3)
            view.notices = try AccountNoticeStore(db: db).list(of: account.accountID, unreadOnly: true, limit: 3)
            if let person = account.personID {
                view.dossiers = try DossierStore(db: db).list(of: person, open: true, limit: 5)
            }
        }
        let drawn = view
        return .page(
            Page(t("Trang chủ")) { drawn.html }.hero { drawn.hero }
                .flash(visit.query["done"] == "kept" ? t("Đã giữ phần bạn ghi. Bạn quay lại lúc nào cũng được.") : nil))
    }
}

struct HomeView: Sendable {
    let visit: Visit
    let calendar: WorkingCalendar
    var dossiers: [Dossier] = []
    var drafts: [DraftLine] = []
    var notices: [AccountNotice] = []

    var hero: HTML {
        """
        <div class="hero">\(Brand.hill)<div class="page">\
        \(visit.signedIn.map { "<p>\(t("Chào {name}", ["name": $0.displayName]))</p>" as HTML })
        <h1>\(t("Hôm nay bạn cần làm việc gì?"))</h1>
        \(SeekView().html)</div></div>
        """
    }

    var html: HTML {
        """
        \(notices.isEmpty ? nil : news)
        <div class="split">
        \(visit.signedIn == nil ? nil : mine)
        <section aria-labelledby="choose"><h2 id="choose" class="sr">\(t("Chọn việc"))</h2>
        <ul class="tiles">\(tiles)</ul></section>
        </div>
        <div class="notice">\(Icon.hand.html)<div><b>\(t("Khó đọc, khó bấm?"))</b> \
        \(t("Người của thôn đến tận nhà làm cùng bạn, không mất tiền.")) \
        <a class="hit" href="/help">\(t("Nhờ người giúp"))</a></div></div>
        """
    }

    /// What is new, in one place, until it is said to be read.
    private var news: HTML {
        """
        <section class="notice" aria-label="\(t("Tin mới"))">\(Icon.bell.html)<div>\(notices.map(notice))\
        \(Form.post("/account/notices/read", visit, """
            <input type="hidden" name="back" value="/"><button class="btn quiet sm">\(t("Đã đọc"))</button> \
            <a class="hit" href="/account/notices">\(t("Mọi thông báo"))</a>
            """))</div></section>
        """
    }

    private func notice(_ notice: AccountNotice) -> HTML {
        let (path, label) =
            notice.kind == .recordChanged
            ? (notice.body.path ?? "/dossiers", t("Mở hồ sơ này"))
            : (notice.body.path ?? "/account", t("Xem tài khoản"))
        return "<p>\(notice.message) <a class=\"hit\" href=\"\(path)\">\(label)</a></p>"
    }

    private var mine: HTML {
        """
        <section aria-labelledby="mine"><h2 id="mine">\(t("Việc của bạn"))</h2>
        \(dossiers.isEmpty && drafts.isEmpty ? empty : list)</section>
        """
    }

    private var empty: HTML {
        "<p>\(t("Chưa có việc nào đang làm. Khi bạn nộp hồ sơ, ở đây thấy hồ sơ đang ở đâu và còn mấy ngày."))</p>"
    }

    private var list: HTML {
        """
        <ul class="list">\(drafts.map { DraftItem(line: $0).html })\
        \(dossiers.map { DossierItem(dossier: $0, today: visit.today, calendar: calendar).html })</ul>
        """
    }

    private var tiles: HTML {
        """
        \(visit.holds(.readDossiers) ? tile("/inbox", .list, t("Việc của tôi"), t("Hồ sơ người dân gửi đến")) : nil)\
        \(tile("/procedures", .doc, t("Làm giấy tờ"), t("Khai sinh, cư trú, chứng thực")))\
        \(tile("/dossiers", .folder, t("Hồ sơ của tôi"), t("Đang ở đâu, còn mấy ngày")))\
        \(tile("/account/reads", .lock, t("Ai đã xem thông tin của tôi"), t("Ai, lúc nào, để làm gì")))\
        \(tile("/help", .help, t("Trợ giúp"), t("Cách nộp, ai giúp được")))
        """
    }

    private func tile(_ path: String, _ icon: Icon, _ title: String, _ note: String) -> HTML {
        "<li><a href=\"\(path)\">\(icon.html)\(title)<small>\(note)</small></a></li>"
    }
}

struct HelpView: Sendable {
    var html: HTML {
        """
        <h1>\(t("Trợ giúp"))</h1>
        <div class="prose">
        <p>\(t("Bạn không phải làm một mình. Tổ công nghệ số cộng đồng của thôn đến tận nhà làm cùng bạn, không mất tiền."))</p>
        <h2>\(t("Nộp hồ sơ thế nào?"))</h2>
        <ol><li>\(t("Tìm việc cần làm, ví dụ “khai sinh”."))</li>\
        <li>\(t("Bấm Bắt đầu rồi trả lời từng câu. Bận thì bấm Để sau, phần đã ghi được giữ 30 ngày."))</li>\
        <li>\(t("Chụp giấy tờ cần có, hoặc chọn nộp giấy sau tại quầy."))</li>\
        <li>\(t("Xem lại rồi nộp. Bạn nhận mã hồ sơ và ngày hẹn trả."))</li></ol>
        <h2>\(t("Khi nào có kết quả?"))</h2>
        <p>\(t("Ngày hẹn trả tính theo ngày làm việc, từ ngày làm việc kế tiếp ngày nhận. Nộp sau 15:00 hoặc vào ngày nghỉ thì tính là nhận vào ngày làm việc kế tiếp."))</p>
        <h2>\(t("Ai xem được thông tin của tôi?"))</h2>
        <p>\(t("Chỉ cán bộ đang xử lý hồ sơ của bạn. Mỗi lần xem đều được ghi lại, bạn mở ra đọc được bất cứ lúc nào."))</p>
        <p><a href="/account/reads">\(t("Ai đã xem thông tin của tôi"))</a></p>
        <h2>\(t("Phím tắt cho cán bộ"))</h2>
        <p><kbd>j</kbd> <kbd>k</kbd> \(t("lên xuống")), <kbd>Enter</kbd> \(t("mở")), <kbd>x</kbd> \(t("chọn")), \
        <kbd>/</kbd> \(t("tìm"))</p>
        </div>
        """
    }
}
