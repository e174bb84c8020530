import CQREncode

/// A QR code (ISO/IEC 18004) as a drawing that prints sharp at any size.
public enum QRCode {
    /// - Parameter text: at most some 2,000 bytes; error correction M, so that a creased print can still be read.
    /// - Returns: `<svg class="qr">` with the quiet zone of four modules; `nil` for a text that does not fit.
    public static func svg(_ text: String, label: String) -> HTML? {
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        let modules = UnsafeBufferPointer(start: code.pointee.data, count: width * width)
        let size = width + 8
        return """
            <svg class="qr" viewBox="0 0 \(size) \(size)" role="img" aria-label="\(label)" \
            shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(size)v\(size)H0z"/>\
            <path fill="#000" d="\(runs(modules, width: width))"/></svg>
            """
    }

    /// One sub-path for each run of dark modules in a row.
    private static func runs(_ modules: UnsafeBufferPointer<UInt8>, width: Int) -> [HTML] {
        var runs: [HTML] = []
        for row in 0..<width {
            var column = 0
            while column < width {
                // The lowest bit of a module says whether it is dark.
                guard modules[row * width + column] & 1 == 1 else {
                    column += 1
                    continue
                }
                let start = column
                while column < width, modules[row * width + column] & 1 == 1 { column += 1 }
                runs.append("M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z")
            }
        }
        return runs
    }
}
