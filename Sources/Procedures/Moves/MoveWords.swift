import Kernel
import Web

/// What is said of a dossier that went to another unit.
struct MoveWords: Sendable {
    let move: DossierMove

    init(_ move: DossierMove) { self.move = move }

    var html: HTML {
        """
        <p>\(t(
            "Từ {day}, {new} giải quyết thay {old}, theo {basis}.",
            [
                "day": Format.day(move.day), "new": UnitWords.office(move.toName),
                "old": UnitWords.office(move.fromName), "basis": move.legalBasis,
            ])) \(reason) \(t("Ngày hẹn trả giữ nguyên."))</p>
        """
    }

    private var reason: String {
        switch move.rule {
        case .successor: t("Đơn vị mới nhận toàn bộ việc của đơn vị cũ.")
        case .home: t("Đây là nơi người nộp đang ở.")
        case .above: t("Không có đơn vị cùng cấp nào thay thế.")
        case .decided: t("Cấp có thẩm quyền đã quyết định như vậy.")
        }
    }
}

extension DossierLogLine {
    init(_ move: DossierMove) {
        at = move.at
        kind = .moved
        actorName = move.decidedBy ?? ""
        unitName = move.toName
        note = nil
        self.move = move
    }
}
