import HTTPTypes
import Testing

@testable import Web

/// The parser of multipart forms, whatever the pieces are in which a form comes.
@Suite struct MultipartTests {
    private struct Part: Equatable {
        let head: MultipartParser.PartHead
        var bytes: [UInt8] = []
    }

    private static func part(_ name: String, file: String? = nil, _ bytes: [UInt8]) -> Part {
        Part(head: .init(name: name, filename: file), bytes: bytes)
    }

    private static func parse(_ bytes: [UInt8], pieces: [Int], boundary: String = "XX") throws -> [Part] {
        var parser = MultipartParser(boundary: boundary)
        var parts: [Part] = []
        var rest = bytes[...]
        var turn = 0
        while true {
            while let event = try parser.next() {
                switch event {
                case .part(let head): parts.append(Part(head: head))
                case .data(let bytes): parts[parts.count - 1].bytes += bytes
                case .endOfPart: break
                }
            }
            if rest.isEmpty { break }
            let piece = rest.prefix(max(1, pieces[turn % pieces.count]))
            parser.append(piece)
            rest = rest.dropFirst(piece.count)
            turn += 1
        }
        guard parser.isFinished else { throw BrokenForm() }
        return parts
    }

    private static func form(_ parts: String...) -> [UInt8] {
        Array((parts.map { "--XX\r\nContent-Disposition: form-data; \($0)\r\n" }.joined() + "--XX--\r\n").utf8)
    }

    private static let tricky: [UInt8] = {
        var body = Array("preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n".utf8)
        body +=
            "--XX  \r\nContent-Type: text/plain\r\ncontent-disposition:form-data;name=b;filename=\"\"\r\n\r\n\r\n".utf8
        body += "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"ảnh.jpg\"\r\n\r\n".utf8
        body += "\r\n--X\r\n-\r\r\n\r\n--Xx--\n--XX\u{0}".utf8
        body += [0xFF, 0xD8, 13, 10, 45, 45, 88]
        body += "\r\n--XX--epilogue --XX".utf8
        return body
    }()

    private static let whole: [Part] = [
        part("a", Array("one".utf8)), part("b", file: "", []),
        part(
            "f", file: "ảnh.jpg",
            Array("\r\n--X\r\n-\r\r\n\r\n--Xx--\n--XX\u{0}".utf8) + [0xFF, 0xD8, 13, 10, 45, 45, 88]),
    ]

    @Test func everySplitGivesTheSame() throws {
        #expect(try Self.parse(Self.tricky, pieces: [Self.tricky.count]) == Self.whole)
        for size in 1...Self.tricky.count { #expect(try Self.parse(Self.tricky, pieces: [size]) == Self.whole) }
    }

    @Test func randomSplitsGiveTheSame() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let pieces = (0..<8).map { _ in Int.random(in: 1...40, using: &generator) }
            #expect(try Self.parse(Self.tricky, pieces: pieces) == Self.whole, "pieces of \(pieces)")
        }
    }

    @Test func randomBytesNeverPassForAForm() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var bytes = Self.tricky
            for _ in 0..<4 { bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255) }
            // A damaged form is taken or refused; it does not stop the server.
            _ = try? Self.parse(bytes, pieces: [7])
        }
    }

    @Test(arguments: [
        "", "--XX", "--XX\r\n", "--XX\r\n\r\nno headers\r\n--XX--", "--XXjunk\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--XX",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--YY--",
    ])
    func whatIsNotWholeIsRefused(body: String) {
        #expect(throws: BrokenForm.self) { try Self.parse(Array(body.utf8), pieces: [3]) }
    }

    @Test func headersHaveALimit() {
        let body = "--XX\r\nContent-Disposition: form-data; name=\"" + String(repeating: "a", count: 20_000)
        #expect(throws: BrokenForm.self) { try Self.parse(Array(body.utf8), pieces: [1_000]) }
    }

    @Test func aFormWithoutPartsIsEmpty() throws {
        #expect(try Self.parse(Array("--XX--\r\n".utf8), pieces: [100]) == [])
    }

    @Test func namesAreReadAsBrowsersAndProgramsWriteThem() throws {
        func names(_ text: String) throws -> [String: String] { try Disposition(Array(text.utf8)[...]).parameters }
        #expect(try names("form-data; name=\"a%22b\"; filename=\"c\\\"d\"") == ["name": "a\"b", "filename": "c\"d"])
        #expect(try names("form-data; name=\"a;b=c\"") == ["name": "a;b=c"])
        #expect(try names("form-data; filename=\"C:\\tmp\\x.pdf\"") == ["filename": "C:\\tmp\\x.pdf"])
        #expect(try names("form-data; NAME = a ; name=b") == ["name": "a"])
        #expect(try names("form-data; name=\"\u{301}x\"")["name"] == "\u{301}x")
        #expect(try names("form-data; name=\"100%\"") == ["name": "100%"])
        #expect(try names("form-data; name=\"mở") == ["name": "mở"])
        #expect(throws: BadText.self) { try Disposition([0x78, 0x3B, 0x61, 0x3D, 0xFF]) }
    }
}
