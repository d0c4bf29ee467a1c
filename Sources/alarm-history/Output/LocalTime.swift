import ArchiveEvents
import Foundation

/// Times and lengths of time for people.
enum LocalTime {
    /// In the time zone of this machine, or of `TZ`: `2026-11-23 04:12:45 +01:00`.
    static func text(_ time: Instant, in zone: TimeZone = .current) -> String {
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.milliseconds) / 1000))
        let shown = time.advanced(byMilliseconds: Int64(offset) * 1000).description
        let minutes = abs(offset) / 60
        return "\(shown.prefix(10)) \(shown.dropFirst(11).prefix(8)) \(offset < 0 ? "-" : "+")"
            + "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    /// The two largest units: `3d 4h`, `12m 5s`, `450ms`.
    static func text(milliseconds: Int64) -> String {
        guard milliseconds >= 1000 else { return "\(milliseconds)ms" }
        var rest = milliseconds / 1000
        var parts: [String] = []
        for (unit, seconds) in [("d", Int64(86_400)), ("h", 3600), ("m", 60), ("s", 1)] {
            if rest >= seconds { parts.append("\(rest / seconds)\(unit)") } else if !parts.isEmpty { break }
            rest %= seconds
        }
        return parts.prefix(2).joined(separator: " ")
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// A part of a whole in per cent with two decimals. It is never rounded up: 100 is all of it, and 0 is nothing.
struct Percentage: CustomStringConvertible {
    let description: String

    init(_ part: Int64, of whole: Int64) {
        // Milliseconds of ten thousand years, times ten thousand, are within 64 bits.
        let hundredths = whole == 0 ? 0 : part * 10_000 / whole
        let decimals = hundredths % 100
        description =
            part > 0 && hundredths == 0
            ? "<0.01 %" : "\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals) %"
    }
}
