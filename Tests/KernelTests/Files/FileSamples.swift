import Foundation

/// Small files of each kind, as programs make them.
enum FileSamples {
    static let pdf = Array("%PDF-1.4\n1 0 obj\n".utf8)
    static let text = Array("Đơn xin xác nhận\n".utf8)
    static let html = Array("<!doctype html><html><script>alert(1)</script>".utf8)
    static let svg = Array("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>".utf8)
    static let program = [0x4d, 0x5a, 0x90] + [UInt8](repeating: 0, count: 100)
    static let png: [UInt8] = [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1,
        8,
        0, 0, 0, 0, 0, 0, 0, 0,
    ]
    static let webp =
        Array("RIFF".utf8) + [0x1a, 0, 0, 0] + Array("WEBPVP8L".utf8) + [0x0d, 0, 0, 0, 0x2f, 0, 0, 0]
    static let heic = [0, 0, 0, 0x18] + Array("ftypheic".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8)

    /// A document in the order of parts that Word writes.
    static let docx = decoded(
        """
        UEsDBBQAAAAAAAAAIQArhCYSBAAAAAQAAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbDx4Lz5QSwMEFAAAAAAAAAAhACuEJhIEAAAA
        BAAAAAsAAABfcmVscy8ucmVsczx4Lz5QSwMEFAAAAAAAAAAhACuEJhIEAAAABAAAABEAAAB3b3JkL2RvY3VtZW50LnhtbDx4Lz5Q
        SwECFAMUAAAAAAAAACEAK4QmEgQAAAAEAAAAEwAAAAAAAAAAAAAAgAEAAAAAW0NvbnRlbnRfVHlwZXNdLnhtbFBLAQIUAxQAAAAA
        AAAAIQArhCYSBAAAAAQAAAALAAAAAAAAAAAAAACAATUAAABfcmVscy8ucmVsc1BLAQIUAxQAAAAAAAAAIQArhCYSBAAAAAQAAAAR
        AAAAAAAAAAAAAACAAWIAAAB3b3JkL2RvY3VtZW50LnhtbFBLBQYAAAAAAwADALkAAACVAAAAAAA=
        """)

    /// A document in an order that libmagic does not know.
    static let oddDocx = decoded(
        """
        UEsDBBQAAAAAAAAAIQArhCYSBAAAAAQAAAAOAAAAZG9jUHJvcHMvYS54bWw8eC8+UEsDBBQAAAAAAAAAIQArhCYSBAAAAAQAAAAR
        AAAAd29yZC9kb2N1bWVudC54bWw8eC8+UEsDBBQAAAAAAAAAIQArhCYSBAAAAAQAAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbDx4
        Lz5QSwECFAMUAAAAAAAAACEAK4QmEgQAAAAEAAAADgAAAAAAAAAAAAAAgAEAAAAAZG9jUHJvcHMvYS54bWxQSwECFAMUAAAAAAAA
        ACEAK4QmEgQAAAAEAAAAEQAAAAAAAAAAAAAAgAEwAAAAd29yZC9kb2N1bWVudC54bWxQSwECFAMUAAAAAAAAACEAK4QmEgQAAAAE
        AAAAEwAAAAAAAAAAAAAAgAFjAAAAW0NvbnRlbnRfVHlwZXNdLnhtbFBLBQYAAAAAAwADALwAAACYAAAAAAA=
        """)

    /// A workbook.
    static let xlsx = decoded(
        """
        UEsDBBQAAAAAAAAAIQArhCYSBAAAAAQAAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbDx4Lz5QSwMEFAAAAAAAAAAhACuEJhIEAAAA
        BAAAAAsAAABfcmVscy8ucmVsczx4Lz5QSwMEFAAAAAAAAAAhACuEJhIEAAAABAAAAA8AAAB4bC93b3JrYm9vay54bWw8eC8+UEsB
        AhQDFAAAAAAAAAAhACuEJhIEAAAABAAAABMAAAAAAAAAAAAAAIABAAAAAFtDb250ZW50X1R5cGVzXS54bWxQSwECFAMUAAAAAAAA
        ACEAK4QmEgQAAAAEAAAACwAAAAAAAAAAAAAAgAE1AAAAX3JlbHMvLnJlbHNQSwECFAMUAAAAAAAAACEAK4QmEgQAAAAEAAAADwAA
        AAAAAAAAAAAAgAFiAAAAeGwvd29ya2Jvb2sueG1sUEsFBgAAAAADAAMAtwAAAJMAAAAAAA==
        """)

    /// An archive that is no document.
    static let archive = decoded(
        """
        UEsDBBQAAAAAAAAAIQArhCYSBAAAAAQAAAAFAAAAYS50eHQ8eC8+UEsBAhQDFAAAAAAAAAAhACuEJhIEAAAABAAAAAUAAAAAAAAA
        AAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAACcAAAAAAA==
        """)

    /// 400 × 6 pixels lying on their side, with the maker of the camera (`SECRETCAM`) in it.
    static let photograph = decoded(
        """
        /9j/4QA4RXhpZgAASUkqAAgAAAACAA8BAgAKAAAAJgAAABIBAwABAAAABgAAAAAAAABTRUNSRVRDQU0A/9sAQwAbEhQXFBEbFxYX
        HhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCeo6utq2eAvMm6pseZqKuk/9sAQwEcHh4oIyhOKytOpG5dbqSk
        pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk/8AAEQgABgGQAwEiAAIRAQMRAf/EAB8AAAEF
        AQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEV
        UtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeY
        mZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/EAB8BAAMBAQEBAQEBAQEA
        AAAAAAABAgMEBQYHCAkKC//EALURAAIBAgQEAwQHBQQEAAECdwABAgMRBAUhMQYSQVEHYXETIjKBCBRCkaGxwQkjM1LwFWJy0QoW
        JDThJfEXGBkaJicoKSo1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKDhIWGh4iJipKTlJWWl5iZmqKjpKWm
        p6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+v/aAAwDAQACEQMRAD8A5miiigAooooAKKKK
        ACiiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKACii
        igAooooAKKKKACiiigD/2Q==
        """)

    private static func decoded(_ base64: String) -> [UInt8] {
        Data(base64Encoded: base64, options: .ignoreUnknownCharacters).map { [UInt8]($0) } ?? []
    }
}
