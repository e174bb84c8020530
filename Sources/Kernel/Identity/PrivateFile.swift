#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Small files that only their owner may read, written so that a crash leaves the old one or the new one.
enum PrivateFile {
    /// - Throws: ``KeyFileError``.
    static func contents(of path: String) throws(KeyFileError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ENOENT ? .missing(path: path) : .unreadable(path: path, reason: why(errno))
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, reason: why(EINVAL))
        }
        guard facts.st_mode & 0o077 == 0 else { throw .tooOpen(path: path) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = readSome(file, &buffer)
            guard count >= 0 else { throw .unreadable(path: path, reason: why(errno)) }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    /// Makes a file, whole at once.
    /// - Returns: false when there is one already, which is left alone.
    static func create(_ path: String, _ bytes: [UInt8]) throws(KeyFileError) -> Bool {
        let draft = try draft(of: path, bytes)
        defer { unlink(draft) }
        if link(draft, path) != 0 {
            guard errno == EEXIST else { throw .unwritable(path: path) }
            return false
        }
        guard syncFolder(of: path) else { throw .unwritable(path: path) }
        return true
    }

    static func replace(_ path: String, _ bytes: [UInt8]) throws(KeyFileError) {
        let draft = try draft(of: path, bytes)
        guard rename(draft, path) == 0, syncFolder(of: path) else {
            unlink(draft)
            throw .unwritable(path: path)
        }
    }

    /// Writes beside the file, under a name that nobody else uses.
    private static func draft(of path: String, _ bytes: [UInt8]) throws(KeyFileError) -> String {
        let draft = "\(path).\(Hex.text(Secret.bytes(4)))"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unwritable(path: path) }
        defer { close(file) }
        guard writeAll(bytes, to: file), fsync(file) == 0 else {
            unlink(draft)
            throw .unwritable(path: path)
        }
        return draft
    }

    /// Makes a folder for its owner alone, with those above it.
    static func makeFolder(_ path: String) -> Bool {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return false }
        return makeFolder(String(path[..<slash])) && (mkdir(path, 0o700) == 0 || errno == EEXIST)
    }

    private static func why(_ code: Int32) -> String { String(cString: strerror(code)) }

    private static func readSome(_ file: Int32, _ buffer: inout [UInt8]) -> Int {
        let size = buffer.count
        return buffer.withUnsafeMutableBytes { bytes in
            read(file, bytes.baseAddress, size)
        }
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// A new name is durable only when the folder is.
    private static func syncFolder(of path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let file = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return fsync(file) == 0
    }
}
