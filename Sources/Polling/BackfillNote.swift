import AlarmHistory
import AltaAPI
import ArchiveEvents
import EventStorage
import ExactJSON

/// The file in which a backfill notes what is left, so that it goes on there after whatever stopped it. Losing it costs
/// only time: what is read again adds nothing.
struct BackfillNote {
    let file: NoteFile

    /// What is left of a backfill of the same period; nil where there is no such note. Throws an ``UnusableNote`` or a
    /// ``SystemError`` where it holds what no backfill writes.
    func read(_ period: ListPart.Window?, since: Instant) throws -> BackfillPlan.Remains? {
        guard let bytes = try file.read(limit: Self.sizeLimit) else { return nil }
        guard let root = try? JSONText(bytes).root, let noted = ListPart.Window(root["period"]) else {
            throw UnusableNote("it is no note of a backfill")
        }
        guard noted.from == since, period.map({ $0 == noted }) ?? true else { return nil }
        let remains = BackfillPlan.Remains(
            period: noted, windows: try Self.list(root["windows"]) { ListPart.Window($0, within: noted) },
            zones: try Self.list(root["zones"], Self.zone), shortfall: try Self.shortfall(root["shortfall"]),
            oldest: Self.time(root["oldest"]), alerts: Self.count(root["alerts"]),
            unlisted: Self.count(root["unlisted"]),
            oldestUnlisted: Self.time(root["oldest_unlisted"]))
        return remains
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
        try file.replace(with: JSONValue.object(members).bytes + [UInt8(ascii: "\n")])
    }

    func remove() { try? file.remove() }

    private static func time(_ element: JSONElement?) -> Instant? { element?.string.flatMap { Instant(rfc3339: $0) } }

    /// Whatever stands there, a count that can be added to.
    private static func count(_ element: JSONElement?) -> Int { Int(min(max(element?.integer ?? 0, 0), 1 << 40)) }

    private static func list<Value>(_ element: JSONElement?, _ read: (JSONElement) -> Value?) throws -> [Value]? {
        guard let element, element.kind != .null else { return nil }
        guard element.kind == .array else { throw UnusableNote("a list in it is none") }
        return try element.elements.map { element in
            guard let value = read(element) else { throw UnusableNote("a list in it holds what no backfill writes") }
            return value
        }
    }

    private static func zone(_ element: JSONElement) -> String? {
        element.string.flatMap { (1...textLimit).contains($0.utf8.count) ? $0 : nil }
    }

    /// It is shown on a terminal in the end.
    private static func shortfall(_ element: JSONElement?) throws -> String? {
        guard let element, element.kind != .null else { return nil }
        guard let text = element.string, text.utf8.count <= textLimit,
            !text.unicodeScalars.contains(where: { [.control, .format].contains($0.properties.generalCategory) })
        else { throw UnusableNote("its shortfall is no sentence") }
        return text
    }

    /// Bytes: a window has a hundred, a zone's id forty; ten years of days, or a hundred thousand zones.
    private static let sizeLimit = 16 << 20
    /// Bytes of a zone's id or of a sentence.
    private static let textLimit = 1024
}

extension ListPart.Window {
    fileprivate init?(_ element: JSONElement?) {
        guard let from = element?["from"]?.string.flatMap({ Instant(rfc3339: $0) }),
            let until = element?["until"]?.string.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        self.init(from: from, until: until)
    }

    /// Nil where it is none, is empty, or does not lie within `period`.
    fileprivate init?(_ element: JSONElement, within period: ListPart.Window) {
        self.init(element)
        guard from < until, from >= period.from, until <= period.until else { return nil }
    }

    fileprivate var json: JSONValue {
        .object([("from", .string(from.description)), ("until", .string(until.description))])
    }
}
