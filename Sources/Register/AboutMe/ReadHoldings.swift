import Kernel
import Store
import Web

/// What is held about the readings themselves, and what this module's readings are called.
enum ReadHoldings {
    static let all = [corrections, reads, questions]

    static let readings = [
        ReadingWords("aboutMe.read") {
            t("Mở trang Tỉnh biết gì về tôi")
        } shown: {
            t("mọi điều tỉnh đang giữ về bạn")
        },
        ReadingWords("aboutMe.downloaded.read") {
            t("Tải về mọi điều tỉnh giữ")
        } shown: {
            t("mọi điều tỉnh đang giữ về bạn")
        },
        ReadingWords(ConsentSearch.found) {
            t("Tìm bạn bằng họ tên và số để cho bạn làm thay")
        } shown: {
            t("bạn đúng là người có họ tên và số đó")
        },
        ReadingWords("resident.listed.read") {
            t("Thấy tên trong sổ dân cư")
        } shown: {
            t("họ tên, năm sinh, thôn, xã")
        },
        ReadingWords("resident.read") {
            t("Mở hồ sơ trong sổ dân cư")
        } shown: {
            t("họ tên, ngày sinh, nơi ở, hộ; các số được che bớt")
        },
        ReadingWords("resident.number.read") {
            t("Xem đủ một số giấy tờ")
        } shown: {
            t("một số giấy tờ không che")
        },
        ReadingWords("resident.compared.read") {
            t("So với một hồ sơ có thể trùng")
        } shown: {
            t("họ tên, ngày sinh, nơi ở, các số")
        },
        ReadingWords("correction.read") {
            t("Mở yêu cầu sửa thông tin")
        } shown: {
            t("họ tên, điều xin sửa và giấy tờ kèm theo")
        },
        ReadingWords("readQuestion.read") {
            t("Mở câu hỏi của bạn")
        } shown: {
            t("họ tên, câu hỏi và lần xem bạn hỏi")
        },
    ]

    static func purpose(_ stored: String) -> String? {
        switch stored {
        case ConsentWords.actingFor: t("làm thay theo sự đồng ý")
        case ConsentWords.guarding: t("làm thay vì là người giám hộ")
        case ConsentWords.answering: t("trả lời câu hỏi về lần xem")
        default: nil
        }
    }

    private static let corrections = Holding(
        "register-corrections", .pencil, tables: ["register_correction", "register_correction_step"]
    ) {
        .init(
            title: t("Yêu cầu sửa của bạn"), purpose: t("Để sửa chỗ sai trong sổ, và biết vì sao đã sửa hay không."),
            kept: t("Giữ cùng hồ sơ của bạn trong sổ."),
            readers: t("Công chức của xã nơi bạn ở và của cấp trên. Mỗi lần mở đều ghi lại."))
    } links: {
        [HeldLink(t("Yêu cầu sửa của tôi"), to: "\(AboutMeSubject.root)/corrections")]
    } records: { db, person, _, limit in
        try CorrectionStore(db: db).list(of: person, within: .person(person), limit: limit).map { correction in
            HeldRecord(
                correction.field.label, path: correction.ownPath, isPast: !correction.state.isOpen,
                [
                    HeldFact("code", t("Mã"), correction.code),
                    HeldFact("asked", t("Gửi lúc"), Format.dateTime(correction.askedAt)),
                    HeldFact("ground", t("Vì sao cần sửa"), correction.ground),
                    HeldFact("state", t("Tình trạng"), correction.state.label),
                    correction.answer.map { HeldFact("answer", t("Trả lời"), $0) },
                    correction.refusal.map { HeldFact("refusal", t("Lý do không sửa"), $0.words) },
                ].compactMap(\.self))
        }
    }

    /// The lines themselves are told by the list of readings, which the page and the download have in full.
    private static let reads = Holding("register-journal", .lock, tables: ["kernel_journal"]) {
        .init(
            title: t("Sổ ghi ai đã xem"), purpose: t("Để bạn biết ai đã xem, và không ai xem mà giấu được."),
            kept: t("Giữ mãi. Không ai xoá hay sửa được; nội dung riêng được xoá khi hết hạn lưu trữ."),
            readers: t("Bạn, và thanh tra khi có việc."))
    } links: {
        [HeldLink(t("Ai đã xem thông tin của tôi"), to: "\(AboutMeSubject.root)/reads")]
    } records: { db, person, day, _ in
        guard let last = try ReadStore(db: db).reads(of: person, limit: 1, today: day).first else { return [] }
        return [HeldRecord([HeldFact("lastRead", t("Lần xem gần nhất"), Format.dateTime(last.line.at))])]
    }

    private static let questions = Holding(
        "register-questions", .help, tables: ["register_read_question", "register_read_rating"]
    ) {
        .init(
            title: t("Câu bạn đã hỏi về lần xem"), purpose: t("Để cơ quan trả lời vì sao xem thông tin của bạn."),
            kept: t("Giữ cùng sổ ghi ai đã xem."),
            readers: t("Người đứng đầu cơ quan đã xem, cấp trên của cơ quan đó, và thanh tra."))
    } records: { db, person, day, limit in
        try ReadQuestionStore(db: db).list(of: person, limit: limit).map { question in
            HeldRecord(
                t("Lần xem {time}", ["time": Format.dateTime(question.readAt)]),
                path: "\(AboutMeSubject.root)/reads/\(question.lineID)", isPast: question.state != .open,
                [
                    HeldFact(
                        "question", t("Câu hỏi"),
                        question.text.isEmpty ? t("Tôi không rõ vì sao họ xem.") : question.text),
                    HeldFact("state", t("Tình trạng"), question.standing(on: day).words),
                    question.answer.map { HeldFact("answer", t("Trả lời"), $0) },
                ].compactMap(\.self))
        }
    }
}
