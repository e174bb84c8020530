import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore

/// Reads the form that a request carries. Fields wait in memory, files go to the vault as they come.
struct FormReader: Sendable {
    /// Bytes of all text fields together.
    static let mostText = 1 << 20
    static let mostFields = 2_000
    /// Bytes of a form with files: the files of a dossier, the fields, and the lines between.
    static let mostBytes = FileLimits.standard.together + 2 * mostText
    /// What is still read of a form that says it is too large, so that its fields are not lost.
    static let glance = 2 * mostText

    let files: FileVault

    static func isMultipart(_ request: Request) -> Bool {
        request.headers[.contentType]?.lowercased().hasPrefix("multipart/form-data") ?? false
    }

    /// - Parameters:
    ///   - keepsFiles: `false` when the sender may not leave files here: they are passed over.
    ///   - form: holds what had been read, also when this throws.
    /// - Throws: `FormTooLarge`, `BrokenForm`, `BadText`, `UnsupportedForm`, `StoreError`.
    func read(_ request: Request, keepsFiles: Bool, into form: inout FormData) async throws {
        let type = request.headers[.contentType] ?? ""
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        if Self.isMultipart(request) {
            try await readParts(request, type, length: length, keepsFiles: keepsFiles, into: &form)
        } else if type.lowercased().hasPrefix("application/x-www-form-urlencoded") {
            guard length <= Self.mostText else { throw FormTooLarge(limit: Self.mostText) }
            try await readFields(request.body, into: &form)
        } else if length > 0 || !type.isEmpty {
            throw UnsupportedForm()
        }
    }

    private func readFields(_ body: RequestBody, into form: inout FormData) async throws {
        var bytes: [UInt8] = []
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= Self.mostText else { throw FormTooLarge(limit: Self.mostText) }
            bytes += buffer.readableBytesView
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw BadText() }
        form = try FormData(urlEncoded: text)
        guard form.fields.count <= Self.mostFields else { throw FormTooLarge(limit: Self.mostText) }
    }

    private func readParts(
        _ request: Request, _ type: String, length: Int, keepsFiles: Bool, into form: inout FormData
    ) async throws {
        guard let boundary = try Disposition(Array(type.utf8)[...]).parameters["boundary"],
            (1...70).contains(boundary.utf8.count)
        else { throw UnsupportedForm() }
        let isTooLarge = length > Self.mostBytes
        let parts = MultipartReader(
            request.body, boundary: boundary, most: isTooLarge ? Self.glance : Self.mostBytes,
            limit: FileLimits.standard.together)
        var text = 0
        while let head = try await parts.nextPart() {
            if let filename = head.filename {
                try await take(parts, head.name, filename, keeps: keepsFiles && !isTooLarge, into: &form)
            } else {
                let bytes = try await parts.collect(upTo: Self.mostText - text)
                text += bytes.count + head.name.utf8.count
                form.append(head.name, try FormData.cleaned(bytes))
                guard form.fields.count <= Self.mostFields else { throw FormTooLarge(limit: Self.mostText) }
            }
        }
        if isTooLarge { throw FormTooLarge(limit: FileLimits.standard.together) }
    }

    /// A file that is refused is told beside its field; the form goes on.
    private func take(
        _ parts: MultipartReader, _ field: String, _ filename: String, keeps: Bool, into form: inout FormData
    ) async throws {
        // A file field that was left empty comes as a file without name.
        guard !filename.isEmpty else { return }
        guard keeps else {
            form.fileProblems.append(FieldProblem(field, t("Bạn cần đăng nhập để gửi tệp.")))
            return
        }
        guard form.files.count < 50 else {
            form.fileProblems.append(FieldProblem(field, t("Mỗi lần gửi được nhiều nhất 50 tệp.")))
            return
        }
        let name = FileName(filename)
        do {
            let file = try await files.put(parts.bytes, named: name)
            form.files.append(FormFile(field: field, name: name.text, file: file))
        } catch let refusal as FileRefusal {
            form.fileProblems.append(FieldProblem(field, "\(name.text): \(refusal.message)"))
        }
    }
}

/// More than a form may hold.
struct FormTooLarge: Error, Equatable {
    /// Bytes.
    let limit: Int

    var message: String {
        t("Nội dung gửi lên lớn hơn {limit}, máy chủ không nhận.", ["limit": Format.bytes(limit)])
    }
}

/// A body that is no form, or one whose kind is not known.
struct UnsupportedForm: Error, Equatable {}

/// A form that ends in the middle or is not built as its kind demands.
struct BrokenForm: Error, Equatable {}
