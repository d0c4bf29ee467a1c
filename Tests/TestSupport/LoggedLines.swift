package import Logging
import Synchronization

/// Everything that was logged, at any level.
package final class LoggedLines: Sendable {
    private let lines = Mutex<[String]>([])

    package init() {}

    package var text: String { lines.withLock { $0.joined(separator: "\n") } }

    /// What was logged at level error or above.
    package var errors: [String] {
        lines.withLock { $0.filter { $0.hasPrefix("error ") || $0.hasPrefix("critical ") } }
    }

    package var logger: Logger { Logger(label: "test") { _ in LineHandler(lines: self) } }

    fileprivate func append(_ line: String) { lines.withLock { $0.append(line) } }
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

    func log(event: LogEvent) { lines.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
}
