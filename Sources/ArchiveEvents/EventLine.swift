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

    /// Writes the head of `event` with what the log knows of it.
    public init(_ event: NewEvent, position: Position, source: String, time: Instant, version: StreamVersion) {
        var head = Array(#"{"specversion":"1.0","id":""#.utf8)
        head.append(contentsOf: position.description.utf8)
        head.append(UInt8(ascii: "\""))
        Self.append("source", source, to: &head)
        Self.append("type", event.type.rawValue, to: &head)
        Self.append("subject", event.subject, to: &head)
        if let endpoint = event.endpoint { Self.append("endpoint", endpoint, to: &head) }
        Self.append("time", time.description, to: &head)
        if let since = event.since { Self.append("since", since.description, to: &head) }
        if let served = event.servedTime { Self.append("servedtime", served.description, to: &head) }
        head.append(contentsOf: #","streamversion":\#(version.number)"#.utf8)
        self.head = head
        data = event.data
    }

    /// The whole line, without a line feed.
    public var bytes: [UInt8] {
        var line = head
        line.reserveCapacity(size)
        line.append(contentsOf: Self.dataMark)
        line.append(contentsOf: data)
        line.append(UInt8(ascii: "}"))
        return line
    }

    /// Bytes of the whole line, without a line feed.
    public var size: Int { head.count + Self.dataMark.count + data.count + 1 }

    /// What stands between head and data. It cannot occur inside a JSON string, whose quotes are escaped.
    static let dataMark = Array(#","data":"#.utf8)
    /// What stands there instead once the data is erased.
    static let dataHashMark = Array(#","datahash":""#.utf8)

    private static func append(_ name: String, _ value: String, to head: inout [UInt8]) {
        head.append(contentsOf: #",""#.utf8)
        head.append(contentsOf: name.utf8)
        head.append(contentsOf: #"":"#.utf8)
        JSONValue.appendString(value, to: &head)
    }
}
