import Foundation
import HTTPTypes
import Hummingbird
public import Kernel

/// Resumable uploads (tus 1.0: core, creation, termination, expiration). An upload of somebody else is not found.
public enum UploadDoors {
    static let path = "/api/v1/uploads"

    public static func all(files: FileVault) -> [Door] {
        let uploads = Uploads(files)
        return [
            .stream(.options, path, .open) { _, _, _ in .empty(.noContent, headers: abilities) },
            .stream(.post, path, .signedIn, creation) { visit, request, _ in
                try await create(uploads, visit, request)
            },
            .stream(.head, "\(path)/{id}", .signedIn, inquiry) { visit, request, _ in
                try checkVersion(request)
                let upload = try await uploads.head(visit.parameter("id"), by: visit.account().accountID)
                return .empty(.ok, headers: state(of: upload))
            },
            .stream(.patch, "\(path)/{id}", .signedIn, continuation) { visit, request, _ in
                try await append(uploads, visit, request)
            },
            .stream(.delete, "\(path)/{id}", .signedIn, termination) { visit, request, _ in
                try check(visit, request)
                try await uploads.cancel(visit.parameter("id"), by: visit.account().accountID)
                return .empty(.noContent)
            },
        ]
    }

    /// Whether an answer under this address says which tus is spoken here: each does, a refusal too.
    static func answers(_ path: String) -> Bool { path == Self.path || path.hasPrefix("\(Self.path)/") }

    private static func create(_ uploads: Uploads, _ visit: Visit, _ request: Request) async throws -> Reply {
        try check(visit, request)
        guard let length = request.headers[.uploadLength].flatMap({ Int($0) }), length >= 0 else {
            throw FieldProblems([FieldProblem("Upload-Length", t("Thiếu độ dài của tệp."))])
        }
        let told = try metadata(request.headers[.uploadMetadata] ?? "")
        guard let name = told["filename"] ?? told["name"], !name.isEmpty else {
            throw FieldProblems([FieldProblem("Upload-Metadata", t("Thiếu tên của tệp."))])
        }
        let upload = try await refusing {
            try await uploads.create(
                by: visit.account().accountID, named: FileName(name), mediaType: told["filetype"], length: length)
        }
        var headers = state(of: upload)
        headers[.location] = "\(path)/\(upload.id)"
        return .empty(.created, headers: headers)
    }

    private static func append(_ uploads: Uploads, _ visit: Visit, _ request: Request) async throws -> Reply {
        try check(visit, request)
        guard request.headers[.contentType] == "application/offset+octet-stream" else { throw UnsupportedForm() }
        guard let offset = request.headers[.uploadOffset].flatMap({ Int($0) }), offset >= 0 else {
            throw FieldProblems([FieldProblem("Upload-Offset", t("Thiếu vị trí bắt đầu của phần gửi lên."))])
        }
        let id: ID<Upload> = try visit.parameter("id")
        let account = try visit.account().accountID
        let upload = try await refusing {
            let upload = try await uploads.append(BodyChunks(body: request.body), to: id, by: account, at: offset)
            if upload.isComplete { _ = try await uploads.finish(id, by: account) }
            return upload
        }
        return .empty(.noContent, headers: state(of: upload))
    }

    /// Too large is a 413 here: tus says so.
    private static func refusing(_ work: () async throws -> Upload) async throws -> Upload {
        do {
            return try await work()
        } catch FileRefusal.tooLarge(let limit) {
            throw FormTooLarge(limit: limit)
        }
    }

    private static func state(of upload: Upload) -> HTTPFields {
        [
            .uploadOffset: String(upload.offset), .uploadLength: String(upload.length),
            .uploadExpires: httpDate(upload.expiresAt), .cacheControl: "no-store",
        ]
    }

    // MARK: What is asked of a request

    private static func check(_ visit: Visit, _ request: Request) throws {
        try checkVersion(request)
        // A program that names its token does it on purpose; a browser has to show that a page of ours sends it.
        if SessionCookie.token(in: request, isSecure: false)?.comesFromCookie == false { return }
        guard CSRF.cameFromHere(request.headers, host: request.head.authority),
            CSRF.isValid(request.headers[.csrfToken] ?? "", for: try visit.account().csrfSecret)
        else { throw ForgedForm() }
    }

    private static func checkVersion(_ request: Request) throws {
        guard request.headers[.tusResumable] == version else { throw UnknownTusVersion() }
    }

    /// `filename dGVw,filetype dGV4dA==`
    static func metadata(_ header: String) throws -> [String: String] {
        var told: [String: String] = [:]
        for pair in header.split(separator: ",") {
            let parts = pair.split(separator: " ")
            guard let key = parts.first else { continue }
            guard let bytes = Data(base64Encoded: parts.count > 1 ? String(parts[1]) : "") else { throw BadText() }
            told[String(key)] = try FormData.cleaned(bytes)
        }
        return told
    }

    static let version = "1.0.0"

    private static let abilities: HTTPFields = [
        .tusVersion: version, .tusExtension: "creation,termination,expiration",
        .tusMaxSize: String(FileLimits.standard.file),
    ]

    private static func httpDate(_ instant: Instant) -> String {
        let format = Date.VerbatimFormatStyle(
            format: """
                \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
                \(second: .twoDigits) GMT
                """,
            locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
            calendar: Foundation.Calendar(identifier: .gregorian))
        return Date(timeIntervalSince1970: Double(instant.microseconds) / 1e6).formatted(format)
    }

    // MARK: What the API description says

    private static let resumable = APIParameter("Tus-Resumable", .string(values: [version]), isRequired: true)

    private static let creation = APIDescription(
        summary: "Begin a resumable upload", tag: "uploads",
        headers: [
            resumable,
            APIParameter("Upload-Length", .integer(minimum: 1, maximum: FileLimits.standard.file), isRequired: true),
            APIParameter("Upload-Metadata", .string(), note: "`filename` and `filetype`, base64", isRequired: true),
        ], status: 201, note: "tus 1.0; the address of the upload is in `Location`.")
    private static let inquiry = APIDescription(
        summary: "How far an upload has come", tag: "uploads", headers: [resumable])
    private static let continuation = APIDescription(
        summary: "Go on with an upload", tag: "uploads",
        headers: [resumable, APIParameter("Upload-Offset", .integer(minimum: 0), isRequired: true)],
        request: .bytes("application/offset+octet-stream"), status: 204,
        note: "When the last byte has come the file is checked; 422 says what is wrong with it.")
    private static let termination = APIDescription(
        summary: "Give an upload up", tag: "uploads", headers: [resumable], status: 204)
}

/// A client of another version of tus (412).
struct UnknownTusVersion: Error {}

extension HTTPField.Name {
    static let tusResumable = HTTPField.Name("Tus-Resumable")!
    static let tusVersion = HTTPField.Name("Tus-Version")!
    static let tusExtension = HTTPField.Name("Tus-Extension")!
    static let tusMaxSize = HTTPField.Name("Tus-Max-Size")!
    static let uploadLength = HTTPField.Name("Upload-Length")!
    static let uploadOffset = HTTPField.Name("Upload-Offset")!
    static let uploadMetadata = HTTPField.Name("Upload-Metadata")!
    static let uploadExpires = HTTPField.Name("Upload-Expires")!
}
