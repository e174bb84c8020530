public import Store

/// Who may sign in.
public struct Account: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        case active, disabled
    }

    public let id: ID<Account>
    /// What is typed to sign in; looked up without regard to case and marks.
    public let name: String
    public let displayName: String
    public let personID: ID<Person>?
    /// BCP 47 code; empty until the account has chosen one.
    public let language: String
    public let state: State
    public let mustChangePassword: Bool
    public let createdAt: Instant
    public let version: Int
}

public struct AccountDraft: Sendable, Hashable {
    public var name: String
    public var displayName: String
    public var personID: ID<Person>?
    public var language: String
    /// From ``PasswordHasher``.
    public var passwordHash: String
    public var mustChangePassword: Bool

    public init(
        name: String, displayName: String, personID: ID<Person>? = nil, language: String = "", passwordHash: String,
        mustChangePassword: Bool = false
    ) {
        self.name = name.nfc
        self.displayName = displayName.nfc.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.personID = personID
        self.language = language
        self.passwordHash = passwordHash
        self.mustChangePassword = mustChangePassword
    }

    func check() throws(AccountRefusal) {
        guard AccountName.isWellFormed(name) else { throw .nameMalformed }
        guard !displayName.isEmpty else { throw .displayNameMissing }
        guard displayName.count <= 200 else { throw .displayNameTooLong }
    }
}

/// Names to sign in with.
public enum AccountName {
    /// Characters.
    static let longest = 64

    /// 3 to 64 letters and digits, and `. _ - @` between them.
    public static func isWellFormed(_ name: String) -> Bool {
        guard (3...longest).contains(name.count), let first = name.first, let last = name.last else { return false }
        return isLetterOrDigit(first) && isLetterOrDigit(last)
            && name.allSatisfy { isLetterOrDigit($0) || "._-@".contains($0) }
    }

    /// The form in which names are compared: `Đào.An` is `dao.an`. Marks between letters stay, so `a.b` is not `ab`.
    static func folded(_ name: String) -> String {
        var folded = ""
        var word = ""
        for character in name.nfc.trimmedOfBlanks {
            if "._-@".contains(character) {
                folded += Fold.folded(word) + String(character)
                word = ""
            } else {
                word.append(character)
            }
        }
        return folded + Fold.folded(word)
    }

    private static func isLetterOrDigit(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}

extension String {
    fileprivate var trimmedOfBlanks: Substring {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }
}

public enum AccountRefusal: Refusal, Hashable {
    case nameMalformed, nameTaken, displayNameMissing, displayNameTooLong, languageUnknown, ownAccount

    public var message: String {
        switch self {
        case .nameMalformed:
            t("Tên đăng nhập gồm 3 đến 64 chữ cái, chữ số và các dấu . _ - @ ở giữa. Hãy sửa lại.")
        case .nameTaken: t("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.")
        case .displayNameMissing: t("Hãy nhập tên hiển thị.")
        case .displayNameTooLong: t("Tên hiển thị dài quá 200 chữ. Hãy viết ngắn lại.")
        case .languageUnknown: t("Chưa có ngôn ngữ này. Hãy chọn một ngôn ngữ trong danh sách.")
        case .ownAccount: t("Bạn không thể tự khoá tài khoản của mình.")
        }
    }
}
