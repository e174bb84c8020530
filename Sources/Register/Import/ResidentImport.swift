import Kernel
import Store

/// Where an import stands.
enum ImportState: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// Its columns wait to be named.
    case uploaded
    /// It is read through; nothing is written.
    case checking
    /// What would happen is known; somebody decides.
    case checked
    /// People are written down.
    case running
    case done, cancelled, failed

    /// Whether a job works on it.
    var isWorking: Bool { self == .checking || self == .running }

    var label: String {
        switch self {
        case .uploaded: t("Chờ chọn cột")
        case .checking: t("Đang kiểm tra")
        case .checked: t("Đã kiểm tra, chờ nạp")
        case .running: t("Đang nạp")
        case .done: t("Đã nạp xong")
        case .cancelled: t("Đã dừng")
        case .failed: t("Bị lỗi")
        }
    }
}

/// What became of the lines of a list; each is counted once.
struct ImportCounts: Sendable, Hashable {
    var added = 0
    var matched = 0
    var doubtful = 0
    var refused = 0

    var total: Int { added + matched + doubtful + refused }

    static func + (left: ImportCounts, right: ImportCounts) -> ImportCounts {
        ImportCounts(
            added: left.added + right.added, matched: left.matched + right.matched,
            doubtful: left.doubtful + right.doubtful, refused: left.refused + right.refused)
    }

    /// `12 3 0 1`: as a check is remembered.
    var text: String { "\(added) \(matched) \(doubtful) \(refused)" }

    init(added: Int = 0, matched: Int = 0, doubtful: Int = 0, refused: Int = 0) {
        self.added = added
        self.matched = matched
        self.doubtful = doubtful
        self.refused = refused
    }

    init?(text: String) {
        let numbers = text.split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 4 else { return nil }
        self.init(added: numbers[0], matched: numbers[1], doubtful: numbers[2], refused: numbers[3])
    }
}

/// A list of people that is brought into the register.
struct ResidentImport: Sendable, Hashable {
    let id: ID<ResidentImport>
    /// The account's id, or `system` for one of the command line.
    let accountID: String
    let actingUnit: String?
    /// Units under which it may write; `nil` for everywhere.
    let roots: [ID<AdminUnit>]?
    /// In which its reasons are written.
    let language: String
    let createdAt: Instant
    let hash: ContentHash
    let size: Int
    let fileName: String
    /// The day that the list is of: its units are those of that day.
    let fileDay: Day
    let format: ImportFormat
    let header: [String]
    let mapping: ImportMapping
    let state: ImportState
    let failure: String?
    /// Records behind the head that are dealt with.
    let done: Int
    /// About how far in the file that is.
    let bytesDone: Int
    let counts: ImportCounts
    /// What the check has counted.
    let checked: ImportCounts?
    let finishedAt: Instant?

    var file: StoredFile { StoredFile(hash: hash, size: size, type: .text) }

    func scope(on day: Day) -> Scope { roots.map { .subtrees(UnitRoots($0, on: day)) } ?? .everything }

    /// From 0 to 100.
    var percent: Int { size == 0 ? 0 : min(100, bytesDone * 100 / size) }
}

enum ImportRefusal: Refusal, Hashable {
    /// Somebody has meanwhile begun, stopped or repeated it.
    case otherState(ImportState)
    case dayInFuture, fileGone, fileMissing, notCSV

    var message: String {
        switch self {
        case .otherState(let state):
            t("Danh sách này đang ở bước khác: {state}. Hãy tải lại trang.", ["state": state.label])
        case .dayInFuture: t("Ngày của danh sách ở sau hôm nay.")
        case .fileGone: t("Tệp gốc không còn được giữ. Hãy tải tệp lên lại.")
        case .fileMissing: t("Hãy chọn tệp CSV.")
        case .notCSV: t("Chỉ nhận tệp .csv hoặc .txt. Với bảng tính Excel, hãy lưu thành CSV UTF-8.")
        }
    }
}
