import AlarmPerformance
import ArchiveEvents

extension LocalCalendar {
    /// `2026-11-23 04:12:45 +01:00`.
    func text(_ time: Instant) -> String {
        let shown = Instant(milliseconds: wallMilliseconds(time)).description
        return "\(shown.prefix(10)) \(shown.dropFirst(11).prefix(8)) \(offsetText(at: time))"
    }

    /// The same as RFC 3339 writes it: `2026-11-23T04:12:45.000+01:00`.
    func rfc3339(_ time: Instant) -> String {
        Instant(milliseconds: wallMilliseconds(time)).description.dropLast() + offsetText(at: time)
    }

    /// `+01:00`.
    private func offsetText(at time: Instant) -> String {
        let seconds = secondsAhead(at: time)
        let minutes = abs(seconds) / 60
        return "\(seconds < 0 ? "-" : "+")\(Numeral.twoDigits(minutes / 60)):\(Numeral.twoDigits(minutes % 60))"
    }
}
