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
                    title: t("Phiên bản"),
                    facts: [
                        ("Thác Bà", Province.version), (t("Chạy từ"), Format.dateTime(parts.started)),
                        (t("Tên máy chủ"), parts.settings.node),
                        (t("Bộ nhớ"), Format.bytes(ProcessFacts.residentBytes)),
                    ]),
                FactGroup(
                    title: t("Cơ sở dữ liệu"),
                    facts: [
                        (t("Loại"), "\(status.engine) \(status.version)"),
                        (t("Tình trạng"), status.isReachable ? t("Chạy tốt") : t("Không kết nối được")),
                        (t("Kết nối"), Format.number(status.connections)),
                    ] + status.notes.map { ($0.name, $0.value) }),
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
