import Kernel

enum CorrectionAct: Sendable, Hashable, CaseIterable {
    case take, grant, refuse, withdraw
}

extension Correction.State {
    /// The table of transitions; a new state or act does not compile until it is decided.
    func after(_ act: CorrectionAct) throws(CorrectionRefusal) -> Correction.State {
        switch self {
        case .asked, .inWork:
            switch act {
            case .take: .inWork
            case .grant: .granted
            case .refuse: .refused
            case .withdraw: .withdrawn
            }
        case .granted, .refused, .withdrawn: throw .closed(self)
        }
    }

    func allows(_ act: CorrectionAct) -> Bool { (try? after(act)) != nil }

    var label: String {
        switch self {
        case .asked: t("Mới gửi")
        case .inWork: t("Đang xem xét")
        case .granted: t("Đã sửa")
        case .refused: t("Không sửa")
        case .withdrawn: t("Đã rút")
        }
    }

    /// The `data-s` of its tag.
    var tone: String {
        switch self {
        case .asked: "new"
        case .inWork: "run"
        case .granted: "ok"
        case .refused, .withdrawn: "stop"
        }
    }
}

extension Correction {
    mutating func take(by officer: ID<Account>) throws(CorrectionRefusal) {
        let next = try state.after(.take)
        guard assigneeID != officer else { throw .alreadyYours }
        state = next
        assigneeID = officer
    }

    /// - Parameter words: to the person; may be empty, since the record itself is the answer.
    mutating func grant(with words: String, by officer: ID<Account>, at now: Instant) throws(CorrectionRefusal) {
        state = try state.after(.grant)
        answer = words.isEmpty ? nil : words
        answeredAt = now
        assigneeID = officer
    }

    /// - Parameter refused: says what is wrong and names the rule; an empty half is refused.
    mutating func refuse(for refused: Refused, by officer: ID<Account>, at now: Instant) throws(CorrectionRefusal) {
        let next = try state.after(.refuse)
        guard !refused.words.isEmpty else { throw .reasonMissing }
        guard !refused.basis.isEmpty else { throw .basisMissing }
        state = next
        refusal = refused
        answeredAt = now
        assigneeID = officer
    }

    mutating func withdraw(at now: Instant) throws(CorrectionRefusal) {
        state = try state.after(.withdraw)
        answeredAt = now
    }
}

enum CorrectionRefusal: Refusal, Hashable {
    case wantedMissing, groundMissing, fieldMissing, tooLong, sameAsNow, alreadyAsked, noHome, alreadyYours
    case reasonMissing, basisMissing
    case unreadable(CorrectionField)
    case closed(Correction.State)

    var message: String {
        switch self {
        case .wantedMissing: t("Bạn chưa ghi điều đúng. Hãy ghi như trong giấy tờ.")
        case .groundMissing: t("Bạn chưa ghi vì sao cần sửa. Hãy nói giấy tờ nào cho thấy điều đúng.")
        case .fieldMissing: t("Bạn chưa chọn điều cần sửa.")
        case .tooLong: t("Phần này dài quá 300 chữ. Hãy viết ngắn lại.")
        case .sameAsNow: t("Sổ đang ghi đúng như vậy, không cần sửa.")
        case .alreadyAsked: t("Đã có một yêu cầu về điều này chưa trả lời. Hãy đợi, hoặc rút yêu cầu cũ trước.")
        case .noHome: t("Sổ chưa có nơi ở của người này nên chưa biết xã nào xem xét. Hãy khai nơi ở trước.")
        case .alreadyYours: t("Bạn đang xem xét yêu cầu này rồi.")
        case .reasonMissing: t("Bạn chưa ghi lý do. Hãy nói rõ vì sao không sửa được.")
        case .basisMissing: t("Bạn chưa ghi căn cứ. Hãy ghi điều, khoản và tên văn bản.")
        case .unreadable(let field): t("{field}: không đọc được. Hãy viết như trong giấy tờ.", ["field": field.label])
        case .closed(let state):
            t("Yêu cầu đã kết thúc ({state}), không làm thêm được.", ["state": state.label.lowercased()])
        }
    }
}

/// How much of the term is left.
struct CorrectionClock: Sendable, Hashable {
    enum Tone: Sendable, Hashable {
        case calm
        /// Due today or on the next working day.
        case soon
        case late
        case stopped
    }

    let due: Day
    let tone: Tone
    /// Working days until the due day, or beyond it when late.
    let days: Int

    init(_ correction: Correction, today: Day, _ calendar: WorkingCalendar) {
        let end = correction.answeredAt?.day ?? today
        due = correction.dueOn
        let late = calendar.workingDays(from: due + 1, through: end)
        let left = calendar.workingDays(from: end + 1, through: due)
        days = late > 0 ? late : left
        if late > 0 {
            tone = .late
        } else if !correction.state.isOpen {
            tone = .stopped
        } else {
            tone = left <= 1 ? .soon : .calm
        }
    }

    /// `Trễ 2 ngày làm việc`, `Hạn hôm nay`, `Còn 3 ngày làm việc`
    var label: String {
        switch tone {
        case .late: tn("Trễ {n} ngày làm việc", count: days)
        case .stopped: t("Đúng hạn")
        case .calm, .soon: days == 0 ? t("Hạn hôm nay") : tn("Còn {n} ngày làm việc", count: days)
        }
    }

    /// The `data-s` of its tag.
    var mark: String {
        switch tone {
        case .calm: "run"
        case .soon: "you"
        case .late: "late"
        case .stopped: "ok"
        }
    }
}
