import Kernel
import Web

/// A holding with what it holds on one person.
struct ToldHolding: Sendable {
    let holding: Holding
    let records: [HeldRecord]
    let hasMore: Bool
}

/// An account that belongs to nobody in the register.
enum NobodyView {
    static var page: Page {
        Page(t("Tỉnh biết gì về tôi")) {
            """
            <h1>\(t("Tỉnh biết gì về tôi"))</h1>
            <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Tài khoản chưa gắn với ai trong sổ dân cư"))</h2>\
            <p>\(t("Bạn mang giấy tờ đến bộ phận một cửa của xã để gắn tài khoản với mình."))</p>\(Brand.terraces)</section>
            """
        }
        .back(t("Trang chủ"), to: "/")
    }
}

struct AboutMeView: Sendable {
    let subject: AboutMeSubject
    let told: [ToldHolding]
    /// For whom the visitor may act today.
    let actsFor: [Mandate]
    let names: [ID<Person>: String]
    let reads: [PersonRead]
    let words: ReadWords

    var html: HTML {
        """
        <h1>\(subject.isOwn ? t("Tỉnh biết gì về tôi") : t("Tỉnh biết gì về {name}", ["name": subject.person.fullName]))</h1>
        <p>\(t("Đây là mọi điều tỉnh đang giữ: giữ gì, để làm gì, ai đã xem. Thấy sai thì xin sửa, không mất tiền."))</p>
        <nav class="chips" aria-label="\(t("Trong trang này"))">\(chips)</nav>
        <div class="stack loose">\(actsFor.isEmpty ? nil : people)
        \(filled.map { HoldingView(told: $0, subject: subject).html })
        \(readsSection)
        \(empty.isEmpty ? nil : nothing)
        \(rights)</div>
        """
    }

    private var filled: [ToldHolding] { told.filter { !$0.records.isEmpty } }
    private var empty: [ToldHolding] { told.filter(\.records.isEmpty) }

    private var chips: HTML {
        """
        \(filled.map { "<a href=\"#\($0.holding.code)\">\($0.holding.icon.html)\($0.holding.words().title)</a>" as HTML })\
        <a href="#reads">\(Icon.lock.html)\(t("Ai đã xem"))</a><a href="#rights">\(Icon.check.html)\(t("Tôi được làm gì"))</a>
        """
    }

    private var people: HTML {
        """
        <section aria-labelledby="for"><h2 id="for">\(t("Người bạn đang làm thay"))</h2><ul class="list">\
        \(actsFor.map { mandate in
            """
            <li><a href="\(AboutMeSubject.root)/for/\(mandate.id)"><b>\(names[mandate.personID] ?? "")</b>\
            <span class="small soft">\(mandate.kind.label): \(MandateAct.label(mandate.purpose))</span>\
            \(Icon.go.html)</a></li>
            """ as HTML
        })</ul></section>
        """
    }

    private var readsSection: HTML {
        """
        <section aria-labelledby="reads"><h2 id="reads">\(t("Ai đã xem thông tin này"))</h2>
        \(reads.isEmpty
            ? "<p>\(t("Chưa ai xem. Khi cán bộ mở thông tin này, ở đây có ngày giờ, cơ quan và lý do."))</p>" as HTML
            : "<ol class=\"timeline\">\(reads.map { ReadItem(read: $0, subject: subject, words: words).html })</ol>")
        <p class="acts"><a class="btn quiet" href="\(subject.base)/reads">\(t("Xem tất cả, hỏi lại"))</a></p></section>
        """
    }

    /// What is not held is told too: else nobody could know.
    private var nothing: HTML {
        """
        <section aria-labelledby="nothing"><h2 id="nothing">\(t("Những mục không có gì"))</h2>\
        <p class="soft">\(empty.map { $0.holding.words().title }.joined(separator: " · "))</p></section>
        """
    }

    private var rights: HTML {
        """
        <section aria-labelledby="rights"><h2 id="rights">\(t("Tôi được làm gì"))</h2><ul class="list">\
        \(subject.allows(.question) ? entry("\(subject.base)/reads", t("Hỏi lại một lần xem"), t("Cơ quan trả lời trong 5 ngày làm việc")) : nil)\
        \(subject.allows(.correct) ? entry("\(subject.base)/corrections/new", t("Xin sửa chỗ sai"), t("Kèm giấy tờ nếu có; xã trả lời đúng hẹn")) : nil)\
        \(subject.isOwn ? entry("\(AboutMeSubject.root)/consents", t("Cho người khác làm thay tôi"), t("Cho phép, xem lại, thôi cho phép")) : nil)\
        \(subject.allowsDownload ? entry("\(subject.base)/download", t("Tải về tất cả"), t("Để cất giữ, in ra, hoặc đưa nơi khác")) : nil)</ul></section>
        """
    }

