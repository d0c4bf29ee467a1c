import Foundation

/// A folder of its own for a test, gone with the value.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        path = (NSTemporaryDirectory() as NSString).appendingPathComponent("alarm-archiver-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }
}
