package import AltaAPI
package import Archive
package import ArchiveEvents
import EventStorage
import Foundation

/// Records what a command witnesses, whether an archiver runs or not: the archive has one writer, which is asked where
/// it listens; where there is none, the command is the writer for a moment.
package struct EventRecorder: Sendable {
    private let directory: ArchiveDirectory
    private let clock: any WallClock

    /// A recorder for the archive in `directory`, which must exist.
    package init(_ directory: ArchiveDirectory, clock: any WallClock) {
        self.directory = directory
        self.clock = clock
    }

    /// Records `event`, an `action-requested` or `action-answered` of a stream `<deployment>/actions/<target>` or a
    /// `view-attested` of the stream `archive`, exactly once; its data, an object, gets a random member `id`. When this
    /// returns, the event survives a power failure.
    ///
    /// It waits some seconds where another process holds the archive's lock and does not listen: an archiver that starts
    /// or stops, or another command. Throws ``ArchiveError``, ``HandoverError``, ``HandoverRefusal`` or what the log
    /// throws; only after ``HandoverError/outcomeUnknown(_:)`` the event may be recorded all the same.
    package func record(_ event: NewEvent) async throws -> Position {
        let handed = try HandedEvent(event, id: UUID().uuidString.lowercased())
        let start = try ArchiveReader(directory).log.size()
        var recording = Recording(handed, from: start, directory, clock)
        for _ in 0..<Self.attempts {
            if let position = try await recording.attempt() { return position }
            try await clock.sleep(until: clock.now.advanced(byMilliseconds: Self.pause))
        }
        throw recording.doubt ?? ArchiveError.occupied(directory.path)
    }

    /// Ten seconds: longer than an archiver takes to start or to stop, or twenty commands one after the other ...
    private static let attempts = 200
    /// ... and milliseconds between two attempts: a command holds the lock for about as long.
    private static let pause: Int64 = 50
}

/// One event on its way.
private struct Recording {
    private let event: HandedEvent
    /// Where the event stands at the earliest.
    private let start: Position
    private let directory: ArchiveDirectory
    private let clock: any WallClock
    /// What a connection broke off with, so that the event may have been recorded. It is not handed to the same writer
    /// again then: either the log shows it, or that writer is gone, and with it what it had not recorded.
    private(set) var doubt: HandoverError?
    /// The sockets that were asked, as far as can be told.
    private var asked: Set<SocketIdentity> = []

    init(_ event: HandedEvent, from start: Position, _ directory: ArchiveDirectory, _ clock: any WallClock) {
        self.event = event
        self.start = start
        self.directory = directory
        self.clock = clock
    }

    /// Tries once; nil where the one writer is not to be spoken to now, or the log cannot be read while that changes.
    mutating func attempt() async throws -> Position? {
        let isAnotherWriter = SocketIdentity(in: directory).map { !asked.contains($0) } ?? false
        if doubt != nil {
            // Looked for only now: what a writer that is gone has recorded is there.
            switch Result(catching: { try recordedPosition() }) {
            case .success(let position?): return position
            case .success(nil): break
            case .failure: return nil
            }
        }
        if doubt == nil || isAnotherWriter {
            // The socket may be replaced at any moment: what was there before and what is there after count as asked.
            noteSocket()
            let position = try await handOver()
            noteSocket()
            if let position { return position }
        }
        return try await write()
    }

    private mutating func handOver() async throws -> Position? {
        do {
            return try await HandoverClient(directory).handOver(event)
        } catch .nobodyListens {
        } catch .outcomeUnknown(let why) {
            doubt = .outcomeUnknown(why)
        }
        return nil
    }

    private mutating func noteSocket() {
        if let socket = SocketIdentity(in: directory) { asked.insert(socket) }
    }

    /// Is the one writer for as long as one append takes; nil where another one is. The views follow when someone asks.
    private func write() async throws -> Position? {
        try directory.requireArchive()
        let archive: ArchiveWriter
        do {
            archive = try await ArchiveWriter.open(directory, origin: nil, at: clock.now)
        } catch ArchiveError.locked {
            return nil
        }
        let result: Result<Position?, any Error>
        do {
            result = .success(try await append(to: archive))
        } catch {
            result = .failure(error)
        }
        // What is acknowledged stands, whatever becomes of head.note: the next writer replaces it.
        try? await archive.closeWithoutViews()
        return try result.get()
    }

    private func append(to archive: ArchiveWriter) async throws -> Position? {
        // Nobody else can append now, so what is not there will not come any more.
        if doubt != nil, let position = try recordedPosition() { return position }
        return try await archive.log.append([event.event], at: clock.now).events.first?.position
    }

    /// Where the event stands, if it does: nothing else has its `id`.
    private func recordedPosition() throws -> Position? {
        var found: Position?
        try ArchiveReader(directory).log.forEachChunk(from: start) { events in
            found =
                events.first { recorded in
                    recorded.subject == event.event.subject && recorded.data?.elementsEqual(event.event.data) == true
                }?.position
            return found == nil
        }
        return found
    }
}
