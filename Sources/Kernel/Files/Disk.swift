import Dispatch
import Store

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the disk answered.
struct DiskError: Error, Equatable {
    let path: String
    /// `errno`.
    let code: Int32
}

/// Calls that block on the disk. They run through `off`, never on the cooperative threads.
enum Disk {
    private static let queue = DispatchQueue(label: "thacba.files.disk", attributes: .concurrent)

    /// Runs the calls on a thread that may block.
    static func off<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }

    static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    static func names(in folder: String) throws -> [String] {
        guard exists(folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Writes all bytes at the offset; creates the file.
    static func write(_ bytes: [UInt8], to path: String, at offset: Int) throws {
        try withFile(path, O_WRONLY | O_CREAT | O_CLOEXEC) { file in
            try bytes.withUnsafeBytes { buffer in
                var done = 0
                while done < buffer.count {
                    let written = pwrite(file, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
                    if written < 0, errno == EINTR { continue }
                    guard written > 0 else { throw failure(path) }
                    done += written
                }
            }
        }
    }

    /// At most `count` bytes from the offset on; fewer at the end of the file.
    static func read(_ path: String, from offset: Int, count: Int) throws -> [UInt8] {
        try withFile(path, O_RDONLY | O_CLOEXEC) { file in
            try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let got = pread(file, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                    if got < 0, errno == EINTR { continue }
                    guard got >= 0 else { throw failure(path) }
                    if got == 0 { return }
                    filled += got
                }
            }
        }
    }

    /// Returns when the file's bytes, or the folder's names, are on the disk.
    static func sync(_ path: String) throws {
        try withFile(path, O_RDONLY | O_CLOEXEC) { file in
            guard fsync(file) == 0 else { throw failure(path) }
        }
    }

    /// A second name for the same bytes. That the name is there already is no error.
    static func addName(_ other: String, to path: String) throws {
        guard link(path, other) == 0 || errno == EEXIST else { throw failure(other) }
    }

    /// - Returns: `false` when there is no such file.
    @discardableResult
    static func move(_ path: String, to other: String) throws -> Bool {
        if rename(path, other) == 0 { return true }
        if errno == ENOENT { return false }
        throw failure(other)
    }

    /// That there is no such file is no error.
    static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
    }

    /// Seconds since 1970 of the last change; `nil` when there is no such file.
    static func changed(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mtim.tv_sec : nil
    }

    private static func withFile<Value>(_ path: String, _ flags: Int32, _ body: (Int32) throws -> Value) throws -> Value
    {
        let file = open(path, flags, 0o600)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        return try body(file)
    }

    private static func failure(_ path: String) -> any Error {
        let code = errno
        return code == ENOSPC || code == EDQUOT ? StoreError.full : DiskError(path: path, code: code)
    }
}
