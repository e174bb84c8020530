import CZlib

/// One zlib stream.
///
/// `@unchecked`: it is used by whoever took it out of the pool, one at a time.
final class Deflater: @unchecked Sendable {
    let level: Int
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init?(level: Int) {
        self.level = level
        stream.initialize(to: z_stream())
        // 15 bits of window and 16 for the gzip frame
        let status = deflateInit2_(
            stream, Int32(level), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// `nil` when zlib refuses, which it does only for a stream that was set up wrongly.
    func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard deflateReset(stream) == Z_OK, let size = UInt32(exactly: bytes.count) else { return nil }
        let bound = Int(deflateBound(stream, UInt(size)))
        var isWhole = false
        let result = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = size
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(bound)
                isWhole = deflate(stream, Z_FINISH) == Z_STREAM_END
                count = bound - Int(stream.pointee.avail_out)
            }
        }
        return isWhole ? result : nil
    }
}
