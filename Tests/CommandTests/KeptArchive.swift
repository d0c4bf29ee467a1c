import Foundation
import TestSupport
import Testing

/// A copy of the archive that is kept in `Tests/KeptArchive`: some minutes of a simulated deployment that an archiver polled, with
/// an outage, a restart, webhooks, and an alarm that an operator verified. It never changes; its `README.md` says
/// how it was made.
struct KeptArchive: Sendable {
    private let folder: TemporaryFolder
    var path: String { folder.path }

    /// One for all tests that change nothing in it, its views made.
    static let copy = Result { try KeptArchive() }

    init() throws {
        folder = try TemporaryFolder()
        let files = [
            "log.sqlite", "head.note", "watermarks-hq.json", "keys/log.key", "keys/redaction.key", "keys/export.key",
        ]
        try FileManager.default.createDirectory(atPath: folder.file("keys"), withIntermediateDirectories: true)
        for file in files {
            try FileManager.default.copyItem(
                at: Self.tests.appending(path: "KeptArchive/\(file)"), to: URL(fileURLWithPath: folder.file(file)))
            // A checkout knows no rights but that to execute.
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file(file))
        }
        let views = try run(["alarm-history", "zones", "--archive", path])
        try #require(views.status == 0, "\(views.errors)")
    }

    /// A text without what is different in each copy.
    func neutral(_ text: String) -> String { text.replacing(path, with: "ARCHIVE") }

    /// The folder of the tests.
    static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    /// An alarm that an operator verified.
    static let alarm = "af077d02-f257-4b49-b837-a86b41aa8252"
    /// A zone with a log.
    static let zone = "030ec1ad-909f-4547-adf2-6891f0a01c59"
}
