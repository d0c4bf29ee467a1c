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
        let now = SystemWallClock().now
        guard let time = try PeriodOptions.time(text, option, now) else { return nil }
        guard time <= now else { throw UsageError(description: "\(option) \(time) lies in the future") }
        self.time = time
        position = try archive.log.position(after: time)
    }

    /// The end of a period: nothing behind the time was known.
    func bound(_ until: Instant?) -> Instant { until.map { min($0, time) } ?? time }
}
