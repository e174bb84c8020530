import Foundation
import Kernel

/// The questions of a filing, one a page, in their order.
enum FilingStep: String, Sendable, Hashable, CaseIterable {
    case place = "where"
    case request
    case papers
    case check

    var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
    var previous: FilingStep? { Self.allCases.last { $0.number < number } }
    var next: FilingStep? { Self.allCases.first { $0.number > number } }
}

/// Bản nháp: a dossier that has not been sent.
struct Draft: Sendable, Hashable {
    /// How long a draft is kept after it was last touched.
    static let lifetime = Duration.seconds(30 * 86_400)

    let id: ID<Dossier>
    let accountID: ID<Account>
    let personID: ID<Person>
    let personName: String
    /// The version in force today.
    let procedure: Procedure
    /// The version that the applicant has seen last.
    var answeredUnder: ID<Procedure>
    let expiresAt: Instant
    let updatedAt: Instant
    var unit: FilingUnit?
    var answers: DraftAnswers
    /// The step to go on with.
    var step: FilingStep
    var version: Int

    /// Whether the procedure got a new version while the form was being filled.
    var isProcedureChanged: Bool { answeredUnder != procedure.id }

    /// The first step that is not answered: nobody reaches the end by an address alone.
    var firstOpenStep: FilingStep {
        if unit == nil { return .place }
        if answers.phone.isEmpty || answers.content.isEmpty { return .request }
        return answers.isDoneWithPapers ? .check : .papers
    }
}

/// Where a dossier goes to, as it is called today.
struct FilingUnit: Sendable, Hashable {
    let id: ID<AdminUnit>
    let code: String
    /// `Xã Vũ Linh, huyện Yên Bình`
    let name: String
}

/// What was typed so far: the column `answers`.
struct DraftAnswers: Sendable, Hashable, Codable {
    var phone = ""
    var content = ""
    /// Papers, counted from 0, that the applicant brings to the desk.
    var later: [Int] = []
    var isDoneWithPapers = false

    init() {}

    init(json: String) throws { self = try JSONDecoder().decode(DraftAnswers.self, from: Data(json.utf8)) }

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}

/// A draft in a list.
struct DraftLine: Sendable, Hashable {
    let id: ID<Dossier>
    let procedureName: String
    let updatedAt: Instant

    var shortName: String { Procedure.shortened(procedureName) }
}

enum FilingRefusal: Refusal, Hashable {
    case expired, tooManyDrafts

    var message: String {
        switch self {
        case .expired: t("Bản ghi dở này đã hết hạn giữ. Bạn làm lại từ đầu.")
        case .tooManyDrafts: t("Bạn đang ghi dở quá nhiều hồ sơ. Bạn nộp hoặc xoá bớt rồi làm hồ sơ mới.")
        }
    }
}
