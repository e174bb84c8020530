import Kernel
import Web

/// Giấy biên nhận: prints on one sheet of A5.
struct ReceiptView: Sendable {
    let dossier: Dossier
    let procedure: Procedure

    var html: HTML {
        """
        <p><span class="tag box" data-s="ok">\(t("Đã nhận hồ sơ"))</span></p>
        <h1>\(t("Xong rồi. UBND đã nhận hồ sơ của bạn"))</h1>
        <article class="receipt" aria-label="\(t("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"))">
        <div class="receipt-id"><div><span class="small soft">\(t("Mã hồ sơ"))</span>\
        <span class="code">\(dossier.code)</span></div>\
        \(QRCode.svg(dossier.code, label: t("Mã QR của hồ sơ {code}", ["code": dossier.code])))\
        <p class="small soft">\(t("Nhận lúc")) <time datetime="\(dossier.submittedAt.rfc3339)">\
        \(Format.time(dossier.submittedAt)), \(Format.longDay(dossier.submittedAt.day))</time></p></div>
        \(due)
        <dl class="facts">\(fact(t("Việc"), dossier.shortName))\(fact(t("Người nộp"), dossier.applicantName))\
        \(fact(t("Lệ phí"), procedure.fee.label))</dl>
        <div><h2>\(t("Tiếp theo"))</h2><ol class="next">\
        <li><span>\(t("Cán bộ đối chiếu giấy tờ."))</span></li>\
        <li><span>\(t("Cần hỏi gì, cán bộ gọi số điện thoại bạn đã ghi."))</span></li>\
        <li><span>\(t("Khi có kết quả, bạn được báo ở trang chủ."))</span></li></ol></div>
        </article>
        <div class="acts"><a class="btn" href="/dossiers/\(dossier.code)">\(t("Theo dõi hồ sơ"))</a>\
        <button class="btn quiet" type="button" data-print hidden>\(Icon.print.html)\(t("In giấy hẹn"))</button></div>
        """
    }

    private var due: HTML {
        let place = t("tại Bộ phận Một cửa, {office}.", ["office": UnitWords.office(dossier.unitName)])
        guard let day = dossier.dueOn else {
            return """
                <div class="due"><span>\(t("Thủ tục này chưa công bố thời hạn."))</span>\
                <b>\(t("Cán bộ báo khi có kết quả"))</b><span>\(place)</span></div>
                """
        }
        return """
            <div class="due"><span>\(t("Bạn nhận kết quả"))</span>\
            <b>\(t("chậm nhất 17:00 {day}", ["day": Format.longDay(day)]))</b><span>\(place)</span></div>
            """
    }

    private func fact(_ name: String, _ value: String) -> HTML { "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
}
