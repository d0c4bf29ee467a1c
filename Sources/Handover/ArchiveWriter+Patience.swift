package import AltaAPI
package import Archive
import ArchiveEvents

extension ArchiveWriter {
    /// Opens the archive as ``open(_:origin:at:)`` does, and waits a moment where it is locked: a command that records an
    /// event of its own holds the lock for some milliseconds, and must not keep an archiver from starting.
    package static func openPatiently(
        _ directory: ArchiveDirectory, origin: String?, clock: any WallClock
    ) async throws -> ArchiveWriter {
        for _ in 0..<attempts {
            do {
                return try await open(directory, origin: origin, at: clock.now)
            } catch ArchiveError.locked {
                try await clock.sleep(until: clock.now.advanced(byMilliseconds: pause))
            }
        }
        return try await open(directory, origin: origin, at: clock.now)
    }

    /// Two seconds, in which dozens of commands are done; another archiver does not go away by itself.
    private static let attempts = 100
    /// Milliseconds between two attempts: shorter than a command's own, so that the archiver comes first.
    private static let pause: Int64 = 20
}
