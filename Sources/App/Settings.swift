import Foundation
public import Kernel
import Yams

/// What an operator may say about a server: flags before environment (`THACBA_*`) before `thacba.yaml`.
public struct Settings: Sendable, Equatable {
    public var data = "./data"
    /// `sqlite:PATH` or `postgres://…`; by default a file in the data folder.
    public var database: String?
    public var host = "127.0.0.1"
    public var port = 8080
    public var tlsCertificate: String?
    public var tlsKey: String?
    public var isBehindProxy = false
    /// The day that the calendar starts on, for the demo.
    public var today: Day?
    public var logLevel = "info"
    public var node = ProcessInfo.processInfo.hostName
    public var demoPassword: String?
    /// What `/metrics` asks for; without one it answers this machine alone.
    public var metricsToken: String?

    public init() {}

    /// Whether the outside speaks TLS: with a certificate of ours, or with that of the proxy in front.
    var isSecure: Bool { tlsCertificate != nil || isBehindProxy }

    var keyPath: String { "\(data)/keys/thacba.key" }

    /// One thing that may be set: its name in the file; `THACBA_` and upper case in the environment.
    private struct Setting: Sendable {
        let name: String
        let set: @Sendable (inout Settings, String) -> String?

        init(_ name: String, _ set: @escaping @Sendable (inout Settings, String) -> String?) {
            self.name = name
            self.set = set
        }

        var variable: String {
            "THACBA_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        }
    }

    /// Each setter returns what is wrong with the value, or nothing.
    private static let known: [Setting] = [
        Setting("data") { settings, value in
            settings.data = value
            return value.isEmpty ? "is empty; give a folder" : nil
        },
        Setting("database") { settings, value in
            settings.database = value
            return DatabaseAddress(value, data: settings.data) == nil
                ? "is neither sqlite:PATH nor postgres://…" : nil
        },
        Setting("host") { settings, value in
            settings.host = value
            return value.isEmpty ? "is empty; give an address such as 127.0.0.1 or 0.0.0.0" : nil
        },
        Setting("port") { settings, value in
            guard let port = Int(value), (0...65_535).contains(port) else { return "is no port between 0 and 65535" }
            settings.port = port
            return nil
        },
        Setting("tls-cert") { settings, value in
            settings.tlsCertificate = value
            return FileManager.default.isReadableFile(atPath: value) ? nil : "is no readable file"
        },
        Setting("tls-key") { settings, value in
            settings.tlsKey = value
            return FileManager.default.isReadableFile(atPath: value) ? nil : "is no readable file"
        },
        Setting("behind-proxy") { settings, value in
            guard let answer = Bool(value) else { return "is neither true nor false" }
            settings.isBehindProxy = answer
            return nil
        },
        Setting("today") { settings, value in
            guard let day = Day(iso: value) else { return "is no day such as 2022-07-25" }
            settings.today = day
            return nil
        },
        Setting("log-level") { settings, value in
            settings.logLevel = value
            return LogLevels.names.contains(value) ? nil : "is none of \(LogLevels.names.joined(separator: ", "))"
        },
        Setting("node") { settings, value in
            settings.node = value
            return value.isEmpty ? "is empty; give this server a name" : nil
        },
        Setting("demo-password") { settings, value in
            settings.demoPassword = value
            return value.count < 8 ? "has fewer than 8 characters" : nil
        },
        Setting("metrics-token") { settings, value in
            settings.metricsToken = value
            let isFit = value.count >= 16 && value.allSatisfy { $0.isASCII && !$0.isWhitespace }
            return isFit ? nil : "has fewer than 16 characters, or blanks or marks among them"
        },
    ]

    /// - Parameters:
    ///   - flags: by setting name, as given on the command line.
    ///   - environment: the process's.
    ///   - file: the text of `thacba.yaml`, where there is one.
    /// - Throws: `SettingsError` that names the setting, where it was said, and what is wrong with it.
    public static func read(
        flags: [String: String], environment: [String: String], file: String?
    ) throws -> Settings {
        var settings = Settings()
        for (source, values) in [
            ("thacba.yaml", try fileValues(file)), ("environment", try environmentValues(environment)),
            ("command line", flags),
        ] {
            for setting in known {
                guard let value = values[setting.name] else { continue }
                if let wrong = setting.set(&settings, value) {
                    let name = source == "environment" ? setting.variable : setting.name
                    throw SettingsError(text: "\(name) (\(source)): \"\(value)\" \(wrong).")
                }
            }
        }
        guard (settings.tlsCertificate == nil) == (settings.tlsKey == nil) else {
            throw SettingsError(text: "tls-cert and tls-key go together: one of them is missing.")
        }
        return settings
    }

    private static func fileValues(_ file: String?) throws -> [String: String] {
        guard let file else { return [:] }
        let content: Any?
        do { content = try Yams.load(yaml: file) } catch { throw SettingsError(text: "thacba.yaml: \(error)") }
        guard let content else { return [:] }
        guard let pairs = content as? [String: Any] else {
            throw SettingsError(text: "thacba.yaml: lines such as `port: 8080` are expected.")
        }
        for name in pairs.keys.sorted() where !known.contains(where: { $0.name == name }) {
            throw SettingsError(
                text:
                    "thacba.yaml: there is no setting \"\(name)\". Known: \(known.map(\.name).joined(separator: ", "))."
            )
        }
        return pairs.mapValues { "\($0)" }
    }

    private static func environmentValues(_ environment: [String: String]) throws -> [String: String] {
        for name in environment.keys.sorted() where name.hasPrefix("THACBA_") {
            guard name.hasPrefix("THACBA_TEST_") || known.contains(where: { $0.variable == name }) else {
                throw SettingsError(
                    text: "environment: there is no setting \(name). "
                        + "Known: \(known.map(\.variable).joined(separator: ", ")).")
            }
        }
        return Dictionary(
            known.compactMap { setting in environment[setting.variable].map { (setting.name, $0) } },
            uniquingKeysWith: { $1 })
    }
}

/// What is wrong with a setting, as one sentence for the operator.
public struct SettingsError: Error, CustomStringConvertible, Equatable {
    public let text: String

    public init(text: String) { self.text = text }

    public var description: String { text }
}

enum LogLevels {
    static let names = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
}

/// Where the database is.
public enum DatabaseAddress: Sendable, Equatable {
    case sqlite(path: String)
    case postgres(connectionString: String)

    /// - Parameter text: `nil` for the default, a file in the data folder.
    public init?(_ text: String?, data: String) {
        guard let text else {
            self = .sqlite(path: "\(data)/thacba.sqlite")
            return
        }
        if text.hasPrefix("sqlite:") {
            let path = String(text.dropFirst("sqlite:".count))
            guard !path.isEmpty else { return nil }
            self = .sqlite(path: path)
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(connectionString: text)
        } else {
            return nil
        }
    }
}
