public import Logging
import Web

/// Log lines as JSON on standard error.
public enum Logs {
    /// Sets logging up for the whole process; called once.
    public static func logger(_ settings: Settings) -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        LoggingSystem.bootstrap { _ in JSONLog(level: level) }
        return Logger(label: "thacba")
    }
}
