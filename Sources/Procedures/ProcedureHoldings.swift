import Kernel
import Store
import Web

/// What this module holds on people, in their words.
enum ProcedureHoldings {
    static let all = [dossiers, drafts]

    static let readings = [
        ReadingWords("dossier.read") {
            t("Mở hồ sơ")
        } shown: {
            t("họ tên, câu trả lời và giấy tờ trong hồ sơ")
        }
    ]

    private static let dossiers = Holding(
        "procedures-dossiers", .folder,
        tables: [
            "procedures_dossier", "procedures_answer", "procedures_paper", "procedures_dossier_log", "procedures_move",
            "kernel_file_use",
        ]
    ) {
        .init(
            title: t("Hồ sơ bạn đã nộp"),
            purpose: t("Để giải quyết thủ tục bạn yêu cầu, theo Nghị định 61/2018/NĐ-CP."),
            kept: t("Giữ cùng sổ hồ sơ của cơ quan, theo thời hạn lưu trữ của từng thủ tục."),
            readers: t("Công chức xử lý hồ sơ ở nơi bạn nộp và ở cấp trên của nơi đó. Mỗi lần mở đều ghi lại."))
    } links: {
        [HeldLink(t("Hồ sơ của tôi"), to: "/dossiers")]
    } records: { db, person, _, limit in
        let store = DossierStore(db: db)
        return try store.list(of: person, open: nil, limit: limit).map { dossier in
            let papers = try PaperStore(db: db).list(of: dossier.id)
            let moves = try DossierMoveStore(db: db).list(of: dossier.id).map { move in
                HeldFact(
                    "move", t("Chuyển nơi giải quyết"),
                    t(
                        "Từ {day}, {new} giải quyết thay {old}, theo {basis}.",
                        [
                            "day": Format.day(move.day), "new": move.toName, "old": move.fromName,
                            "basis": move.legalBasis,
                        ]))
            }
            let answers = try store.answers(of: dossier.id).map { HeldFact($0.question, $0.label, $0.value) }
            return HeldRecord(
                dossier.shortName, path: "/dossiers/\(dossier.code)", isPast: !dossier.isOpen,
                [
                    HeldFact("code", t("Mã hồ sơ"), dossier.code),
                    HeldFact("unit", t("Nơi nhận"), dossier.unitName),
                    HeldFact("submitted", t("Nộp lúc"), Format.dateTime(dossier.submittedAt)),
                    HeldFact("state", t("Tình trạng"), dossier.state.label),
                    dossier.answer.map { HeldFact("answer", t("Kết quả"), $0) },
                    dossier.refusal.map { HeldFact("refusal", t("Lý do từ chối"), $0.words) },
                    papers.isEmpty
                        ? nil
                        : HeldFact("papers", t("Giấy tờ"), papers.map(\.name).joined(separator: ", ")),
                ].compactMap(\.self) + moves + answers)
        }
    }

    private static let drafts = Holding("procedures-drafts", .pencil, tables: ["procedures_draft"]) {
        .init(
            title: t("Hồ sơ đang làm dở"),
            purpose: t("Để bạn làm tiếp mà không phải ghi lại."),
            kept: t("30 ngày từ lần sửa cuối, rồi xoá."),
            readers: t("Chỉ mình bạn. Cơ quan chưa thấy gì cho đến khi bạn nộp."))
    } records: { db, person, _, limit in
        try DraftStore(db: db).held(of: person, limit: limit).map { draft in
            HeldRecord(
                Procedure.shortened(draft.procedureName), path: "/drafts/\(draft.id)",
                [HeldFact("updated", t("Sửa lần cuối"), Format.dateTime(draft.updatedAt))])
        }
    }
}
