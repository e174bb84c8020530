import Kernel
import Store

/// Changes of units that are meant to enter into force on one day.
struct Plan: Sendable, Hashable {
    enum State: String, Sendable, CaseIterable, SQLConvertible {
        case draft, scheduled, abandoned
    }

    /// How it looks on a day: what was scheduled is carried out from its day on.
    enum Stage: String, Sendable, CaseIterable {
        case draft, scheduled, carriedOut, abandoned
    }

    let id: ID<Plan>
    var title: String
    /// The first day on which it holds.
    var day: Day
    var legalBasis: String
    var state = State.draft
    let createdBy: ID<Account>
    let createdAt: Instant
    var changedBy: ID<Account>
    var changedAt: Instant
    var scheduledBy: ID<Account>?
    var scheduledAt: Instant?
    var abandonedBy: ID<Account>?
    var abandonedAt: Instant?
    /// Why it was abandoned.
    var reason = ""
    /// Counts up with every change of it or of what it holds.
    var version = 1

    func stage(on today: Day) -> Stage {
        switch state {
        case .draft: .draft
        case .scheduled: day <= today ? .carriedOut : .scheduled
        case .abandoned: .abandoned
        }
    }

    mutating func change(by account: ID<Account>, at now: Instant) throws(PlanRefusal) {
        guard state == .draft else { throw .noDraft }
        changedBy = account
        changedAt = now
    }

    /// Four eyes: whoever changed it last does not pass it.
    mutating func schedule(by account: ID<Account>, at now: Instant, today: Day) throws(PlanRefusal) {
        guard state == .draft else { throw .noDraft }
        guard account != changedBy else { throw .ownPlan }
        guard today < day else { throw .dayPast }
        state = .scheduled
        scheduledBy = account
        scheduledAt = now
    }

    mutating func abandon(
        by account: ID<Account>, reason: String, at now: Instant, today: Day
    ) throws(PlanRefusal) {
        switch stage(on: today) {
        case .draft, .scheduled: break
        case .carriedOut: throw .carriedOut
        case .abandoned: throw .abandoned
        }
        guard reason.count >= 5 else { throw .reasonMissing }
        state = .abandoned
        abandonedBy = account
        abandonedAt = now
        self.reason = reason
    }
}

/// Why a plan cannot be dealt with so.
enum PlanRefusal: Refusal, Hashable {
    case titleMissing, basisMissing, dayMissing, dayPast, noDraft, ownPlan, carriedOut, abandoned, reasonMissing
    case noChanges, tooManyChanges
    case unitGone(String)
    case unitsMissing, onlyOneUnit, onlyOnePart, levelsDiffer, outcomeMissing, shareMalformed, parentMissing, nothingNew
    case unknown(String)
    case ambiguous(String, [String])
    /// Something refers to a unit that would have begun.
    case inUse

    var message: String {
        switch self {
        case .titleMissing: t("Hãy đặt tên cho phương án.")
        case .basisMissing: t("Hãy ghi căn cứ pháp lý, ví dụ số nghị quyết.")
        case .dayMissing: t("Hãy ghi ngày có hiệu lực.")
        case .dayPast: t("Ngày có hiệu lực phải sau hôm nay.")
        case .noDraft: t("Phương án không còn là bản nháp nên không sửa được.")
        case .ownPlan: t("Người sửa phương án lần cuối không tự duyệt được. Hãy nhờ người khác duyệt.")
        case .carriedOut: t("Phương án đã có hiệu lực nên không bỏ được.")
        case .abandoned: t("Phương án đã bị bỏ.")
        case .reasonMissing: t("Hãy ghi lý do, ít nhất 5 chữ cái.")
        case .noChanges: t("Phương án chưa có thay đổi nào.")
        case .tooManyChanges: t("Mỗi phương án có nhiều nhất {most} thay đổi.", ["most": PlanStore.mostChanges])
        case .unitGone(let name): t("{unit} không còn vào trước ngày có hiệu lực.", ["unit": name])
        case .unitsMissing: t("Hãy chọn đơn vị.")
        case .onlyOneUnit: t("Cần ít nhất hai đơn vị để nhập.")
        case .onlyOnePart: t("Cần ít nhất hai phần để chia tách.")
        case .levelsDiffer: t("Các đơn vị phải cùng một cấp.")
        case .outcomeMissing: t("Hãy ghi đủ mã, loại và tên của đơn vị mới.")
        case .shareMalformed: t("Tỷ lệ là số từ 0,0001 đến 99,9999 phần trăm, hoặc để trống.")
        case .parentMissing: t("Hãy ghi đơn vị cấp trên mới.")
        case .nothingNew: t("Tên mới giống tên đang có.")
        case .unknown(let typed): t("Không có đơn vị “{typed}” vào trước ngày có hiệu lực.", ["typed": typed])
        case .ambiguous(let typed, let choices):
            t(
                "Có nhiều đơn vị “{typed}”. Hãy ghi mã: {choices}.",
                ["typed": typed, "choices": choices.joined(separator: "; ")])
        case .inUse: t("Đã có dữ liệu gắn với đơn vị mới của phương án. Hãy chuyển dữ liệu đó trước.")
        }
    }
}
