package import Logging
import Synchronization

/// Everything that was logged, at any level.
package final class LoggedLines: Sendable {
    private let logged = Mutex<[LogEvent]>([])

    package init() {}

    /// As it came.
    package var events: [LogEvent] { logged.withLock { $0 } }

    package var text: String { events.map(\.words).joined(separator: "\n") }

    /// What was logged at level error or above.
    package var errors: [String] { events.filter { $0.level >= .error }.map(\.words) }

    package var logger: Logger { Logger(label: "test") { _ in self.handler } }

    /// What takes it, to stand behind another handler.
    package var handler: any LogHandler { LineHandler(lines: self) }

    fileprivate func append(_ event: LogEvent) { logged.withLock { $0.append(event) } }
}

extension Logger {
    /// For what nobody looks at.
    package static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension LogEvent {
    fileprivate var words: String { "\(level) \(message) \(metadata ?? [:])" }
}

private struct LineHandler: LogHandler {
    let lines: LoggedLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(lines: LoggedLines) {
        self.lines = lines
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.append(event) }
}
