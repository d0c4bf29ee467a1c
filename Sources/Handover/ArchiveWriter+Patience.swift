package import AltaAPI
package import Archive
import ArchiveEvents
package import EventStorage
import Synchronization

extension ArchiveWriter {
    /// Opens the archive as ``open(_:origin:at:)`` does, and waits where that may help.
    ///
    /// For a moment where another writer has it: a command that records an event of its own holds the lock for some
    /// milliseconds, and must not keep an archiver from starting. And for as long as `patience` allows, a minute unless it is given, where the log's
    /// file is locked, the disk is full, or fails; `report` is told why, once.
    package static func openPatiently(
        _ directory: ArchiveDirectory, origin: String?, clock: any WallClock, patience: LogPatience? = nil,
        report: @escaping @Sendable (EventLogError) -> Void = { _ in }
    ) async throws -> ArchiveWriter {
        let reported = Mutex(false)
        let patience = patience ?? .bounded(by: clock)
        let result = try await patience.trying { () async throws -> Result<ArchiveWriter, any Error> in
            do {
                return .success(try await openBesideCommands(directory, origin: origin, clock: clock))
            } catch let error as EventLogError where error.passesByItself {
                let isNew = reported.withLock { reported in
                    defer { reported = true }
                    return !reported
                }
                if isNew { report(error) }
                throw error
            } catch {
                return .failure(error)
            }
        }
        return try result.value.get()
    }

    private static func openBesideCommands(
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

extension LogPatience {
    /// A minute of that clock.
    fileprivate static func bounded(by clock: any WallClock) -> LogPatience {
        LogPatience(
            limit: bounded, monotonic: { clock.monotonic }, sleep: { try await clock.sleep(milliseconds: $0) })
    }
}
