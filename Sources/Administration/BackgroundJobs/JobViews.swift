import Kernel
import Web

struct JobListView {
    static let pageLength = 50

    /// What has happened and is not yet turned into jobs.
    struct Unsent {
        let count: Int
        let oldest: Instant?
    }

    let visit: Visit
    let state: JobState
    let jobs: [QueuedJob]
    let counts: [JobState: Int]
    let unsent: Unsent
    let next: ID<QueuedJob>?

    var page: Page { Page(t("Việc chạy nền"), face: .officer) { html }.flash(flash) }

    private var flash: String? {
        switch visit.query["done"] {
        case "retried": t("Việc này sẽ được chạy lại ngay.")
        case "discarded": t("Đã bỏ việc hỏng.")
        default: nil
        }
    }

    private var html: HTML {
        """
        <h1>\(t("Việc chạy nền"))</h1>
        <nav class="tabs" aria-label="\(t("Nhóm việc"))">\([JobState.dead, .waiting, .running, .done].map(tab))</nav>
        \(jobs.isEmpty ? empty : table)
        \(next.map { Pager.next(Address("/admin/jobs", ["state": state.rawValue, "before": $0.description])) })
        \(outbox)
        """
    }

    private func tab(_ state: JobState) -> HTML {
        let count: HTML? = counts[state].map { " <span class=\"n\">\(Format.number($0))</span>" }
        return """
            <a href="/admin/jobs?state=\(state)"\(state == self.state ? " aria-current=\"page\"" : nil)>\
            \(JobWords.state(state))\(count)</a>
            """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\(JobWords.nothing(state))</h2>\
        <p>\(t("Việc chạy nền là việc máy tự làm sau khi bạn bấm nút, như dọn tệp cũ."))</p>\(Brand.terraces)</section>
        """
    }

    private var table: HTML {
        """
        <table class="data cards"><caption class="sr">\(JobWords.state(state))</caption><thead><tr>\
        <th scope="col">\(t("Việc", context: "job"))</th><th scope="col">\(t("Lúc"))</th>\
        <th scope="col" class="num">\(t("Lần thử"))</th><th scope="col">\(t("Tình trạng"))</th>\
        <th scope="col"><span class="sr">\(t("Làm"))</span></th></tr></thead>
        <tbody>\(jobs.map(row))</tbody></table>
        """
    }

    private func row(_ job: QueuedJob) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="/admin/jobs/\(job.id)">\(job.kind)</a>\
        \(JobWords.error(of: job))</td>\
        <td class="nw" data-th="\(t("Lúc"))">\(Format.dateTime(job.finishedAt ?? job.runAt))</td>\
        <td class="num" data-th="\(t("Lần thử"))">\(job.attempts)/\(job.maxAttempts)</td>\
        <td>\(JobWords.tag(job.state))</td><td>\(job.state == .dead ? retry(job) : nil)</td></tr>

        """
    }

    private func retry(_ job: QueuedJob) -> HTML {
        JobView.retry(job, visit, attributes: " class=\"btn quiet sm\"")
    }

    private var outbox: HTML {
        """
        <section class="panel" aria-labelledby="outbox"><h2 id="outbox">\(t("Tin chờ chuyển"))</h2>
        <p>\(unsent.count == 0 ? t("Không có tin nào chờ.") : tn("{n} tin chờ thành việc.", count: unsent.count))\
        \(unsent.oldest.map { " \(t("Tin cũ nhất từ {time}.", ["time": Format.dateTime($0)]))" as HTML })</p>
        <p class="small soft">\
        \(t("Nếu tin chờ quá vài phút, có thể không máy chủ nào đang chạy việc nền."))</p></section>
        """
    }
}

struct JobView {
    let visit: Visit
    let job: QueuedJob
    var problems = FieldProblems()

    var page: Page {
        Page(problems.isEmpty ? job.kind : t("Lỗi: {title}", ["title": job.kind]), face: .officer, width: .slim) {
            html
        }
        .back(t("Việc chạy nền"), to: "/admin/jobs?state=\(job.state.rawValue)")
    }

    static func retry(_ job: QueuedJob, _ visit: Visit, attributes: HTML) -> HTML {
        Form.post(
            "/admin/jobs/\(job.id)/retry", visit,
            """
            <button\(attributes)>\(Icon.refresh.html)\(t("Chạy lại"))<span class="sr"> \(job.kind)</span></button>
            """)
    }

    /// Without the payload: it is for the program, and names people's records.
    private var html: HTML {
        """
        \(Form.errors(problems))
        <div><h1>\(job.kind)</h1><p class="row"><span class="code">\(job.id)</span>\(JobWords.tag(job.state))</p></div>
        <dl class="facts">\(facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" as HTML })</dl>
        \(job.lastError.map { error in
            """
            <section aria-labelledby="error"><h2 id="error">\(t("Lỗi lần cuối"))</h2><pre>\(error)</pre></section>
            """ as HTML
        })
        \(job.state == .dead ? deeds : nil)
        """
    }

    private var facts: [(name: String, value: String)] {
        [
            (t("Lập lúc"), Format.dateTime(job.createdAt)),
            (t("Chạy lúc"), Format.dateTime(job.runAt)),
            (t("Xong lúc"), job.finishedAt.map(Format.dateTime) ?? t("chưa xong")),
            (t("Lần thử"), "\(job.attempts)/\(job.maxAttempts)"),
            (t("Máy chạy"), job.leasedBy ?? t("chưa có")),
        ]
    }

    private var deeds: HTML {
        """
        \(Self.retry(job, visit, attributes: " class=\"btn\""))
        <section class="panel stack" aria-labelledby="discard"><h2 id="discard">\(t("Bỏ việc này"))</h2>
        <p>\(t("Bỏ rồi thì việc này không bao giờ chạy nữa."))</p>
        \(Form.post("/admin/jobs/\(job.id)/removal", visit, attributes: " class=\"stack\"", """
            \(CertainTick.html(t("Tôi chắc chắn bỏ việc này"), error: problems["confirm"]))
            <div class="acts"><button class="btn danger">\(t("Bỏ việc"))</button></div>
            """))
        </section>
        """
    }
}

enum JobWords {
    static func state(_ state: JobState) -> String {
        switch state {
        case .dead: t("Hỏng")
        case .waiting: t("Chờ đến lượt")
        case .running: t("Đang chạy")
        case .done: t("Đã xong")
        }
    }

    static func nothing(_ state: JobState) -> String {
        switch state {
        case .dead: t("Không có việc nào hỏng")
        case .waiting: t("Không có việc nào chờ")
        case .running: t("Không có việc nào đang chạy")
        case .done: t("Chưa có việc nào xong")
        }
    }

    static func tag(_ state: JobState) -> HTML {
        let look: HTML =
            switch state {
            case .dead: "late"
            case .waiting: "new"
            case .running: "run"
            case .done: "ok"
            }
        return "<span class=\"tag\" data-s=\"\(look)\">\(self.state(state))</span>"
    }

    static func error(of job: QueuedJob) -> HTML? {
        job.lastError.map { error in
            """
            <details class="more"><summary>\(t("Xem lỗi"))</summary><pre>\(error)</pre></details>
            """
        }
    }
}
