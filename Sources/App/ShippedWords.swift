import Administration
import Foundation
import Kernel
import Resources
import Web

/// The translations that are shipped: one PO file a language under `Resources/locale`.
struct ShippedWords: Sendable {
    let languages: Languages
    let states: [CatalogueState]

    static func read() throws -> ShippedWords {
        let folder = Shipped.folder.appending(path: "locale")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".po") }
        let files = try names.sorted().map { try POFile(try Shipped.data("locale/\($0)")) }
        return ShippedWords(
            languages: Languages(
                Dictionary(files.map { ($0.language, Catalogue($0)) }, uniquingKeysWith: { first, _ in first })),
            states: files.map { CatalogueState($0) })
    }
}
