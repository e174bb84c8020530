/// One row under the engine's cursor. Read it inside the closure that receives it; it does not outlive that.
public struct Row {
    public let source: any RowSource

    public init(source: any RowSource) { self.source = source }

    public subscript<Value: SQLDecodable>(_ column: Int) -> Value {
        get throws { try Value.decode(self, column) }
    }
}

/// Columns as an engine gives them. Columns count from 0.
public protocol RowSource: AnyObject {
    var columnCount: Int { get }
    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) throws -> Int64
    func real(_ column: Int) throws -> Double
    func text(_ column: Int) throws -> String
    func bytes(_ column: Int) throws -> [UInt8]
    func bool(_ column: Int) throws -> Bool
}
