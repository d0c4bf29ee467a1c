import ExactJSON
import Foundation

/// Where the members of an event's line stand: what a line says of itself, without a byte of it being copied.
///
/// All offsets count from the line's first byte. Texts are kept as they are spelled in the line, between their quotes.
public struct EventHead: Sendable {
    /// Where the event stands in the log.
    public let position: Position
    /// The log's origin.
    public let source: Range<Int>
    /// What was witnessed.
    public let type: Range<Int>
    /// The stream.
    public let subject: Range<Int>
    /// Which look showed it.
    public let endpoint: Range<Int>?
    /// When the archive witnessed it.
    public let time: Instant
    /// The last complete look at the same thing before.
    public let since: Instant?
    /// The server's own `Date`.
    public let servedTime: Instant?
    /// Which event of its stream it is.
    public let version: StreamVersion
    /// Bytes of the head.
    public let size: Int
    /// What stands behind it.
    public let payload: Payload

    /// What stands behind a head.
    public enum Payload: Hashable, Sendable {
        /// A JSON value.
        case data(Range<Int>)
        /// The 64 hexadecimal digits that stand for erased data.
        case erased(Range<Int>)
    }

    /// Reads a line without its line feed; nil where its head does not have exactly the members of an event line in
    /// their order, or nothing that could be a payload follows. The payload itself is not parsed.
    public init?(_ line: UnsafeRawBufferPointer) {
        var reader = HeadReader(line)
        guard reader.skip(#"{"specversion":"1.0","id":""#), let position = reader.number(), reader.skip("\""),
            let source = reader.member(#","source":""#), let type = reader.member(#","type":""#),
            let subject = reader.member(#","subject":""#)
        else { return nil }
        let endpoint = reader.member(#","endpoint":""#)
        guard let time = reader.time(#","time":""#) else { return nil }
        since = reader.time(#","since":""#)
        servedTime = reader.time(#","servedtime":""#)
        guard reader.skip(#","streamversion":"#), let version = reader.number() else { return nil }
        size = reader.position
        guard let payload = reader.payload() else { return nil }
        self.position = Position(position)
        self.source = source
        self.type = type
        self.subject = subject
        self.endpoint = endpoint
        self.time = time
        self.version = StreamVersion(version)
        self.payload = payload
    }

    /// Bytes of the head of a line that is known to be one; nil where no mark of a payload stands in it. Cheaper than
    /// reading the members: the marks cannot occur inside a JSON string, whose quotes are escaped.
    public static func size(in line: UnsafeRawBufferPointer) -> Int? {
        guard let base = line.baseAddress else { return nil }
        var start = 0
        while let comma = memchr(base + start, Int32(UInt8(ascii: ",")), line.count - start) {
            let offset = UnsafeRawPointer(comma) - base
            var reader = HeadReader(line, position: offset)
            if reader.skip(#","data"#), reader.skip(#"":"#) || reader.skip(#"hash":""#) { return offset }
            start = offset + 1
        }
        return nil
    }

    /// What stands behind a head of that size; nil where nothing does that could be a payload.
    public static func payload(in line: UnsafeRawBufferPointer, headSize: Int) -> Payload? {
        var reader = HeadReader(line, position: headSize)
        return reader.payload()
    }
}

/// Reads a line's members in their fixed order, with no more work than comparing bytes.
private struct HeadReader {
    private let line: UnsafeRawBufferPointer
    private(set) var position: Int

    init(_ line: UnsafeRawBufferPointer, position: Int = 0) {
        self.line = line
        self.position = position
    }

    mutating func skip(_ text: StaticString) -> Bool {
        let bytes = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard line.hasBytes(bytes, at: position) else { return false }
        position += bytes.count
        return true
    }

    /// Decimal digits without a leading zero; nil beyond 64 bits.
    mutating func number() -> UInt64? {
        let start = position
        var number: UInt64 = 0
        while position < line.count, case let digit = line[position] &- UInt8(ascii: "0"), digit < 10 {
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeNow) = tens.addingReportingOverflow(UInt64(digit))
            guard !isTooLarge, !isTooLargeNow else { return nil }
            number = sum
            position += 1
        }
        let count = position - start
        return count > 0 && (count == 1 || line[start] != UInt8(ascii: "0")) ? number : nil
    }

    /// `,"<name>":"` and a text; where its contents stand.
    mutating func member(_ opening: StaticString) -> Range<Int>? {
        let start = position
        guard skip(opening), let text = restOfString() else {
            position = start
            return nil
        }
        return text
    }

    /// Only the spelling that the log writes: another one would be another line for the same event.
    mutating func time(_ opening: StaticString) -> Instant? {
        let start = position
        guard skip(opening), line.count - position > Instant.canonicalSize,
            let time = Instant(
                canonical: UnsafeRawBufferPointer(rebasing: line[position...].prefix(Instant.canonicalSize)))
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
    mutating func payload() -> EventHead.Payload? {
        guard line.last == UInt8(ascii: "}") else { return nil }
        if skip(#","data":"#) { return position < line.count - 1 ? .data(position..<line.count - 1) : nil }
        guard skip(#","datahash":""#), line.count - position == Self.hashDigits + 2 else { return nil }
        let digits = position..<position + Self.hashDigits
        let isHash = digits.allSatisfy { Array("0123456789abcdef".utf8).contains(line[$0]) }
        return isHash && line[digits.upperBound] == UInt8(ascii: "\"") ? .erased(digits) : nil
    }

    /// Up to the closing quote. What is not plain text is held against the grammar of JSON.
    private mutating func restOfString() -> Range<Int>? {
        let start = position
        var end = line.asciiTextEnd(from: position)
        var isPlain = true
        while end < line.count, line[end] != UInt8(ascii: "\"") {
            guard line[end] >= 0x20 else { return nil }
            isPlain = false
            end = line.asciiTextEnd(from: line[end] == UInt8(ascii: "\\") ? end + 2 : end + 1)
        }
        guard end < line.count, isPlain || Self.isText(line[start - 1...end]) else { return nil }
        position = end + 1
        return start..<end
    }

    private static func isText(_ quoted: Slice<UnsafeRawBufferPointer>) -> Bool {
        (try? JSONText([UInt8](quoted)).root.string) != nil
    }

    private static let hashDigits = 64
}
