import AlarmHistory
import ArchiveEvents
import EventStorage
import Foundation

/// Keeps the file with the watermarks, replaced about once a second at most.
struct WatermarkNote {
    private let path: String
    private var noted: (watermarks: Watermarks, at: Instant)?

    init(path: String) {
        self.path = path
    }

    /// What the file says; nothing where it is missing or of no use.
    static func read(_ path: String, logSize: Position) -> Watermarks {
        guard let data = FileManager.default.contents(atPath: path) else { return Watermarks() }
        return Watermarks(encoded: [UInt8](data), logSize: logSize)
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
        try? DurableFile.replace(path, with: watermarks.encoded(logSize: await log.size))
    }

    private static let interval: Int64 = 1000
}
