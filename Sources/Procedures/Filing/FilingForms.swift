import Kernel
import Web

/// Reads the steps of a filing: what can be kept is kept, what is wrong is said beside its field.
enum FilingForms {
    static let longestContent = 5_000

    /// The second question.
    static func request(_ form: FormData) -> (answers: (phone: String, content: String), problems: FieldProblems) {
        var problems = FieldProblems()
        let typed = form["phone"]
        let phone = PhoneNumber(typed)
        if typed.isEmpty {
            problems.add("phone", t("Bạn chưa ghi số điện thoại. Ghi số mà cán bộ gọi được."))
        } else if phone == nil {
            problems.add(
                "phone", t("Số điện thoại này chưa đúng. Số ở Việt Nam có 10 hoặc 11 chữ số, bắt đầu bằng 0."))
        }
        let content = form["content"]
        if content.isEmpty {
            problems.add("content", t("Bạn chưa ghi nội dung. Bạn viết vài câu: cần làm việc gì, cho ai."))
        } else if content.count > longestContent {
            problems.add(
                "content", t("Nội dung dài quá {n} chữ. Bạn viết ngắn lại.", ["n": Format.number(longestContent)]))
        }
        return ((phone?.digits ?? typed, content), problems)
    }
}

/// A telephone number in Viet Nam: ten digits for mobiles, ten or eleven for landlines.
struct PhoneNumber: Sendable, Hashable {
    /// `0912345678`
    let digits: String

    /// Takes blanks, dots, hyphens, brackets and `+84`.
    init?(_ typed: String) {
        var digits = ""
        for character in typed {
            switch character {
            case " ", ".", "-", "(", ")", "\u{A0}": continue
            case "+" where digits.isEmpty: digits = "+"
            case "0"..."9": digits.append(character)
            default: return nil
            }
        }
        if digits.hasPrefix("+84") { digits = "0" + digits.dropFirst(3) }
        guard digits.first == "0", let second = digits.dropFirst().first else { return nil }
        switch second {
        case "3", "5", "7", "8", "9": guard digits.count == 10 else { return nil }
        case "2": guard (10...11).contains(digits.count) else { return nil }
        default: return nil
        }
        self.digits = digits
    }
}
