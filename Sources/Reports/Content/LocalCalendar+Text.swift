import ArchiveEvents

extension LocalCalendar {
    /// `2026-11-23 04:12:45 +01:00`.
    func text(_ time: Instant) -> String {
        let shown = time.advanced(byMilliseconds: offset(at: time)).description
        return "\(shown.prefix(10)) \(shown.dropFirst(11).prefix(8)) \(offsetText(at: time))"
    }

    /// The same as RFC 3339 writes it: `2026-11-23T04:12:45.000+01:00`.
    func rfc3339(_ time: Instant) -> String {
        time.advanced(byMilliseconds: offset(at: time)).description.dropLast() + offsetText(at: time)
    }

    /// `+01:00`.
    private func offsetText(at time: Instant) -> String {
        let minutes = abs(offset(at: time)) / 60_000
        return "\(offset(at: time) < 0 ? "-" : "+")\(Self.twoDigits(minutes / 60)):\(Self.twoDigits(minutes % 60))"
    }

    static func twoDigits(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
