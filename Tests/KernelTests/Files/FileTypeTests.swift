import Testing

@testable import Kernel

@Suite struct FileTypeTests {
    @Test(arguments: [
        (FileSamples.pdf, FileType.pdf), (FileSamples.text, .text), (FileSamples.png, .png),
        (FileSamples.webp, .webp), (FileSamples.heic, .heic), (FileSamples.docx, .docx),
        (FileSamples.oddDocx, .docx), (FileSamples.xlsx, .xlsx), (FileSamples.photograph, .jpeg),
        (FileSamples.html, nil), (FileSamples.svg, nil), (FileSamples.program, nil), (FileSamples.archive, nil),
        ([0], nil),
    ])
    func bytesTellTheirType(bytes: [UInt8], type: FileType?) async throws {
        let sniffed = try await FileSniffer.shared.mediaType(of: bytes)
        #expect(FileType(sniffed: sniffed, head: bytes) == type)
    }

    @Test(arguments: [
        ("don.pdf", FileType.pdf), ("ẢNH.JPEG", .jpeg), ("a.b.docx", .docx), ("don", nil), ("don.exe", nil),
        ("don.pdf.exe", nil), ("pdf", nil), ("ảnh.gif", nil),
    ])
    func namesPromiseAType(name: String, type: FileType?) {
        #expect(FileType(nameOf: FileName(name)) == type)
    }

    @Test(arguments: [
        ("C:\\Users\\An\\đơn.pdf", "đơn.pdf"), ("../../etc/passwd", "passwd"), ("a\u{0}b\n.pdf", "ab.pdf"),
        ("\u{202e}fdp.exe", "fdp.exe"), ("đo\u{031b}n.pdf", "đơn.pdf"), ("", "tep"), ("..", "tep"), ("  ", "tep"),
    ])
    func namesAreCleaned(raw: String, name: String) {
        #expect(Array(FileName(raw).text.utf8) == Array(name.utf8))
    }

    @Test func aLongNameKeepsItsEnd() {
        let name = FileName(String(repeating: "ệ", count: 300) + ".pdf")
        #expect(name.text.utf8.count <= 200 && name.fileExtension == "pdf")
    }

    @Test func aHashIsNoPath() {
        #expect(ContentHash(hex: "../" + String(repeating: "a", count: 61)) == nil)
        #expect(ContentHash(hex: String(repeating: "A", count: 64)) == nil)
        #expect(ContentHash(hex: String(repeating: "a", count: 64)) != nil)
    }

    @Test func refusalsSayWhatToDo() {
        #expect(FileRefusal.tooLarge(limit: 20 << 20).message.contains("20 MB"))
        #expect(FileRefusal.contentDiffersFromName(.jpeg).message.contains("JPG"))
    }
}
