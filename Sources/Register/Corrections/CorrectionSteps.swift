import Kernel
import Store
import Web

/// The history of requests and the papers that prove them.
struct CorrectionSteps {
    let db: any Session

    /// - Parameters:
    ///   - actor: who did it; the person themselves as well.
    ///   - unit: in whose name; nil for the person.
    func add(
        _ kind: CorrectionStep.Kind, to id: ID<Correction>, by actor: ID<Account>, for unit: ID<AdminUnit>? = nil,
        note: String? = nil, at now: Instant
    ) throws {
        try db.enqueue(
            """
            INSERT INTO register_correction_step (id, correction_id, at, actor_account, acting_unit, kind, note)
            VALUES (\(ID<CorrectionStep>.new(at: now)), \(id), \(now), \(actor), \(unit), \(kind), \(note))
            """)
    }

    /// The latest first. Who may see them is settled by who may see the request.
    func list(of id: ID<Correction>) throws -> [CorrectionStep] {
        try db.rows(
            """
            SELECT s.at, s.kind, a.display_name, (SELECT v.full_name FROM kernel_unit_version v
                WHERE v.unit_id = s.acting_unit ORDER BY v.valid_from DESC LIMIT 1), s.note
            FROM register_correction_step s JOIN kernel_account a ON a.id = s.actor_account
            WHERE s.correction_id = \(id) ORDER BY s.id DESC LIMIT 200
            """
        ) { row in
            CorrectionStep(
                at: try row[0], kind: try row[1], actorName: try row[2], unitName: try row[3], note: try row[4])
        }
    }

    private static func subject(_ id: ID<Correction>) -> FileSubject { FileSubject("register.correction", "\(id)") }

    /// - Throws: `FileRefusal`.
    func addProof(_ file: StoredFile, named name: String, to id: ID<Correction>, now: Instant) throws {
        try FileStore(db: db).attach(file.hash, to: Self.subject(id), named: FileName(name), at: now)
    }

    func proofs(of id: ID<Correction>) throws -> [FileUse] { try FileStore(db: db).uses(of: Self.subject(id)) }
}

extension CorrectionStep.Kind {
    var label: String {
        switch self {
        case .asked: t("Gửi yêu cầu")
        case .taken: t("Bắt đầu xem xét")
        case .granted: t("Đã sửa trong sổ")
        case .refused: t("Không sửa")
        case .withdrawn: t("Rút yêu cầu")
        case .moved: t("Chuyển cho xã nơi ở mới")
        }
    }
}
