import HTTPTypes

/// Reading of `Cookie` headers without building a table for every request.
enum RequestCookies {
    static func value(_ name: String, in headers: HTTPFields) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                let trimmed = pair.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                guard trimmed.starts(with: name.utf8) else { continue }
                let rest = trimmed.dropFirst(name.utf8.count)
                guard rest.first == UInt8(ascii: "=") else { continue }
                return String(Substring(rest.dropFirst()))
            }
        }
        return nil
    }
}
