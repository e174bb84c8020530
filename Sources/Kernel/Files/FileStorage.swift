/// Where the bytes of files lie.
public enum FileStorage: Sendable, Equatable {
    /// Under a folder of this machine, beside a SQLite database.
    case folder(String)
    /// In the database, so that every node has them. What is being received lies in a spool of this node meanwhile.
    case database(spool: String = "/tmp/thacba-files")

    /// Bytes in one piece, in the database and on the way.
    static let chunkSize = 256 * 1024

    private var root: String {
        switch self {
        case .folder(let path): path
        case .database(let spool): spool
        }
    }

    /// What is being received.
    var incoming: String { root + "/incoming" }
    /// What is being deleted.
    var trash: String { root + "/trash" }
    /// What is being received in several requests.
    var uploads: String { root + "/uploads" }

    func folder(of hash: ContentHash) -> String { root + "/" + hash.hex.prefix(2) }

    func path(of hash: ContentHash) -> String { folder(of: hash) + "/" + hash.hex }
}
