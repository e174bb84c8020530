import Kernel

/// What may be done to a dossier.
enum DossierAct: Sendable, Hashable, CaseIterable {
    case accept, assign, resolve, refuse, withdraw
}

extension Dossier.State {
    /// The table of transitions. Neither switch has a default: a new state or act does not compile until it is decided.
    func after(_ act: DossierAct) throws(DossierRefusal) -> Dossier.State {
        switch self {
        case .submitted:
            switch act {
            case .accept: .accepted
            case .assign: .submitted
            case .refuse: .refused
            case .withdraw: .withdrawn
            case .resolve: throw .notAccepted
            }
        case .accepted:
            switch act {
            case .assign: .accepted
            case .resolve: .resolved
            case .refuse: .refused
            case .withdraw: .withdrawn
            case .accept: throw .alreadyAccepted
            }
        case .resolved, .refused, .withdrawn: throw .closed(self)
        }
    }

    func allows(_ act: DossierAct) -> Bool { (try? after(act)) != nil }
}

extension Dossier {
    /// Tiếp nhận. The promised day stays as it was promised.
    mutating func accept(by officer: ID<Account>, at now: Instant) throws(DossierRefusal) {
        state = try state.after(.accept)
        acceptedAt = now
        assigneeID = officer
    }

    /// Takes the work on oneself.
    mutating func assign(to officer: ID<Account>) throws(DossierRefusal) {
        state = try state.after(.assign)
        guard assigneeID != officer else { throw .alreadyYours }
        assigneeID = officer
    }

    mutating func resolve(with words: String, by officer: ID<Account>, at now: Instant) throws(DossierRefusal) {
        let next = try state.after(.resolve)
        guard !words.isEmpty else { throw .answerMissing }
        state = next
        answer = words
        answeredAt = now
        assigneeID = officer
    }

    /// - Parameter reason: says what is wrong and names the rule; an empty half is refused.
    mutating func refuse(for reason: RefusalReason, by officer: ID<Account>, at now: Instant) throws(DossierRefusal) {
        let next = try state.after(.refuse)
        guard !reason.words.isEmpty else { throw .reasonMissing }
        guard !reason.basis.isEmpty else { throw .basisMissing }
        state = next
        refusal = reason
        answeredAt = now
        assigneeID = officer
    }

    /// - Parameter typed: the last four digits of the code, typed by the applicant to be sure.
    mutating func withdraw(typed: String, at now: Instant) throws(DossierRefusal) {
        let next = try state.after(.withdraw)
        guard typed == code.suffix(4) else { throw .codeMistyped }
        state = next
        answeredAt = now
    }
}

enum DossierRefusal: Refusal, Hashable {
    case alreadyAccepted, notAccepted, alreadyYours
    case closed(Dossier.State)
    case answerMissing, reasonMissing, basisMissing, codeMistyped
    case noPerson, notOnline

    var message: String {
        switch self {
        case .alreadyAccepted: t("Hồ sơ đã được tiếp nhận rồi.")
        case .notAccepted: t("Hồ sơ chưa được tiếp nhận. Hãy tiếp nhận trước khi trả kết quả.")
        case .alreadyYours: t("Bạn đang xử lý hồ sơ này rồi.")
        case .closed(let state):
            t("Hồ sơ đã kết thúc ({state}), không làm thêm được.", ["state": state.label.lowercased()])
        case .answerMissing: t("Bạn chưa ghi lời gửi người dân. Hãy ghi kết quả là gì, nhận ở đâu.")
        case .reasonMissing: t("Bạn chưa ghi lý do. Hãy nói rõ sai hoặc thiếu điều gì.")
        case .basisMissing: t("Bạn chưa ghi căn cứ. Hãy ghi điều, khoản và tên văn bản.")
        case .codeMistyped: t("4 số vừa gõ không khớp với mã hồ sơ. Bạn xem lại mã rồi gõ lại.")
        case .noPerson: t("Tài khoản này chưa gắn với người dân nào nên chưa nộp hồ sơ được. Bạn hỏi quản trị viên.")
        case .notOnline: t("Thủ tục này chỉ nộp trực tiếp. Bạn mang giấy tờ đến nơi tiếp nhận.")
        }
    }
}
