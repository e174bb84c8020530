import Foundation
import Kernel

/// A row of `procedures.csv`: what the National Public Service Portal published.
struct ProcedureSeed: Sendable, Hashable {
    let code: String
    let name: String
    let field: String
    let level: String
    let ministry: String
    let decision: String
    let count: Int?
    let measure: Term.Measure?
    let timesAll: String
    let fee: Fee
    let isOnline: Bool
    let channels: String
    let papers: [String]
    let result: String

    private static let columns = [
        "code", "name", "field", "level", "ministry", "decision_no", "time_value", "time_unit", "times_all", "fee_vnd",
        "fee_online_vnd", "fee_note", "online", "channels", "docs", "result",
    ]

    /// - Throws: `CSVError`, or ``ProcedureSeedError`` with the line.
    static func list(_ bytes: some Collection<UInt8>) throws -> [ProcedureSeed] {
        var seeds: [ProcedureSeed] = []
        var codes: Set<String> = []
        try CSV.records(bytes, columns: columns) { record in
            let seed = try ProcedureSeed(record)
            guard codes.insert(seed.code).inserted else { throw ProcedureSeedError.repeated(code: seed.code) }
            seeds.append(seed)
        }
        return seeds
    }

    private init(_ record: CSVRecord) throws {
        func number(_ column: String) throws -> Int? {
            let text = record[column]
            if text.isEmpty { return nil }
            guard let number = Int(text), number >= 0 else {
                throw ProcedureSeedError.wrong(line: record.line, column: column)
            }
            return number
        }
        code = record["code"]
        name = record["name"]
        field = record["field"]
        guard !code.isEmpty, !name.isEmpty, !field.isEmpty else {
            throw ProcedureSeedError.wrong(line: record.line, column: "code")
        }
        level = record["level"]
        ministry = record["ministry"]
        decision = record["decision_no"]
        count = try number("time_value").flatMap { $0 > 0 ? $0 : nil }
        measure = Term.Measure(rawValue: record["time_unit"])
        timesAll = record["times_all"]
        fee = Fee(atDesk: try number("fee_vnd"), online: try number("fee_online_vnd"), note: record["fee_note"])
        isOnline = record["online"] == "1"
        channels = record["channels"]
        papers = record["docs"].components(separatedBy: " | ").filter { !$0.isEmpty }
        result = record["result"]
    }
}

/// What is wrong with a list of procedures.
public enum ProcedureSeedError: Error, Sendable, Hashable {
    case wrong(line: Int, column: String)
    case repeated(code: String)
}
