import ExactJSON

/// An event as it stands in the log, read from its line.
public struct RecordedEvent: Sendable {
    /// The line, without its line feed; a slice of the block that it was read from.
    public let line: ArraySlice<UInt8>
    /// Where it stands.
    public let position: Position
    /// The log's origin.
    public let source: String
    /// What was witnessed.
    public let type: EventType
    /// The stream.
    public let subject: String
    /// Which look showed it.
    public let endpoint: String?
    /// When the archive witnessed it.
    public let time: Instant
    /// The last complete look at the same thing before.
    public let since: Instant?
    /// The server's own `Date`.
    public let servedTime: Instant?
    /// Which event of its stream it is.
    public let version: StreamVersion
    /// What it carries.
    public let payload: Payload

    /// What stands behind the head.
    public enum Payload: Sendable {
        /// A JSON value.
        case data(ArraySlice<UInt8>)
        /// The hash of a value that was erased, 64 hexadecimal digits.
        case erased(String)
    }

    /// The JSON value; nil where it was erased.
    public var data: ArraySlice<UInt8>? {
        guard case .data(let bytes) = payload else { return nil }
        return bytes
    }

    /// Everything before `,"data":`.
    public var head: ArraySlice<UInt8> { line[line.startIndex..<headEnd] }

    private let headEnd: Int

    /// Reads a line; nil where its head does not have exactly the members of an event line in their order, or nothing
    /// that could be a payload follows. The payload's bytes are vouched for by the leaf, and not parsed here.
    public init?(line: ArraySlice<UInt8>) {
        guard let head = line.withUnsafeBytes({ EventHead($0) }) else { return nil }
        func text(_ range: Range<Int>) -> String { Self.text(line, range) }
        self.line = line
        position = head.position
        source = text(head.source)
        type = EventType(rawValue: text(head.type))
        subject = text(head.subject)
        endpoint = head.endpoint.map(text)
        time = head.time
        since = head.since
        servedTime = head.servedTime
        version = head.version
        headEnd = line.startIndex + head.size
        payload =
            switch head.payload {
            case .data(let range): .data(line[line.startIndex + range.lowerBound..<line.startIndex + range.upperBound])
            case .erased(let range): .erased(text(range))
            }
    }

    /// The event whose line was just written: the same as reading `line`, which is `written` followed by others or not.
    public init(_ event: NewEvent, _ written: EventLine, line: ArraySlice<UInt8>) {
        self.line = line
        position = written.position
        source = written.source
        type = event.type
        subject = event.subject
        endpoint = event.endpoint
        time = written.time
        since = event.since?.writable
        servedTime = event.servedTime?.writable
        version = written.version
        headEnd = line.startIndex + written.head.count
        payload = .data(line[headEnd + EventLine.dataMark.count..<line.endIndex - 1])
    }

    private static func text(_ line: ArraySlice<UInt8>, _ range: Range<Int>) -> String {
        let spelled = line[line.startIndex + range.lowerBound..<line.startIndex + range.upperBound]
        guard spelled.contains(UInt8(ascii: "\\")) else { return String(decoding: spelled, as: UTF8.self) }
        let quote = [UInt8(ascii: "\"")]
        return (try? JSONText(quote + spelled + quote).root.string) ?? String(decoding: spelled, as: UTF8.self)
    }
}
