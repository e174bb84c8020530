import ArgumentParser
import Foundation
import Web

/// How many pages of 50 rows `HTML` draws a second on one core, beside the same page written by hand into bytes.
struct HTMLRenders: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "html", abstract: "Draw pages of 50 rows.")

    @Option(help: "Seconds for each of the two.") var seconds = 2.0

    func run() async throws {
        let rows = (0..<50).map { number in
            ListRow(
                code: "1.00\(1000 + number)", name: "Đăng ký khai sinh có yếu tố nước ngoài \(number)",
                field: "Hộ tịch", level: "Cấp xã", term: "5 ngày làm việc", fee: number % 3 == 0 ? "<Không> & mất" : "8.000 đ")
        }
        let drawn = ListView(rows: rows).html.bytes
        let written = ByHand.page(rows)
        guard drawn == written else { throw ValidationError("the two pages differ") }
        var totals = (html: 0.0, byHand: 0.0)
        for _ in 0..<3 {
            totals.html += rate { ListView(rows: rows).html.bytes.count }
            totals.byHand += rate { ByHand.page(rows).count }
        }
        try tell(["bytes": drawn.count, "html": totals.html / 3, "byHand": totals.byHand / 3])
    }

    private func rate(_ draw: () -> Int) -> Double {
        let start = ContinuousClock.now
        var pages = 0
        var bytes = 0
        while start.duration(to: .now) < .seconds(seconds / 3) {
            for _ in 0..<50 { bytes += draw() }
            pages += 50
        }
        return bytes > 0 ? Double(pages) / (start.duration(to: .now) / .seconds(1)) : 0
    }
}

struct ListRow: Sendable {
    let code: String
    let name: String
    let field: String
    let level: String
    let term: String
    let fee: String
}

/// The list as the program's views write it.
private struct ListView {
    let rows: [ListRow]

    var html: HTML { "<ul class=\"list\">\(rows.map(item))</ul>" }

    private func item(_ row: ListRow) -> HTML {
        """
        <li><a href="/procedures/\(row.code)"><b>\(row.name)</b>\
        <span class="small soft">\(row.field) · \(row.level) · \(row.term) · \(row.fee)</span></a></li>
        """
    }
}

/// The same by hand: one buffer, escaping and nothing else.
private enum ByHand {
    static func page(_ rows: [ListRow]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(16_384)
        put("<ul class=\"list\">", into: &out)
        for row in rows {
            put("<li><a href=\"/procedures/", into: &out)
            escape(row.code, into: &out)
            put("\"><b>", into: &out)
            escape(row.name, into: &out)
            put("</b><span class=\"small soft\">", into: &out)
            escape(row.field, into: &out)
            put(" · ", into: &out)
            escape(row.level, into: &out)
            put(" · ", into: &out)
            escape(row.term, into: &out)
            put(" · ", into: &out)
            escape(row.fee, into: &out)
            put("</span></a></li>", into: &out)
        }
        put("</ul>", into: &out)
        return out
    }

    private static func put(_ text: StaticString, into out: inout [UInt8]) {
        out.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Runs of harmless bytes go over in one piece.
    private static func escape(_ text: String, into out: inout [UInt8]) {
        text.utf8.span.withUnsafeBufferPointer { source in
            var start = 0
            for index in source.indices {
                let entity: StaticString
                switch source[index] {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">"): entity = "&gt;"
                case UInt8(ascii: "\""): entity = "&quot;"
                case UInt8(ascii: "'"): entity = "&#39;"
                default: continue
                }
                out.append(contentsOf: source[start..<index])
                put(entity, into: &out)
                start = index + 1
            }
            out.append(contentsOf: source[start...])
        }
    }
}
