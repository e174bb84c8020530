import Kernel

/// Why a line was not taken, or what somebody has to look at.
enum LineProblem: Refusal {
    case tooLong, quotes, notText
    case fieldCount(expected: Int, found: Int)
    case missing(ImportColumn)
    /// What the register's own rules say of a cell.
    case cell(ImportColumn, any Refusal)
    case unreadable(ImportColumn)
    case unknownSex, unknownPeople, cellTooLong(ImportColumn)
    case unit(UnitProblem)
    case startInFuture

    var message: String {
        switch self {
        case .tooLong: t("Dòng dài quá 64 KB, có lẽ thiếu dấu ngoặc kép đóng.")
        case .quotes: t("Dấu ngoặc kép đặt sai chỗ, hoặc mở ra mà không đóng lại.")
        case .notText: t("Chữ trên dòng này không phải UTF-8.")
        case .fieldCount(let expected, let found):
            t("Dòng có {found} ô, trong khi dòng tên cột có {expected} ô.", ["found": found, "expected": expected])
        case .missing(let column): t("{column}: chưa có.", ["column": column.label])
        case .cell(let column, let refusal): "\(column.label): \(refusal.message)"
        case .unreadable(let column): t("{column}: có ký tự hỏng.", ["column": column.label])
        case .cellTooLong(let column): t("{column}: dài quá 500 ký tự.", ["column": column.label])
        case .unknownSex: t("Giới tính: ghi Nam hoặc Nữ.")
        case .unknownPeople: t("Dân tộc: không có trong danh mục 54 dân tộc.")
        case .unit(let problem): problem.message
        case .startInFuture: t("Ngày chuyển đến ở sau ngày của danh sách.")
        }
    }
}

/// Why a place in a list is none that people can live in.
enum UnitProblem: Refusal, Hashable {
    case unknown(String)
    case several(String)
    case ended(String, on: Day)
    case coming(String, on: Day)
    case outsideScope(String)

    var message: String {
        switch self {
        case .unknown(let text): t("Không có xã, phường, thị trấn nào là “{text}”.", ["text": text])
        case .several(let text): t("Có nhiều xã tên “{text}”. Hãy ghi mã xã hoặc thêm huyện.", ["text": text])
        case .ended(let text, let day):
            t(
                "“{text}” không còn từ ngày {day}. Hãy ghi đơn vị mới, hoặc chọn ngày của danh sách trước ngày đó.",
                ["text": text, "day": Format.day(day)])
        case .coming(let text, let day):
            t(
                "“{text}” chỉ có từ ngày {day}. Hãy chọn ngày của danh sách từ ngày đó trở đi.",
                ["text": text, "day": Format.day(day)])
        case .outsideScope(let text): t("“{text}” không thuộc địa bàn của bạn.", ["text": text])
        }
    }
}
