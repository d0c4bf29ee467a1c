import AlarmPerformance
import ArchiveEvents
import Foundation

/// A time zone by its IANA name, as the plain value that indicators take.
enum NamedCalendar {
    /// The clocks of a zone in a period: looked at once a day, and where they differ, to the second.
    static func calendar(_ name: String, in period: Range<Instant>) throws -> LocalCalendar {
        let zone = try zone(name)
        func ahead(_ second: Int64) -> Int { zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))) }
        var (second, changes) = (period.lowerBound.milliseconds / 1000 - day, [LocalCalendar.Change]())
        let (first, end) = (ahead(second), period.upperBound.milliseconds / 1000 + day)
        var last = first
        while second < end {
            let next = second + day
            if ahead(next) != last {
                let change = Self.change(between: second, next) { ahead($0) != last }
                last = ahead(next)
                changes.append(.init(from: Instant(milliseconds: change * 1000), secondsAhead: last))
            }
            second = next
        }
        return LocalCalendar(name: name, secondsAhead: first, changes: changes)
    }

    /// The zone of that name.
    static func zone(_ name: String) throws -> TimeZone {
        guard let zone = TimeZone(identifier: name) else {
            throw UsageError(description: "--tz \(name) is no time zone; write an IANA name such as Europe/Vienna")
        }
        return zone
    }

    private static let day: Int64 = 86_400

    /// The first second at which clocks have changed.
    private static func change(between low: Int64, _ high: Int64, _ hasChanged: (Int64) -> Bool) -> Int64 {
        var (low, high) = (low, high)
        while high - low > 1 {
            let middle = (low + high) / 2
            if hasChanged(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
