import Administration
import Foundation
import Kernel
import Store
import Web

/// What the running server is, for the administration's page and `thacba doctor`.
struct ServerFacts: Sendable {
    let parts: Parts

    var all: [FactGroup] {
        get async {
            let status = await parts.database.status()
            return [
                FactGroup(
                    title: t("Máy chủ này"),
                    facts: [
                        (t("Chạy từ"), Format.dateTime(parts.started)),
                        (t("Tên máy chủ"), parts.settings.node),
                        (t("Bộ nhớ"), Format.bytes(ProcessFacts.residentBytes)),
                    ]),
                FactGroup(
                    title: t("Cơ sở dữ liệu"),
                    facts: [
                        (t("Loại"), "\(status.engine) \(status.version)"),
                        (t("Tình trạng"), status.isReachable ? t("Chạy tốt") : t("Không kết nối được")),
                        (t("Kết nối"), Format.number(status.connections)),
                    ] + status.notes.map { (Self.words(for: $0.name), Self.shown($0)) }),
                FactGroup(
                    title: t("Cài đặt"),
                    facts: [
                        (t("Thư mục dữ liệu"), parts.settings.data),
                        (t("Địa chỉ"), "\(parts.settings.host):\(parts.settings.port)"),
                        ("TLS", parts.settings.tlsCertificate == nil ? t("tắt") : t("bật")),
                        (t("Sau máy chủ trung gian"), parts.settings.isBehindProxy ? t("có") : t("không")),
                        (t("Đĩa còn trống"), Format.bytes(ProcessFacts.freeBytes(at: parts.settings.data))),
                    ]),
            ]
        }
    }
}

extension ServerFacts {
    /// What an engine says of itself, in words; what is not known here keeps the engine's own name.
    private static func words(for name: String) -> String {
        switch name {
        case "path": t("Tệp")
        case "journal_mode": t("Kiểu nhật ký ghi")
        case "synchronous": t("Ghi xuống đĩa trước khi xác nhận")
        case "bytes": t("Dung lượng")
        case "error": t("Lỗi")
        default: name
        }
    }

    private static func shown(_ note: (name: String, value: String)) -> String {
        switch note.name {
        case "synchronous": note.value == "2" ? t("có") : t("không")
        case "bytes": Int(note.value).map(Format.bytes) ?? note.value
        default: note.value
        }
    }
}

/// What the operating system says of this process.
enum ProcessFacts {
    /// Resident memory in bytes; 0 where the system does not tell.
    static var residentBytes: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    static func freeBytes(at path: String) -> Int {
        let values = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (values?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    }
}