    private func entry(_ path: String, _ title: String, _ note: String) -> HTML {
        "<li><a href=\"\(path)\"><b>\(title)</b><span class=\"small soft\">\(note)</span>\(Icon.go.html)</a></li>"
    }
}

/// One holding: what it is, its rows, and behind a fold why it is held.
struct HoldingView: Sendable {
    let told: ToldHolding
    let subject: AboutMeSubject

    var html: HTML {
        let words = told.holding.words()
        return """
            <section aria-labelledby="\(told.holding.code)"><h2 id="\(told.holding.code)">\(told.holding.icon.html) \(words.title)</h2>
            \(told.records.filter { !$0.isPast }.map(record))\(past)
            \(told.hasMore ? more : nil)\(links)
            <details class="more"><summary>\(t("Vì sao giữ, ai xem được"))<span class="sr">: \(words.title)</span></summary>\
            <dl class="facts"><div><dt>\(t("Để làm gì"))</dt><dd>\(words.purpose)</dd></div>\
            <div><dt>\(t("Giữ bao lâu"))</dt><dd>\(words.kept)</dd></div>\
            <div><dt>\(t("Ai xem được"))</dt><dd>\(words.readers)</dd></div></dl></details></section>
            """
    }

    private var past: HTML? {
        let past = told.records.filter(\.isPast)
        if past.isEmpty { return nil }
        return """
            <details class="more"><summary>\(tn("Trước đây: {n}", count: past.count))\
            <span class="sr">: \(told.holding.words().title)</span></summary>\(past.map(record))</details>
            """
    }

    private var more: HTML {
        subject.allowsDownload
            ? "<p class=\"small\">\(t("Còn nữa.")) <a href=\"\(subject.base)/download\">\(t("Tải về để thấy hết"))</a></p>"
            : "<p class=\"small\">\(t("Còn nữa."))</p>"
    }

    private var links: HTML? {
        let links = subject.isOwn ? told.holding.links() : []
        if links.isEmpty { return nil }
        return "<p>\(links.map { "<a class=\"hit\" href=\"\($0.path)\">\($0.title)</a> " as HTML })</p>"
    }

    private func record(_ record: HeldRecord) -> HTML {
        """
        \(record.title.isEmpty ? nil : title(record))<dl class="facts">\(record.facts.prefix(Self.unfolded).map(fact))</dl>\
        \(record.facts.count > Self.unfolded ? rest(record) : nil)
        """
    }

    /// How many facts of a record stand open.
    private static let unfolded = 6

    private func rest(_ record: HeldRecord) -> HTML {
        """
        <details class="more"><summary>\(tn("Xem thêm {n} dòng", count: record.facts.count - Self.unfolded))\
        <span class="sr"> \(record.title)</span></summary>\
        <dl class="facts">\(record.facts.dropFirst(Self.unfolded).map(fact))</dl></details>
        """
    }

    private func title(_ record: HeldRecord) -> HTML {
        guard let path = record.path, subject.isOwn else { return "<h3>\(record.title)</h3>" }
        return "<h3><a class=\"hit\" href=\"\(path)\">\(record.title)</a></h3>"
    }

    private func fact(_ fact: HeldFact) -> HTML {
        """
        <div><dt>\(fact.label)</dt><dd>\(fact.isCovered ? covered(fact) : "<span class=\"said\">\(fact.value)</span>" as HTML)\
        \(fact.note.isEmpty ? nil : "<br><span class=\"small soft\">\(fact.note)</span>" as HTML)\
        \(fact.mayBeWrong && subject.allows(.correct) ? correction(fact) : nil)</dd></div>
        """
    }

    /// Straight to the form where the register knows the fact by itself; else to the list of what can be corrected.
    private func correction(_ fact: HeldFact) -> HTML {
        let field =
            switch fact.name {
            case "permanent", "temporary", "address": CorrectionField.address
            case "personal": CorrectionField.personalNumber
            default: CorrectionField(rawValue: fact.name)
            }
        let address = Address("\(subject.base)/corrections/new", ["field": field?.rawValue])
        return """
             <a class="hit small" href="\(address)">\(t("Chưa đúng?"))<span class="sr"> \(fact.label)</span></a>
            """
    }

    /// All but the last three signs, until it is asked for.
    private func covered(_ fact: HeldFact) -> HTML {
        """
        <details class="more"><summary><span class="code">\(Self.covered(fact.value))</span> \
        <span>\(t("Hiện"))<span class="sr"> \(fact.label)</span></span></summary>\
        <span class="code">\(fact.value)</span></details>
        """
    }

    static func covered(_ text: String) -> String {
        String(repeating: "•", count: max(0, text.count - 3)) + text.suffix(3)
    }
}
