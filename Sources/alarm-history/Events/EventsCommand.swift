import AltaAPI
import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage

/// `events`: the log itself.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List the events of the log in their order.",
        discussion: """
            EXAMPLES
              alarm-history events --since 1h
              alarm-history events --subject hq/alerts/7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10 --jsonl
              alarm-history events --type gap-opened --jsonl --follow
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @Option(help: "Only this type, with or without its version: record-seen, gap-opened.v1 ...") var type: String?
    @Option(help: "Only this stream, or the streams below it: hq/alerts/7c1f0a52..., hq/coverage") var subject: String?
    @Option(help: "From this position on.") var from: UInt64?
    @Option(help: "At most so many.") var limit: Int?
    @Flag(help: "Go on with new events as they come; ends with Ctrl-C.") var follow = false
    @Flag(help: "The lines as they are stored.") var jsonl = false
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            let (since, until) = try period.resolved()
            var listing = EventListing(style: json ? .document : (jsonl ? .lines : .table), limit: limit ?? .max)
            guard !(follow && json) else { throw UsageError(description: "--follow needs --jsonl or a table") }
            guard from ?? 0 <= UInt64(Int64.max), limit ?? 0 >= 0 else {
                throw UsageError(description: "--from and --limit are counts of events")
            }
            var start = Position(from ?? 0)
            if let since { start = max(start, try reader.log.firstPosition(notBefore: since) ?? reader.log.size()) }
            for try await events in subscription(reader.log, from: start) {
                for event in events where matches(event, since, until) { try listing.write(event) }
                if listing.isFull { break }
            }
            try listing.finish()
            return .done
        }
    }

    private func subscription(_ log: LogReader, from start: Position) -> Subscription {
        guard follow else { return Subscription(log, from: start) }
        let clock = SystemWallClock()
        return Subscription(log, from: start) {
            try await clock.sleep(milliseconds: Self.lookInterval)
            return true
        }
    }

    /// How often the log is looked at for new events, in milliseconds: soon enough for a person.
    private static let lookInterval: Int64 = 500

    private func matches(_ event: RecordedEvent, _ since: Instant?, _ until: Instant?) -> Bool {
        if let since, event.time < since { return false }
        if let until, event.time >= until { return false }
        if let type, event.type.rawValue != type,
            event.type.rawValue.split(separator: ".").first.map(String.init) != type
        {
            return false
        }
        guard let subject else { return true }
        return event.subject == subject || event.subject.hasPrefix(subject + "/")
    }
}

/// Writes events one after the other.
struct EventListing {
    enum Style {
        case table, lines, document
    }

    let style: Style
    let limit: Int
    private var written = 0
    private var beyond = 0

    init(style: Style, limit: Int) {
        self.style = style
        self.limit = max(0, limit)
    }

    /// Whether one more than the limit was seen, so that the answer is known to be cut.
    var isFull: Bool { beyond > 0 }

    mutating func write(_ event: RecordedEvent) throws {
        guard written < limit else {
            beyond += 1
            return
        }
        switch style {
        case .table: try Console.answer(row(event))
        case .lines: try Console.answer([UInt8](event.line) + [UInt8(ascii: "\n")])
        case .document:
            let opening = written == 0 ? #"{"schema_version":1,"events":["# : ","
            try Console.answer(Array(opening.utf8) + event.line)
        }
        written += 1
    }

    func finish() throws {
        if style == .document {
            let opening = written == 0 ? #"{"schema_version":1,"events":["# : ""
            try Console.answer("\(opening)],\"cut\":\(isFull)}")
        }
        if isFull { Console.note("\(written) events; there are more, see --limit and --from") }
    }

    private func row(_ event: RecordedEvent) -> String {
        let endpoint = event.endpoint.map { "  at \($0)" } ?? ""
        return "\(event.position)  \(event.time)  \(event.type.rawValue)  \(event.subject)\(endpoint)".printable
    }
}
