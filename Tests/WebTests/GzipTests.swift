import Foundation
import Testing

@testable import Web

@Suite struct GzipTests {
    /// What the gzip of the system makes of it.
    private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "thacba-\(UUID().uuidString).gz")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let gzip = Foundation.Process()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", file.path]
        let pipe = Pipe()
        gzip.standardOutput = pipe
        try gzip.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        gzip.waitUntilExit()
        #expect(gzip.terminationStatus == 0)
        return Array(output)
    }

    @Test(arguments: [0, 1, 20, 5_000, 300_000])
    func othersCanReadIt(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3 % 61) }
        for level in [1, 9] { #expect(try unpacked(try #require(Gzip.compressed(bytes, level: level))) == bytes) }
    }

    @Test func compressorsAreUsedAgainWithoutMemoryOfTheLast() throws {
        let page = Array(String(repeating: "<td>Nguyễn Văn An</td>", count: 200).utf8)
        let first = try #require(Gzip.compressed(page, level: 1))
        _ = Gzip.compressed(Array("other".utf8), level: 1)
        #expect(Gzip.compressed(page, level: 1) == first)
        #expect(first.count < page.count / 10)
    }

    @Test func manyAtOnceDoNotDisturbEachOther() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let page = Array(String(repeating: "\(number) ", count: 3_000).utf8)
                    return Gzip.compressed(page, level: 1) == Gzip.compressed(page, level: 1)
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    @Test func onlyWhatIsAcceptedIsSent() {
        #expect(Gzip.isAccepted("gzip, deflate, br"))
        #expect(Gzip.isAccepted("br;q=1, GZIP;q=0.5"))
        #expect(Gzip.isAccepted("*"))
        #expect(!Gzip.isAccepted(nil))
        #expect(!Gzip.isAccepted("br"))
        #expect(!Gzip.isAccepted("gzip;q=0"))
        #expect(!Gzip.isAccepted("gzip; q=0.0, *"))
        #expect(!Gzip.isAccepted("*;q=0"))
    }

    @Test func picturesAreLeftAlone() {
        #expect(Gzip.pays(for: "text/html; charset=utf-8"))
        #expect(Gzip.pays(for: "image/svg+xml"))
        #expect(!Gzip.pays(for: "image/png"))
        #expect(!Gzip.pays(for: "application/pdf"))
    }
}
