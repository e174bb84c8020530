import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Store

/// Which no becomes which status: the only place that decides it (`Documentation/status-codes.md`).
extension House {
    func refusal(_ error: any Error, _ visit: Visit, typed: FormData?) -> Reply {
        visit.speaking { reply(to: error, visit, typed: typed) }
    }

    private func reply(to error: any Error, _ visit: Visit, typed: FormData?) -> Reply {
        switch error {
        case is SignInNeeded where !visit.isForPrograms:
            return signInNeeded(visit, typed: typed)
        case let used as KeyUsedForOtherContent where !visit.isForPrograms && used.location != nil:
            return .page(RefusalPages.alreadySent(location: used.location ?? "/"), status: .conflict)
        case let old as OldForm where !visit.isForPrograms && typed != nil:
            let page = RefusalPages.oldForm(visit: visit.signedIn(as: old.signedIn), typed: typed ?? FormData())
            return .page(page, status: .forbidden)
        default:
            break
        }
        let problem = problem(for: error, visit)
        if visit.isForPrograms { return withHeaders(.problem(problem), error) }
        let page = RefusalPages.page(
            for: problem, visit: visit, typed: Self.keepsTyped(error) ? typed?.withoutSecrets : nil)
        return withHeaders(.page(page, status: problem.status), error)
    }

    /// Whether what was typed may be sent again as it is.
    private static func keepsTyped(_ error: any Error) -> Bool {
        switch error {
        case is NotFound, is NotPermitted, is BadText: false
        default: true
        }
    }

    private func withHeaders(_ reply: Reply, _ error: any Error) -> Reply {
        switch error {
        case is UnknownTusVersion: reply.with(.tusVersion, UploadDoors.version)
        case let method as MethodNotAllowed: reply.with(.allow, method.list)
        // The rest of the form is not wanted; a browser that is still sending shows this answer.
        case is FormTooLarge: reply.with(.connection, "close")
        case let wait as TooManyAttempts: reply.with(.retryAfter, String(wait.retryAfterSeconds))
        case is StoreError where reply.status == .serviceUnavailable: reply.with(.retryAfter, "5")
        default: reply
        }
    }

    private func signInNeeded(_ visit: Visit, typed: FormData?) -> Reply {
        if let typed, !typed.typed.isEmpty {
            return .page(RefusalPages.signInAgain(visit: visit, typed: typed), status: .unauthorized)
        }
        return .redirect(to: Address("/sign-in", ["next": visit.method == .get ? visit.path : "/"]).text)
    }

    private func problem(for error: any Error, _ visit: Visit) -> Problem {
        switch error {
        case let problems as FieldProblems:
            Problem(.unprocessableContent, title: t("Có chỗ cần sửa"), errors: problems.all)
        case is SignInNeeded:
            Problem(.unauthorized, title: t("Bạn cần đăng nhập"))
        case is NotFound:
            Problem(.notFound, title: t("Trang này không còn ở đây"))
        case is NotPermitted:
            Problem(.forbidden, title: t("Tài khoản của bạn không mở được trang này"))
        case is Stale:
            Problem(.conflict, title: t("Người khác vừa sửa trước bạn"))
        case let wait as TooManyAttempts:
            Problem(.tooManyRequests, title: wait.message)
        case is ForgedForm:
            Problem(.forbidden, title: t("Biểu mẫu này không gửi từ trang của chúng tôi"))
        case is OldForm:
            Problem(.forbidden, title: t("Biểu mẫu đã cũ"))
        case is KeyUsedForOtherContent:
            Problem(.unprocessableContent, title: t("Khoá này đã dùng cho nội dung khác"))
        case let refusal as any Refusal:
            Problem(.unprocessableContent, title: refusal.message)
        case is BadText:
            Problem(.badRequest, title: t("Nội dung gửi lên không phải văn bản UTF-8"))
        case let form as FormTooLarge:
            Problem(.contentTooLarge, title: form.message)
        case is UploadError:
            Problem(.conflict, title: t("Phần tải lên không nối tiếp phần đã có"))
        case is UnknownTusVersion:
            Problem(.preconditionFailed, title: t("Máy chủ dùng tus phiên bản khác"))
        case is BrokenForm:
            Problem(.badRequest, title: t("Biểu mẫu gửi lên bị đứt giữa chừng"))
        case is MethodNotAllowed:
            Problem(.methodNotAllowed, title: t("Địa chỉ này không nhận kiểu yêu cầu ấy"))
        case is UnsupportedForm:
            Problem(.unsupportedMediaType, title: t("Máy chủ không đọc được kiểu nội dung này"))
        case let error as HTTPError:
            Problem(
                error.status, title: t("Máy chủ không đọc được yêu cầu này"),
                detail: visit.isForPrograms ? error.body : nil)
        case let error as StoreError:
            storeProblem(error, visit)
        default:
            failure(error, visit)
        }
    }

    private func storeProblem(_ error: StoreError, _ visit: Visit) -> Problem {
        switch error {
        case .full:
            Problem(.insufficientStorage, title: t("Máy chủ hết chỗ chứa, chưa ghi được"))
        case .unreachable, .timedOut, .busy, .serialization, .readOnly, .cancelled:
            Problem(.serviceUnavailable, title: t("Máy chủ đang bận, chưa ghi được"))
        case .unique, .foreignKey, .notNull, .check, .decoding, .other:
            failure(error, visit)
        }
    }

    /// A fault of ours: people see a number, the log has the rest.
    private func failure(_ error: any Error, _ visit: Visit) -> Problem {
        let incident = String(ID<Door>.new().description.suffix(8))
        logger.error(
            "door failed",
            metadata: ["incident": "\(incident)", "door": "\(visit.door)", "error": "\(String(reflecting: error))"])
        return Problem(.internalServerError, title: t("Máy chủ gặp lỗi"), incident: incident)
    }
}

extension Visit {
    /// Programs get problems, people get pages.
    var isForPrograms: Bool { path.hasPrefix("/api/") }
}

extension HTTPResponse.Status {
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
