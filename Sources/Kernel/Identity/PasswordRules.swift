/// What a password must be. Long is better than odd: no rule asks for digits or signs.
public enum PasswordRules {
    /// Characters.
    public static let shortest = 10
    /// Bytes: a limit for what argon2id is asked to chew, far beyond what anybody types.
    public static let longest = 1024

    /// - Parameters:
    ///   - name: what is typed to sign in, which the password may not be.
    ///   - displayName: likewise.
    public static func check(_ password: String, name: String, displayName: String = "") throws(PasswordRefusal) {
        let password = password.nfc
        guard password.count >= shortest else { throw .tooShort }
        guard password.utf8.count <= longest else { throw .tooLong }
        let folded = squeezed(password)
        guard folded != squeezed(name), folded != squeezed(displayName) else { throw .sameAsName }
        guard Set(folded).count > 2, !common.contains(folded) else { throw .tooCommon }
    }

    private static func squeezed(_ text: String) -> String { Fold.tokens(text).joined() }

    /// The commonest of at least ten characters, folded, as lists of leaked passwords show them, with Vietnamese ones.
    private static let common: Set<String> = [
        "1234567890", "0123456789", "0987654321", "1234567891", "12345678910", "123456789a", "a123456789", "123456789q",
        "1234512345", "1231231231", "123123123123", "12341234123", "123412341234", "1122334455", "1020304050",
        "9876543210", "1029384756", "123456123456", "12345678901", "123456789012", "147258369a", "1q2w3e4r5t",
        "1qaz2wsx3edc", "qwertyuiop", "qwerty12345", "qwerty123456", "qwertyuiop123", "asdfghjkl123", "asdfghjkl1",
        "zxcvbnm123", "abcdefghij", "abcd123456", "abc1234567", "abc123456789", "abcdef123456", "password12",
        "password123", "password1234", "passw0rd123", "iloveyou123", "iloveyou12", "welcome123", "administrator",
        "admin12345", "admin123456", "letmein123", "changeme123", "matkhau123", "matkhau1234", "matkhau12345",
        "anhyeuem123", "anhyeuem12", "emyeuanh123", "yeuem123456", "khongbiet123", "vietnam123", "vietnam2022",
        "vietnam2023", "vietnam2024", "vietnam2025", "hochiminh1", "hanoi12345", "yenbai2022", "yenbai1234",
        "laocai2025", "laocai1234", "thacba1234", "thacba2022", "uyban12345", "congchuc123", "hoilamgi123",
        "motconvit123",
    ]
}

public enum PasswordRefusal: Refusal, Hashable {
    case tooShort, tooLong, sameAsName, tooCommon, unchanged, wrongOld

    public var message: String {
        switch self {
        case .tooShort:
            tn("Mật khẩu cần ít nhất {n} ký tự. Một câu ngắn dễ nhớ là tốt nhất.", count: PasswordRules.shortest)
        case .tooLong: t("Mật khẩu quá dài. Hãy chọn mật khẩu ngắn hơn.")
        case .sameAsName: t("Mật khẩu không được trùng với tên. Hãy chọn mật khẩu khác.")
        case .tooCommon: t("Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác.")
        case .unchanged: t("Mật khẩu mới phải khác mật khẩu cũ.")
        case .wrongOld: t("Mật khẩu cũ không đúng. Hãy nhập lại.")
        }
    }
}
