import AlarmHistory
import Logging

/// The door to the program's log: one event is one line, and nothing of foreign origin in it (a zone's name, an error's
/// text, a path of a request) can break the line, forge another one, or steer the terminal that shows it.
struct PrintableLogHandler: LogHandler {
    private var base: any LogHandler

    /// Hands everything on to `base`.
    init(_ base: any LogHandler) {
        self.base = base
    }

    /// Makes it the handler of every logger of this program; standard error takes the lines.
    static func bootstrap() {
        LoggingSystem.bootstrap { PrintableLogHandler(StreamLogHandler.standardError(label: $0.inOneLine)) }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = Self.printable(newValue) }
    }

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue.map { provider in .init { Self.printable(provider.get()) } } }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key.inOneLine] = newValue.map(Self.printable) }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(event.message.description.inOneLine)"
        var metadata = event.metadata ?? [:]
        if let error = event.error {
            metadata["error.message"] = "\(error)"
            metadata["error.type"] = "\(String(reflecting: type(of: error)))"
            event.error = nil
        }
        event.metadata = metadata.isEmpty ? nil : Self.printable(metadata)
        base.log(event: event)
    }

    private static func printable(_ metadata: Logger.Metadata) -> Logger.Metadata {
        Dictionary(metadata.map { ($0.key.inOneLine, printable($0.value)) }) { first, _ in first }
    }

    private static func printable(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        switch value {
        case .string(let text): .string(text.inOneLine)
        case .stringConvertible(let value): .string(value.description.inOneLine)
        case .array(let values): .array(values.map(printable))
        case .dictionary(let members): .dictionary(printable(members))
        }
    }
}
