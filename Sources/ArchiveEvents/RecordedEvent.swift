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
        var reader = LineReader(line)
        guard reader.skip(#"{"specversion":"1.0","id":""#), let position = reader.number(), reader.skip("\""),
            let source = reader.member("source"), let type = reader.member("type"),
            let subject = reader.member("subject")
        else { return nil }
        let endpoint = reader.member("endpoint")
        guard let time = reader.time("time") else { return nil }
        since = reader.time("since")
        servedTime = reader.time("servedtime")
        guard reader.skip(#","streamversion":"#), let version = reader.number() else { return nil }
        headEnd = reader.position
        guard let payload = reader.payload() else { return nil }
        self.line = line
        self.position = Position(position)
        self.source = source
        self.type = EventType(rawValue: type)
        self.subject = subject
        self.endpoint = endpoint
        self.time = time
        self.version = StreamVersion(version)
        self.payload = payload
    }
}

/// Reads a line's members in their fixed order, with no more work than comparing bytes.
private struct LineReader {
    private let line: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ line: ArraySlice<UInt8>) {
        self.line = line
        position = line.startIndex
    }

    mutating func skip(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard line.endIndex - position >= count else { return false }
        for offset in 0..<count where line[position + offset] != (text.utf8Start + offset).pointee { return false }
        position += count
        return true
    }

    /// Decimal digits without a leading zero.
    mutating func number() -> UInt64? {
        let digits = line[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let text = String(decoding: digits, as: UTF8.self)
        guard let number = UInt64(text), digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        position = digits.endIndex
        return number
    }

    /// `,"<name>":"<value>"`.
    mutating func member(_ name: StaticString) -> String? {
        let start = position
        guard skip(#",""#), skip(name), skip(#"":""#), let value = restOfString() else {
            position = start
            return nil
        }
        return value
    }

    /// Only the spelling that the log writes: another one would be another line for the same event.
    mutating func time(_ name: StaticString) -> Instant? {
        let start = position
        guard skip(#",""#), skip(name), skip(#"":""#), line.endIndex - position > Instant.canonicalSize,
            let time = Instant(canonical: line[position..<position + Instant.canonicalSize])
        else {
            position = start
            return nil
        }
        position += Instant.canonicalSize
        guard skip("\"") else {
            position = start
            return nil
        }
        return time
    }

    /// The payload, which must reach to the end of the line.
    mutating func payload() -> RecordedEvent.Payload? {
        guard line.last == UInt8(ascii: "}") else { return nil }
        if skip(#","data":"#) {
            return position < line.endIndex - 1 ? .data(line[position..<line.endIndex - 1]) : nil
        }
        guard skip(#","datahash":""#) else { return nil }
        let digits = line[position...].dropLast(2)
        let isHash = digits.count == 64 && digits.allSatisfy { Array("0123456789abcdef".utf8).contains($0) }
        return isHash && line.dropLast().last == UInt8(ascii: "\"")
            ? .erased(String(decoding: digits, as: UTF8.self)) : nil
    }

    private mutating func restOfString() -> String? {
        var end = position
        var hasEscapes = false
        while end < line.endIndex, line[end] != UInt8(ascii: "\"") {
            if line[end] == UInt8(ascii: "\\") {
                hasEscapes = true
                end += 1
            }
            end += 1
        }
        guard end < line.endIndex else { return nil }
        defer { position = end + 1 }
        guard hasEscapes else {
            let body = line[position..<end]
            return body.allSatisfy { $0 >= 0x20 } ? String(validating: body, as: UTF8.self) : nil
        }
        return try? JSONText([UInt8](line[position - 1...end])).root.string
    }
}
