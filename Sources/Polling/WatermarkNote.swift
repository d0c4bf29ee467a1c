import AlarmHistory
import ArchiveEvents
import EventStorage
import Logging

/// Keeps the file with the watermarks, replaced about once a second at most.
struct WatermarkNote {
    private let file: NoteFile
    private var noted: (watermarks: Watermarks, at: Instant)?

    init(_ file: NoteFile) {
        self.file = file
    }

    /// What the file says; nothing where it is missing, or of no use, which is told.
    static func read(_ file: NoteFile, logSize: Position, at time: Instant, _ logger: Logger) -> Watermarks {
        do {
            guard let bytes = try file.read(limit: Watermarks.sizeLimit) else { return Watermarks() }
            return try Watermarks(reading: bytes, logSize: logSize, now: time)
        } catch {
            logger.warning(
                "the note of watermarks is not used (\(error)); what it says stands in the log, but for a gap")
            return Watermarks()
        }
    }

    /// Notes the watermarks unless that was done a moment ago.
    mutating func note(_ cycle: PollCycle, _ log: EventLog, at time: Instant) async throws {
        if let noted, abs(time.milliseconds(since: noted.at)) < Self.interval { return }
        try await noteNow(cycle, log, at: time)
    }

    /// Notes the watermarks, unless they are noted. A disk without room is no reason to stop: the note can wait.
    mutating func noteNow(_ cycle: PollCycle, _ log: EventLog, at time: Instant) async throws {
        var watermarks = cycle.watermarks
        watermarks.requests = cycle.requestUse(at: time)
        watermarks.pending = cycle.pending(at: time)
        guard noted?.watermarks != watermarks else { return }
        noted = (watermarks, time)
        try? file.replace(with: watermarks.encoded(logSize: await log.size))
    }

    private static let interval: Int64 = 1000
}
