import Foundation

extension String {
    /// The same text in NFC, the only form that may be stored: databases compare bytes, and `ế` has several spellings.
    ///
    /// Text of ASCII and precomposed Vietnamese letters is returned as it is after one look at its scalars.
    public var nfc: String {
        isSurelyNFC ? self : precomposedStringWithCanonicalMapping
    }

    /// True only if no scalar can change or combine; false for anything that has to be looked at more closely.
    private var isSurelyNFC: Bool {
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0..<0x300, 0x1E00..<0x1F00, 0x2010...0x2027, 0x20AB: continue
            default: return false
            }
        }
        return true
    }

    /// Text that came from outside as bytes: refused unless it is UTF-8 without U+0000, brought to NFC.
    ///
    /// U+0000 is refused because PostgreSQL cannot hold it.
    /// - Throws: ``ReceivedTextError`` with the offset of the first wrong byte.
    public init(received bytes: some Collection<UInt8>) throws(ReceivedTextError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .invalidUTF8(offset: firstInvalidOffset(in: bytes))
        }
        if let zero = text.utf8.firstIndex(of: 0) {
            throw .zeroByte(offset: text.utf8.distance(from: text.startIndex, to: zero))
        }
        self = text.nfc
    }
}

/// Why bytes are not acceptable text. Offsets count bytes from 0.
public enum ReceivedTextError: Error, Hashable {
    case invalidUTF8(offset: Int)
    case zeroByte(offset: Int)

    public var offset: Int {
        switch self {
        case .invalidUTF8(let offset), .zeroByte(let offset): offset
        }
    }
}

private func firstInvalidOffset(in bytes: some Collection<UInt8>) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
        offset += scalar.count
    }
    return offset
}
