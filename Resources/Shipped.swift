public import Foundation

/// Files that the binary ships: words (`locale/`), seeds (`seeds/`) and front-end parts (`assets/`).
public enum Shipped {
    /// The folder that holds `locale`, `seeds` and `assets`.
    public static var folder: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }

    /// The bytes of one shipped file, for example `seeds/units-2022.csv`.
    /// - Throws: a Cocoa error when no such file is shipped.
    public static func data(_ path: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: path))
    }
}
