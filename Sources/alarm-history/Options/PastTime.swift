import AltaAPI
import Archive
import ArchiveEvents
import EventStorage

/// A time at which the archive knew less than now.
struct PastTime {
    let time: Instant
    /// The events before it had been recorded by then.
    let position: Position

    /// The time that an option gives; nil where it gives none.
    init?(_ text: String?, _ option: String, _ archive: ArchiveReader) throws {
        guard let time = try Self.time(text, option) else { return nil }
        self.time = time
        position = try archive.log.position(after: time)
    }

    /// A time that an option gives and that is not to come.
    static func time(_ text: String?, _ option: String) throws -> Instant? {
        let now = SystemWallClock().now
        guard let time = try PeriodOptions.time(text, option, now) else { return nil }
        guard time <= now else { throw UsageError(description: "\(option) \(time) lies in the future") }
        return time
    }

    /// The end of a period: nothing behind the time was known.
    func bound(_ until: Instant?) -> Instant { until.map { min($0, time) } ?? time }
}
