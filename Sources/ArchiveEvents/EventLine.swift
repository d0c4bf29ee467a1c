import ExactJSON

/// An event's line, in the two parts that are hashed apart.
///
/// ```
/// {"specversion":"1.0","id":"41","source":"...","type":"...","subject":"...","endpoint":"...","time":"...",
/// "since":"...","servedtime":"...","streamversion":3   ,"data":   <data>   }
/// \______________________ head ______________________/
/// ```
/// One line of UTF-8 without a line break; `endpoint`, `since` and `servedtime` may be missing. It is a CloudEvents 1.0
/// event.
public struct EventLine: Sendable {
    /// Everything before `,"data":`.
    public let head: [UInt8]
    /// The JSON value behind it.
    public let data: [UInt8]
    /// Where the event stands in the log.
    public let position: Position
    /// The log's origin.
    public let source: String
    /// When the archive witnessed it.
    public let time: Instant
    /// Which event of its stream it is.
    public let version: StreamVersion

    /// Writes the head of `event` with what the log knows of it. A time whose year does not have four digits is written,
    /// and kept, as the first or last moment of those years.
    public init(_ event: NewEvent, position: Position, source: String, time: Instant, version: StreamVersion) {
        // One value for the line and for everything that is made from it, a block's row among them.
        let time = time.writable
        var head: [UInt8] = []
        head.reserveCapacity(Self.usualHeadSize)
        head.append(contentsOf: #"{"specversion":"1.0","id":""#.utf8)
        head.append(contentsOf: position.description.utf8)
        head.append(UInt8(ascii: "\""))
        Self.append("source", source, to: &head)
        Self.append("type", event.type.rawValue, to: &head)
        Self.append("subject", event.subject, to: &head)
        if let endpoint = event.endpoint { Self.append("endpoint", endpoint, to: &head) }
        Self.append(#","time":""#, time, to: &head)
        if let since = event.since { Self.append(#","since":""#, since, to: &head) }
        if let served = event.servedTime { Self.append(#","servedtime":""#, served, to: &head) }
        head.append(contentsOf: #","streamversion":\#(version.number)"#.utf8)
        self.head = head
        data = event.data
        self.position = position
        self.source = source
        self.time = time
        self.version = version
    }

    /// The whole line, without a line feed.
    public var bytes: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(size)
        append(to: &line)
        return line
    }

    /// Adds the whole line, without a line feed, to `output`.
    public func append(to output: inout [UInt8]) {
        output.append(contentsOf: head)
        output.append(contentsOf: Self.dataMark)
        output.append(contentsOf: data)
        output.append(UInt8(ascii: "}"))
    }

    /// Bytes of the whole line, without a line feed.
    public var size: Int { head.count + Self.dataMark.count + data.count + 1 }

    /// What stands between head and data. It cannot occur inside a JSON string, whose quotes are escaped.
    static let dataMark = Array(#","data":"#.utf8)

    private static func append(_ name: String, _ value: String, to head: inout [UInt8]) {
        head.append(contentsOf: #",""#.utf8)
        head.append(contentsOf: name.utf8)
        head.append(contentsOf: #"":"#.utf8)
        JSONValue.appendString(value, to: &head)
    }

    private static func append(_ opening: StaticString, _ time: Instant, to head: inout [UInt8]) {
        head.append(contentsOf: UnsafeBufferPointer(start: opening.utf8Start, count: opening.utf8CodeUnitCount))
        time.appendCanonical(to: &head)
        head.append(UInt8(ascii: "\""))
    }

    /// A head of ours takes some 350 bytes: one allocation instead of a series of copies.
    private static let usualHeadSize = 512
}
