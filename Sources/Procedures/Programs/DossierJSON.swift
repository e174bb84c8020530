import Kernel
import Web

/// A procedure for programs.
struct ProcedureJSON: Sendable, Encodable {
    struct TermJSON: Sendable, Encodable {
        let count: Int
        let measure: String

        init(_ term: Term) {
            count = term.count
            measure = term.measure.rawValue
        }
    }

    let code: String
    let name: String
    let field: String
    let level: String
    let term: TermJSON?
    let feeVnd: Int?
    let feeOnlineVnd: Int?
    var papers: [String]?
    var online: Bool?
    var decision: String?
    var demoVersion: Bool?

    init(_ line: ProcedureLine) {
        code = line.code
        name = line.name
        field = line.field
        level = line.level
        term = line.term.map(TermJSON.init)
        feeVnd = line.fee.atDesk
        feeOnlineVnd = line.fee.online
    }

    init(_ procedure: Procedure) {
        code = procedure.code
        name = procedure.name
        field = procedure.field
        level = procedure.level
        term = procedure.term.map(TermJSON.init)
        feeVnd = procedure.fee.atDesk
        feeOnlineVnd = procedure.fee.online
        papers = procedure.papers
        online = procedure.isOnline
        decision = procedure.decision
        demoVersion = procedure.isDemoVersion
    }
}

/// A dossier for programs.
struct DossierJSON: Sendable, Encodable {
    let code: String
    let procedure: String
    let procedureName: String
    let unit: String
    let applicant: String
    let state: String
    let submittedAt: Instant
    let dueOn: Day?
    let version: Int
    var answer: String?
    var refusalReason: String?
    var refusalBasis: String?
    var answers: [AnswerJSON]?

    struct AnswerJSON: Sendable, Encodable {
        let question: String
        let label: String
        let value: String
    }

    init(_ dossier: Dossier, answers: [DossierAnswer]? = nil) {
        code = dossier.code
        procedure = dossier.procedureCode
        procedureName = dossier.procedureName
        unit = dossier.unitName
        applicant = dossier.applicantName
        state = dossier.state.rawValue
        submittedAt = dossier.submittedAt
        dueOn = dossier.dueOn
        version = dossier.version
        answer = dossier.answer
        refusalReason = dossier.refusal?.words
        refusalBasis = dossier.refusal?.basis
        self.answers = answers?.map { AnswerJSON(question: $0.question, label: $0.label, value: $0.value) }
    }
}

/// A dossier in the inbox for programs.
struct InboxJSON: Sendable, Encodable {
    let code: String
    let procedureName: String
    let unit: String
    let applicant: String
    let state: String
    let submittedAt: Instant
    let dueOn: Day?
    let assignee: String?
    let version: Int

    init(_ line: InboxLine) {
        code = line.code
        procedureName = line.procedureName
        unit = line.unitName
        applicant = line.applicantName
        state = line.state.rawValue
        submittedAt = line.submittedAt
        dueOn = line.dueOn
        assignee = line.assigneeName
        version = line.version
    }
}

/// What a program sends to file a dossier.
struct NewDossierJSON: Sendable, Decodable {
    /// Code of the procedure.
    let procedure: String
    /// Code of the unit of today.
    let unit: String
    let phone: String
    let content: String
}

/// What a program sends to do something to a dossier.
struct DeedJSON: Sendable, Decodable {
    /// The version that the program has seen.
    let version: Int
    /// Of an answer: `resolved` or `refused`.
    let result: String?
    let words: String?
    /// Of a refusal: the rule that gives the reason.
    let basis: String?
}

/// How these look in the API description.
enum DossierSchemas {
    static let all: [(name: String, schema: Schema)] = [
        ("Procedure", procedure), ("Dossier", dossier),
    ]

    private static let procedure = Schema.object([
        .required("code", .string()), .required("name", .string()), .required("field", .string()),
        .required("level", .string()),
        .optional(
            "term",
            .object([
                .required("count", .integer(minimum: 1)),
                .required("measure", .string(values: ["working_day", "day", "hour"])),
            ]), note: "Missing where no term is published."),
        .optional("feeVnd", .integer(minimum: 0)), .optional("feeOnlineVnd", .integer(minimum: 0)),
        .optional("papers", .array(.string())), .optional("online", .boolean), .optional("decision", .string()),
        .optional("demoVersion", .boolean),
    ])

    private static let dossier = Schema.object([
        .required("code", .string()), .optional("procedure", .string()), .required("procedureName", .string()),
        .required("unit", .string()), .required("applicant", .string()),
        .required("state", .string(values: Dossier.State.allCases.map(\.rawValue))),
        .required("submittedAt", .string(format: "date-time")), .optional("dueOn", .string(format: "date")),
        .required("version", .integer(minimum: 1)), .optional("assignee", .string()), .optional("answer", .string()),
        .optional("refusalReason", .string()), .optional("refusalBasis", .string()),
        .optional(
            "answers",
            .array(
                .object([
                    .required("question", .string()), .required("label", .string()), .required("value", .string()),
                ]))),
    ])

    static let newDossier = Schema.object([
        .required("procedure", .string(), note: "Code of the procedure."),
        .required("unit", .string(), note: "Code of the unit as of today."),
        .required("phone", .string(maxLength: 20)), .required("content", .string(maxLength: 5_000)),
    ])

    static let acceptance = Schema.object([.required("version", .integer(minimum: 1))])

    static let answer = Schema.object([
        .required("version", .integer(minimum: 1)), .required("result", .string(values: ["resolved", "refused"])),
        .required("words", .string()), .optional("basis", .string(), note: "The rule, where it is a refusal."),
    ])
}
