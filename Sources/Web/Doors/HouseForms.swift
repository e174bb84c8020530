import Hummingbird
import Kernel

/// Reading of forms: their fields, the files that come with them, and those that came up before.
extension House {
    /// Whoever is not signed in leaves no files here.
    /// - Parameter typed: what had been read, also when this throws.
    func form(
        of request: Request, _ visit: Visit, _ door: Door, typed: inout FormData?
    ) async throws -> FormData {
        var account = FormReader.isMultipart(request) ? await sender(of: request, visit, door) : nil
        var form = FormData()
        defer { typed = form }
        try await visit.speaking { try await forms.read(request, keepsFiles: account != nil, into: &form) }
        let uploaded = form.uploaded
        if uploaded.isEmpty { return form }
        if account == nil { account = await sender(of: request, visit, door) }
        if let account { try await visit.speaking { try await take(uploaded, by: account, into: &form) } }
        return form
    }

    /// Who sends, if the door lets them pass. Whether it does is decided, and said, in the transaction of the act.
    private func sender(of request: Request, _ visit: Visit, _ door: Door) async -> ID<Account>? {
        try? await admitted(visit, door, request).signedIn?.accountID
    }

    /// Resumable uploads stand in the form by their ids: from here on they are files like any others.
    private func take(
        _ uploaded: [(field: String, id: ID<Upload>)], by account: ID<Account>, into form: inout FormData
    ) async throws {
        let uploads = Uploads(files)
        for (field, id) in uploaded {
            do {
                let upload = try await uploads.head(id, by: account)
                let file = try await uploads.finish(id, by: account)
                form.files.append(FormFile(field: field, name: upload.name.text, file: file))
            } catch is NotFound {
                form.fileProblems.append(FieldProblem(field, t("Tệp đã tải lên quá hạn. Hãy chọn lại tệp.")))
            } catch is UploadError {
                form.fileProblems.append(FieldProblem(field, t("Tệp chưa tải lên hết. Hãy chọn lại tệp.")))
            } catch let refusal as FileRefusal {
                form.fileProblems.append(FieldProblem(field, refusal.message))
            }
        }
    }
}

extension FormData {
    /// `files-upload` holds the ids of uploads for the field `files`, parted by commas.
    fileprivate var uploaded: [(field: String, id: ID<Upload>)] {
        fields.filter { $0.name.hasSuffix("-upload") }.flatMap { field in
            field.value.split(separator: ",").prefix(50).compactMap { ID<Upload>(String($0)) }
                .map { (String(field.name.dropLast("-upload".count)), $0) }
        }
    }
}
