// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A C library of the system, found by pkg-config or by its plain header.
func system(_ name: String, pkgConfig: String? = nil, debian: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

/// A floor's own target with the tests that stand beside it.
func floor(_ name: String, on below: [Target.Dependency], testedWith tools: [Target.Dependency] = []) -> [Target] {
    [
        .target(name: name, dependencies: below, swiftSettings: strict),
        .testTarget(
            name: name + "Tests", dependencies: [.byName(name: name)] + below + tools, swiftSettings: strict),
    ]
}

/// A module stands on the kernel, the web and the services that it names. It cannot name another module.
func module(_ name: String, uses services: [Target.Dependency] = []) -> [Target] {
    floor(name, on: ["Store", "Kernel", "Web", httpTypes] + services, testedWith: ["TestKit", "Resources"])
}

var targets: [Target] = [
    system("CLibPQ", pkgConfig: "libpq", debian: "libpq-dev"),
    system("CSodium", pkgConfig: "libsodium", debian: "libsodium-dev"),
    system("CQREncode", pkgConfig: "libqrencode", debian: "libqrencode-dev"),
    system("CMagic", debian: "libmagic-dev"),
    system("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
    system("CLibCSV", debian: "libcsv-dev"),

    // Store: two engines behind one layer
    .target(name: "Store", swiftSettings: strict),
    .target(
        name: "StoreSQLite", dependencies: ["Store", .product(name: "GRDB", package: "GRDB.swift")],
        swiftSettings: strict),
    .target(name: "StorePostgres", dependencies: ["Store", "CLibPQ"], swiftSettings: strict),
    .testTarget(
        name: "StoreTests", dependencies: ["Store", "StoreSQLite", "StorePostgres", "TestKit"], swiftSettings: strict),

    // What the binary ships: words, seeds, front-end parts
    .target(
        name: "Resources", path: "Resources", exclude: ["seeds/SOURCES.md"], sources: ["Shipped.swift"],
        resources: [.copy("locale"), .copy("seeds"), .copy("assets")], swiftSettings: strict),

    // What every test stands on
    .target(
        name: "TestKit",
        dependencies: [
            "Store", "StoreSQLite", "StorePostgres", "Kernel", "Web", "Resources", hummingbird, httpTypes, nio, logging,
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
        ],
        path: "Tests/TestKit", swiftSettings: strict),

    .executableTarget(
        name: "thacba",
        dependencies: [
            "App", "Kernel", "Store", logging, .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        swiftSettings: strict),
]

targets += floor(
    "Kernel",
    on: [
        "Store", "CSodium", "CMagic", "CLibCSV", logging,
        .product(name: "Subprocess", package: "swift-subprocess"),
    ],
    testedWith: ["TestKit", "Resources"])
targets += floor(
    "Web",
    on: [
        "Store", "Kernel", "CQREncode", "CZlib", hummingbird, httpTypes, nio, logging,
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
    ],
    testedWith: ["TestKit"])
targets += module("Accounts")
targets += module("Administration")
targets += module("Procedures")
targets += module("Register")
targets += module("Territory")
targets += floor(
    "App",
    on: [
        "Store", "StoreSQLite", "StorePostgres", "Kernel", "Web", "Resources",
        "Accounts", "Administration", "Procedures", "Register", "Territory",
        hummingbird, httpTypes, logging,
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
    ],
    testedWith: ["TestKit"])

// What the benchmarks compare with: `swift build --product thacba` leaves it out.
targets.append(
    .executableTarget(
        name: "bench-floor",
        dependencies: [
            "App", "Kernel", "Store", "Web", "CLibPQ", hummingbird, httpTypes, nio, logging,
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ],
        path: "Benchmarks/Floor", swiftSettings: strict))

let package = Package(
    name: "thacba",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "thacba", targets: ["thacba"]),
        .executable(name: "bench-floor", targets: ["bench-floor"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: targets
)
