/// Markup. A literal is taken as it stands; what is interpolated is escaped unless it is `HTML` itself.
public struct HTML: ExpressibleByStringInterpolation, Sendable {
    public private(set) var bytes: [UInt8] = []
    /// The icons that the markup refers to, so that no page has to list them or to look for them.
    var icons = IconSet()

    public init(stringLiteral markup: StaticString) { bytes.append(markup) }
    public init(stringInterpolation: StringInterpolation) {
        bytes = stringInterpolation.bytes
        icons = stringInterpolation.icons
    }

    /// The only way to make markup out of data. A test lists every use.
    public init(trusted markup: String) { bytes = Array(markup.utf8) }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []
        fileprivate var icons = IconSet()

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 24 * interpolationCount)
        }
        public mutating func appendLiteral(_ markup: StaticString) { bytes.append(markup) }
        public mutating func appendInterpolation(_ html: HTML) {
            // Room for what stands around a large piece, so that it is not moved again.
            if html.bytes.count > 4096 { bytes.reserveCapacity(bytes.count + html.bytes.count + 4096) }
            bytes += html.bytes
            icons.formUnion(html.icons)
        }
        public mutating func appendInterpolation(_ html: HTML?) { if let html { appendInterpolation(html) } }
        public mutating func appendInterpolation(_ parts: [HTML]) {
            bytes.reserveCapacity(parts.reduce(bytes.count + 256) { $0 + $1.bytes.count })
            for part in parts { appendInterpolation(part) }
        }
        public mutating func appendInterpolation(_ number: Int) { bytes += String(number).utf8 }
        public mutating func appendInterpolation(_ text: Substring) { appendInterpolation(String(text)) }
        public mutating func appendInterpolation(_ value: some RawRepresentable<String>) {
            appendInterpolation(value.rawValue)
        }
        public mutating func appendInterpolation(_ text: String) {
            assert(!bytes.endInsideTag, "a value in a tag stands between double quotes")
            bytes.appendEscaped(bytes.opensAddress && !text.isHarmlessAddress ? "#" : text)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ markup: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    fileprivate mutating func appendEscaped(_ text: String) {
        let span = text.utf8.span
        span.withUnsafeBufferPointer { source in
            var start = 0
            for index in source.indices {
                guard let entity = source[index].entity else { continue }
                append(contentsOf: source.extracting(start..<index))
                append(entity)
                start = index + 1
            }
            append(contentsOf: source.extracting(start...))
        }
    }

    /// An attribute that holds an address has just been opened.
    fileprivate var opensAddress: Bool {
        last == UInt8(ascii: "\"") && (ends(with: "href=\"") || ends(with: "src=\"") || ends(with: "action=\""))
    }

    /// In a tag, and not between double quotes.
    fileprivate var endInsideTag: Bool {
        let bracket = lastIndex { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
        guard let bracket, self[bracket] == UInt8(ascii: "<") else { return false }
        return self[bracket...].count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
    }

    private func ends(with markup: StaticString) -> Bool {
        let start = count - markup.utf8CodeUnitCount
        return start >= 0 && (start..<count).allSatisfy { self[$0] == markup.utf8Start[$0 - start] }
    }
}

extension UInt8 {
    fileprivate var entity: StaticString? {
        switch self {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

extension String {
    /// Names no scheme, or one that runs no script.
    fileprivate var isHarmlessAddress: Bool {
        guard let end = utf8.firstIndex(where: { ":/?#".utf8.contains($0) }) else { return true }
        return utf8[end] != UInt8(ascii: ":") || ["https", "http", "mailto", "tel"].contains(self[..<end].lowercased())
    }
}
