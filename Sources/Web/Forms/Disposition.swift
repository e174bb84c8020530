import Kernel

/// `form-data; name="files"; filename="a b.pdf"`, read as bytes: a combining mark may follow a quote.
struct Disposition {
    private(set) var kind = ""
    private(set) var parameters: [String: String] = [:]

    /// - Throws: `BadText` when a name is no text.
    init(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        kind = try FormData.cleaned(Self.word(&rest, until: [UInt8(ascii: ";")])).lowercased()
        while rest.popFirst() != nil {
            let name = try FormData.cleaned(Self.word(&rest, until: Array("=;".utf8))).lowercased()
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst().drop(while: \.isBlank)
            let value: [UInt8]
            if rest.first == UInt8(ascii: "\"") {
                value = Self.quoted(&rest)
                _ = Self.word(&rest, until: [UInt8(ascii: ";")])
            } else {
                value = Self.word(&rest, until: [UInt8(ascii: ";")])
            }
            if parameters[name] == nil { parameters[name] = try FormData.cleaned(value) }
        }
    }

    private static func word(_ rest: inout ArraySlice<UInt8>, until ends: [UInt8]) -> [UInt8] {
        var word = rest.prefix { !ends.contains($0) }
        rest = rest[word.endIndex...]
        word = word.drop(while: \.isBlank)
        while word.last?.isBlank == true { word.removeLast() }
        return Array(word)
    }

    /// Browsers write a quote as `%22` and line breaks as `%0D%0A`, other programs `\"`. A backslash before anything
    /// else is meant: it parts the folders of old browsers on Windows.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        rest.removeFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            switch byte {
            case UInt8(ascii: "\\") where rest.first == UInt8(ascii: "\""):
                value.append(rest.removeFirst())
            case UInt8(ascii: "%"):
                let meant: UInt8? =
                    switch rest.prefix(2) {
                    case [0x32, 0x32]: UInt8(ascii: "\"")
                    case [0x30, 0x41], [0x30, 0x61]: 10
                    case [0x30, 0x44], [0x30, 0x64]: 13
                    default: nil
                    }
                value.append(meant ?? byte)
                if meant != nil { rest = rest.dropFirst(2) }
            default:
                value.append(byte)
            }
        }
        return value
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 32 || self == 9 }
}
