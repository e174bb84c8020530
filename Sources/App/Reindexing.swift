import Kernel

extension Opening {
    /// Makes the search keys of everybody anew.
    /// - Returns: people looked at.
    public func reindexPeople() async throws -> Int { try await PersonIndex(database: database).rebuild() }
}
