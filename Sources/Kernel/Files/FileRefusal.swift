/// Why a file is not taken.
public enum FileRefusal: Refusal, Equatable {
    /// Limits in bytes.
    case tooLarge(limit: Int)
    case tooMuchTogether(limit: Int)
    case empty
    case typeNotAllowed
    /// The bytes are of an accepted type, but not of the one that the name promises.
    case contentDiffersFromName(FileType)
    /// The bytes are no longer kept, or were set aside as harmful.
    case gone

    public var message: String {
        switch self {
        case .tooLarge(let limit):
            t("Tệp lớn hơn {limit}. Hãy chọn tệp nhỏ hơn, hoặc chụp lại ở cỡ nhỏ hơn.", ["limit": Format.bytes(limit)])
        case .tooMuchTogether(let limit):
            t("Các tệp cộng lại lớn hơn {limit}. Hãy bỏ bớt tệp không cần.", ["limit": Format.bytes(limit)])
        case .empty: t("Tệp không có nội dung. Hãy chọn tệp khác.")
        case .typeNotAllowed:
            t("Loại tệp này không được nhận. Hãy gửi PDF, ảnh (JPG, PNG, WebP, HEIC), Word, Excel hoặc tệp chữ.")
        case .contentDiffersFromName(let type):
            t(
                "Nội dung tệp là {type}, không đúng với đuôi của tên tệp. Hãy kiểm tra lại tệp.",
                ["type": type.extensions[0].uppercased()])
        case .gone: t("Tệp này không còn trên hệ thống. Hãy gửi lại tệp.")
        }
    }
}

/// How much is taken, in bytes.
public struct FileLimits: Sendable, Equatable {
    public var file: Int
    public var together: Int

    public init(file: Int, together: Int) {
        self.file = file
        self.together = together
    }

    /// 20 MB a file, 100 MB a dossier.
    public static let standard = FileLimits(file: 20 << 20, together: 100 << 20)
}
