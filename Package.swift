// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every target of ours: a warning is an error, and what a file uses it imports itself.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "alarm-archiver",
    products: [
        .executable(name: "alarm-archiver", targets: ["alarm-archiver"]),
        .executable(name: "alarm-history", targets: ["alarm-history"]),
        .executable(name: "alta-simulator", targets: ["alta-simulator"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.20.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.27.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.25.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // The data, read first: the SQL of both files, embedded as it stands.
        .target(
            name: "Schema", path: "schema", exclude: ["README.md", "glossary.md"],
            resources: [.embedInCode("log"), .embedInCode("views")]),

        // What its readers ask first: the manual's pages, embedded as they stand. A target of its own, since embedding makes
        // a large source file that is to be compiled only where a page changed.
        .target(name: "Manual", resources: [.embedInCode("pages")]),

        // Pure: no I/O, no clock, no randomness.
        .target(name: "ExactJSON"),
        // Hashes, message authentication and signatures, by the system's OpenSSL.
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        .target(name: "Cryptography", dependencies: ["COpenSSL"]),
        .target(name: "ArchiveEvents", dependencies: ["ExactJSON"]),
        .target(name: "AlarmHistory", dependencies: ["ArchiveEvents", "ExactJSON", "Cryptography"]),
        // The indicators of how well alarms are handled, each a pure function with a published definition.
        .target(
            name: "AlarmPerformance", dependencies: ["AlarmHistory", "ArchiveEvents", "ExactJSON"],
            resources: [.embedInCode("presets")]),
        .target(name: "TransparencyLog", dependencies: ["Cryptography"]),

        // Shell: does what it is told.
        .target(
            name: "AltaAPI",
            dependencies: [
                "AlarmHistory", "ArchiveEvents", "ExactJSON", "Cryptography", httpClient, nioCore, nioHTTP1,
                nioHTTPCompression, nioPosix, nioSSL,
            ]),
        // What acts: linked by alarm-history alone.
        .target(name: "AltaOperator", dependencies: ["AlarmHistory", "AltaAPI", "ArchiveEvents", "ExactJSON"]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "EventStorage",
            dependencies: [
                "ArchiveEvents", "TransparencyLog", "ExactJSON", "Schema", "CZlib", "Cryptography", grdb, grdbSQLite,
            ]),
        .target(
            name: "Polling",
            dependencies: [
                "AlarmHistory", "AltaAPI", "ArchiveEvents", "EventStorage", "ExactJSON", lifecycle, logging,
            ]),
        .target(
            name: "Probing", dependencies: ["AlarmHistory", "AltaAPI", "ArchiveEvents", "ExactJSON"]),
        .target(
            name: "Projections",
            dependencies: [
                "AlarmHistory", "AlarmPerformance", "ArchiveEvents", "EventStorage", "ExactJSON", "Schema",
                "Cryptography",
                grdb, grdbSQLite, lifecycle, logging,
            ]),
        // Pages of HTML and SVG, made from values.
        .target(name: "Reports", dependencies: ["AlarmHistory", "AlarmPerformance", "ArchiveEvents"]),
        .target(name: "Exports", dependencies: ["ArchiveEvents", "EventStorage", "CZlib"]),
        .target(
            name: "Archive",
            dependencies: [
                "AlarmHistory", "ArchiveEvents", "EventStorage", "ExactJSON", "Projections", "TransparencyLog",
            ]),
        // What a webhook starts: the user's own command, with the webhook's facts in its environment.
        .target(
            name: "WebhookCommands",
            dependencies: [
                "AlarmHistory", "AltaAPI", "ArchiveEvents", "EventStorage", "ExactJSON", lifecycle, logging, subprocess,
                systemPackage,
            ]),
        .target(name: "AltaSimulator", dependencies: ["ExactJSON", "Cryptography"]),
        // Who may stay connected, at whatever door.
        .target(name: "HTTPDoor", dependencies: [nioCore]),
        // What others may call: it hands on what arrives, and knows neither the archive nor the vendor.
        .target(
            name: "Web",
            dependencies: ["CZlib", "HTTPDoor", hummingbird, hummingbirdCore, lifecycle, logging, nioCore]),

        // For both programs: where a deployment is and who signs in to it, from command line, environment and file.
        .target(name: "AccessSettings", dependencies: ["AltaAPI", "ArchiveEvents", argumentParser, yams]),

        // How commands reach the one writer, from both sides.
        .target(
            name: "Handover",
            dependencies: [
                "AlarmHistory", "AltaAPI", "Archive", "ArchiveEvents", "EventStorage", "ExactJSON", "HTTPDoor",
                httpClient, hummingbird, hummingbirdCore, lifecycle, logging, nioCore, nioHTTP1,
            ]),

        // Programs: the only places that read settings and join the rooms. The daemon never links what acts.
        .executableTarget(
            name: "alarm-archiver",
            dependencies: [
                "AccessSettings", "AlarmHistory", "AltaAPI", "Archive", "ArchiveEvents", "EventStorage", "ExactJSON",
                "Handover", "Polling", "Probing", "Projections", "Web", "WebhookCommands", argumentParser, lifecycle,
                logging, unixSignals,
            ]),
        .executableTarget(
            name: "alarm-history",
            dependencies: [
                "AccessSettings", "AlarmHistory", "AlarmPerformance", "AltaAPI", "AltaOperator", "Archive",
                "ArchiveEvents", "EventStorage", "ExactJSON", "Exports", "Handover", "Manual", "Projections", "Reports",
                "TransparencyLog", argumentParser,
            ]),
        .executableTarget(
            name: "alta-simulator",
            dependencies: [
                "AltaSimulator", argumentParser, httpClient, hummingbird, hummingbirdCore, lifecycle, logging, nioCore,
                nioHTTP1, unixSignals,
            ],
            path: "tools/alta-simulator"),

        .executableTarget(
            name: "archive-benchmark",
            dependencies: [
                "AlarmHistory", "AltaAPI", "Archive", "ArchiveEvents", "CZlib", "EventStorage", "Exports", "Polling",
                "Projections", argumentParser, grdbSQLite, httpClient, hummingbird, hummingbirdCore, lifecycle, logging,
                nioCore, nioHTTP1,
            ],
            path: "tools/archive-benchmark", resources: [.embedInCode("baselines")]),
        .executableTarget(
            name: "simulation", dependencies: ["Simulation", argumentParser], path: "tools/simulation"),
        .executableTarget(
            name: "log-exerciser",
            dependencies: [
                "Archive", "ArchiveEvents", "EventStorage", "TestSupport", "TransparencyLog", argumentParser, grdb,
            ],
            path: "tools/log-exerciser"),

        // Tests: one target for each room, then whole worlds, then the built programs.
        .target(
            name: "TestSupport",
            dependencies: [
                "AltaAPI", "AltaSimulator", "ArchiveEvents", "EventStorage", "TransparencyLog", grdb, logging,
            ],
            path: "Tests/TestSupport"),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
        .testTarget(name: "ExactJSONTests", dependencies: ["ExactJSON", "TestSupport"]),
        .testTarget(name: "ArchiveEventsTests", dependencies: ["ArchiveEvents", "ExactJSON", "TestSupport"]),
        .testTarget(
            name: "AlarmHistoryTests",
            dependencies: ["AlarmHistory", "ArchiveEvents", "ExactJSON", "TestSupport", "Cryptography"]),
        .testTarget(
            name: "AlarmPerformanceTests",
            dependencies: ["AlarmHistory", "AlarmPerformance", "ArchiveEvents", "TestSupport"]),
        .testTarget(name: "TransparencyLogTests", dependencies: ["TransparencyLog", "Cryptography"]),
        .testTarget(
            name: "AltaAPITests",
            dependencies: ["AlarmHistory", "AltaAPI", "ArchiveEvents", "TestSupport", nioCore, nioPosix, nioSSL]),
        .testTarget(
            name: "AltaOperatorTests",
            dependencies: [
                "AlarmHistory", "AltaAPI", "AltaOperator", "AltaSimulator", "ArchiveEvents", "ExactJSON", "TestSupport",
            ]),
        .testTarget(
            name: "EventStorageTests",
            dependencies: ["ArchiveEvents", "EventStorage", "TestSupport", "TransparencyLog", grdb]),
        .testTarget(
            name: "PollingTests",
            dependencies: [
                "AlarmHistory", "AltaAPI", "ArchiveEvents", "EventStorage", "ExactJSON", "Polling", "TestSupport",
                logging,
            ]),
        .testTarget(
            name: "ProjectionsTests",
            dependencies: [
                "AlarmHistory", "AlarmPerformance", "ArchiveEvents", "EventStorage", "Projections",
                "Schema",
                "TestSupport", "Cryptography", grdb,
            ]),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["AlarmHistory", "AlarmPerformance", "ArchiveEvents", "Reports", "TestSupport"]),
        .testTarget(name: "ExportsTests", dependencies: ["ArchiveEvents", "EventStorage", "Exports", "TestSupport"]),
        .testTarget(
            name: "ArchiveTests",
            dependencies: ["Archive", "ArchiveEvents", "EventStorage", "TestSupport", "TransparencyLog", grdb]),
        .testTarget(name: "HTTPDoorTests", dependencies: ["HTTPDoor"]),
        .testTarget(name: "WebTests", dependencies: ["CZlib", "TestSupport", "Web", lifecycle, logging]),
        .testTarget(
            name: "WebhookCommandsTests",
            dependencies: [
                "AlarmHistory", "AltaAPI", "ArchiveEvents", "EventStorage", "ExactJSON", "TestSupport",
                "WebhookCommands", lifecycle, logging,
            ]),
        .testTarget(
            name: "HandoverTests",
            dependencies: [
                "AltaAPI", "Archive", "ArchiveEvents", "EventStorage", "Handover", "TestSupport",
                lifecycle,
            ]),
        .testTarget(name: "AltaSimulatorTests", dependencies: ["AltaSimulator", "ExactJSON"]),
        .target(
            name: "Simulation",
            dependencies: [
                "AlarmHistory", "AltaAPI", "AltaSimulator", "ArchiveEvents", "EventStorage", "Polling", "Projections",
                "TestSupport", "TransparencyLog",
            ],
            path: "Tests/Simulation"),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "AlarmHistory", "AltaAPI", "AltaSimulator", "ArchiveEvents", "EventStorage", "ExactJSON", "Polling",
                "Projections", "Simulation", "TestSupport", grdb,
            ]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "AccessSettings", "AlarmHistory", "AltaAPI", "AltaSimulator", "Archive", "ArchiveEvents",
                "EventStorage",
                "ExactJSON", "Handover", "Manual", "Polling", "Probing",
                "TestSupport", "TransparencyLog", "WebhookCommands", "alarm-archiver", "alarm-history",
                "alta-simulator",
                "log-exerciser",
                argumentParser, logging,
            ],
            resources: [.copy("hostile-server.py"), .copy("peak-memory.py"), .copy("recording-proxy.py")]),
    ]
)

/// Tests wait for what they test: a scanner of bytes is 37 times slower where it is not optimised. What traps traps in both.
let optimized: SwiftSetting = .unsafeFlags(["-O"], .when(configuration: .debug))

/// A program at a fixed address has no addresses to mend when it starts, and half the pages to touch; without names it is
/// half as large.
let linked: LinkerSetting = .unsafeFlags(
    ["-Xclang-linker", "-no-pie", "-Xlinker", "--strip-all"], .when(configuration: .release))

for target in package.targets where target.type != .system {
    target.swiftSettings = target.type == .test ? settings : settings + [optimized]
    if target.hasReadme { target.exclude.append("README.md") }
    if target.type == .executable { target.linkerSettings = [linked] }
}

extension Target {
    /// Whether the folder explains itself in a README.md: every room in `Sources`, and what the tests share.
    var hasReadme: Bool { type != .test && (path?.hasPrefix("Tests/") ?? true) }
}
