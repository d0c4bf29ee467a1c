import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON

/// What a list tells as a whole: how many records, in which order, how far back.
struct ListFacts {
    let count: Int
    /// The first record's identity, to compare answers by; never shown.
    let first: String?
    private let envelope: String
    private let times: [Instant]

    init?(_ answer: ProbeAnswer, _ names: NameGuard) {
        guard let list = answer.list else { return nil }
        count = list.elements.count
        envelope = list.member.map { "inside the member \(names.shown([$0])[0])" } ?? "a bare array"
        first = list.elements.first.map {
            VendorMembers($0).text("guid") ?? String(decoding: $0.compactBytes, as: UTF8.self)
        }
        times = list.elements.compactMap(Self.time)
    }

    /// Sentences without any value.
    func lines(_ title: String, at now: Instant) -> [String] {
        var lines = ["\(title): \(envelope), \(count) records\(roundness)"]
        guard let oldest = times.min(), times.count > 1 else { return lines }
        lines.append("\(title): \(order); \(resolution)")
        lines.append("\(title): the oldest is \(Self.days(from: oldest, to: now)) old")
        return lines
    }

    /// Whether both lists show the same, as far as count and beginning tell.
    func differs(from other: ListFacts) -> Bool { count != other.count || first != other.first }

    private var roundness: String {
        guard count > 0, let round = [1000, 100, 50, 10].first(where: { count % $0 == 0 }) else { return "" }
        return ", a multiple of \(round): perhaps a cap"
    }

    private var order: String {
        if zip(times, times.dropFirst()).allSatisfy({ $0 >= $1 }) { return "newest first" }
        return zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) ? "oldest first" : "in no order of time"
    }

    private var resolution: String {
        let isWhole = times.allSatisfy { $0.milliseconds % 1000 == 0 }
        return isWhole ? "times in whole seconds" : "times with parts of a second"
    }

    private static func days(from oldest: Instant, to now: Instant) -> String {
        let days = (now.milliseconds(since: oldest) + Instant.millisecondsInDay / 2) / Instant.millisecondsInDay
        return days == 1 ? "1 day" : "\(days) days"
    }

    private static func time(_ element: JSONElement) -> Instant? {
        let members = VendorMembers(element)
        return ["start_time", "time", "timestamp", "created_time", "occurred_at"].lazy.compactMap(members.time).first
    }
}

extension Instant {
    fileprivate static let millisecondsInDay: Int64 = 86_400_000
}
