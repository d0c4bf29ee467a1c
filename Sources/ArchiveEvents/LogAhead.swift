/// That a log's last time lies ahead of the clock: an earlier run recorded while the clock was ahead. Times never decrease
/// along a log, so every event bears that time again until the clock gets there.
public struct LogAhead: Hashable, Sendable {
    /// Time of the log's last event.
    public let end: Instant
    /// What the clock shows.
    public let now: Instant

    /// Nil where the log's end does not lie ahead by more than clocks may differ.
    public init?(end: Instant, now: Instant) {
        guard end.writable.milliseconds(since: now.writable) > ClockDiscipline.tolerance else { return nil }
        self.end = end.writable
        self.now = now.writable
    }

    /// By how much, in milliseconds.
    public var lead: Int64 { end.milliseconds(since: now) }

    /// What is so, as a part of a sentence.
    public var fact: String { "the log's last time, \(end), lies \(Self.length(lead)) ahead of the clock, \(now)" }

    /// What it means, and what to do.
    public static let advice = """
        until the clock gets there, events repeat that time: `servedtime` and `coverage` tell the true ones; for true times \
        at once, set the clock by NTP, keep this directory as it is, and let the archiver begin another one (--archive)
        """

    private static func length(_ milliseconds: Int64) -> String {
        let units = [(86_400_000, "days"), (3_600_000, "hours"), (60_000, "minutes")] as [(Int64, String)]
        let (unit, name) = units.first { milliseconds >= 2 * $0.0 } ?? (1000, "seconds")
        return "\(milliseconds / unit) \(name)"
    }
}
