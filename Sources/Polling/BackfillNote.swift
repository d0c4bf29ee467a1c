import AltaAPI
import ArchiveEvents
import EventStorage
import ExactJSON
import Foundation

/// The file in which a backfill notes what is left, so that it goes on there after whatever stopped it. Losing it costs
/// only time: what is read again adds nothing.
struct BackfillNote {
    let path: String

    /// What is left of a backfill of the same period; nil where there is no such note.
    func read(_ period: ListPart.Window?, since: Instant) -> BackfillPlan.Remains? {
        guard let data = FileManager.default.contents(atPath: path), let root = try? JSONText([UInt8](data)).root,
            let noted = ListPart.Window(root["period"]), noted.from == since, period.map({ $0 == noted }) ?? true
        else { return nil }
        return BackfillPlan.Remains(
            period: noted, windows: root["windows"].flatMap(Self.windows),
            zones: root["zones"].flatMap { $0.kind == .array ? $0.elements.compactMap(\.string) : nil },
            shortfall: root["shortfall"]?.string, oldest: Self.time(root["oldest"]),
            alerts: Self.count(root["alerts"]), unlisted: Self.count(root["unlisted"]),
            oldestUnlisted: Self.time(root["oldest_unlisted"]))
    }

    func write(_ remains: BackfillPlan.Remains) throws {
        let members: [(String, JSONValue)] = [
            ("schema_version", .integer(1)), ("period", remains.period.json),
            ("windows", remains.windows.map { .array($0.map(\.json)) } ?? .null),
            ("zones", remains.zones.map { .array($0.map { .string($0) }) } ?? .null),
            ("shortfall", .optional(remains.shortfall)), ("oldest", .optional(remains.oldest?.description)),
            ("alerts", .whole(remains.alerts)), ("unlisted", .whole(remains.unlisted)),
            ("oldest_unlisted", .optional(remains.oldestUnlisted?.description)),
        ]
        try DurableFile.replace(path, with: JSONValue.object(members).bytes + [UInt8(ascii: "\n")])
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private static func time(_ element: JSONElement?) -> Instant? { element?.string.flatMap { Instant(rfc3339: $0) } }

    /// Whatever stands there, a count that can be added to.
    private static func count(_ element: JSONElement?) -> Int { Int(min(max(element?.integer ?? 0, 0), 1 << 40)) }

    private static func windows(_ element: JSONElement) -> [ListPart.Window]? {
        element.kind == .array ? element.elements.compactMap { ListPart.Window($0) } : nil
    }
}

extension ListPart.Window {
    fileprivate init?(_ element: JSONElement?) {
        guard let from = element?["from"]?.string.flatMap({ Instant(rfc3339: $0) }),
            let until = element?["until"]?.string.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        self.init(from: from, until: until)
    }

    fileprivate var json: JSONValue {
        .object([("from", .string(from.description)), ("until", .string(until.description))])
    }
}
