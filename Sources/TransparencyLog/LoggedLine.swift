/// A line of the log, without its line feed, cut where its head ends: what its leaf is made of.
public struct LoggedLine: Hashable, Sendable {
    /// Everything before `,"data":` or `,"datahash":"`.
    public let head: ArraySlice<UInt8>
    /// What stands behind it.
    public let payload: Payload

    /// What a line has beside its head.
    public enum Payload: Hashable, Sendable {
        /// The bytes of the data value.
        case data(ArraySlice<UInt8>)
        /// The hash that stands in for data that was erased or is held back: `Leaf.body` of it.
        case body(TreeHash)
    }

    /// A line cut by somebody else.
    public init(head: ArraySlice<UInt8>, payload: Payload) {
        self.head = head
        self.payload = payload
    }

    /// Cuts at the first `,"data":` or `,"datahash":"`: neither can occur inside a JSON string, whose quotes are escaped.
    /// Nil where there is none, where the line does not end in `}`, or where a hash is not 64 lower-case digits with
    /// `"}` right behind them.
    public init?(_ line: ArraySlice<UInt8>) {
        guard line.last == UInt8(ascii: "}"), let (headEnd, dataStart) = Self.cut(line) else { return nil }
        head = line[..<headEnd]
        let value = line[dataStart...].dropLast()
        guard value.startIndex == headEnd + Self.dataMark.utf8CodeUnitCount else {
            guard value.last == UInt8(ascii: "\""), let body = TreeHash(lowerHex: value.dropLast()) else { return nil }
            payload = .body(body)
            return
        }
        guard !value.isEmpty else { return nil }
        payload = .data(value)
    }

    /// Whether the head is that of the event at `position` of the log called `origin`.
    public func isEvent(at position: UInt64, of origin: String) -> Bool {
        var rest = head
        return rest.skip(#"{"specversion":"1.0","id":""#) && rest.skip(String(position))
            && rest.skip(#"","source":""#) && rest.skip(origin) && rest.skip("\"")
            && (rest.first ?? UInt8(ascii: ",")) == UInt8(ascii: ",")
    }

    /// Where the head ends and what stands behind the mark begins.
    private static func cut(_ line: ArraySlice<UInt8>) -> (headEnd: Int, dataStart: Int)? {
        line.withUnsafeBytes { bytes in
            for start in bytes.indices where bytes[start] == UInt8(ascii: ",") {
                let rest = bytes[start...]
                guard let size = rest.size(ofPrefix: dataMark) ?? rest.size(ofPrefix: hashMark) else { continue }
                return (line.startIndex + start, line.startIndex + start + size)
            }
            return nil
        }
    }

    private static let dataMark: StaticString = #","data":"#
    private static let hashMark: StaticString = #","datahash":""#
}

extension Slice<UnsafeRawBufferPointer> {
    /// Bytes of `text` where it stands at the beginning.
    fileprivate func size(ofPrefix text: StaticString) -> Int? {
        let text = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return starts(with: text) ? text.count : nil
    }
}

extension ArraySlice<UInt8> {
    /// Drops `text` where it stands at the beginning.
    fileprivate mutating func skip(_ text: String) -> Bool {
        guard starts(with: text.utf8) else { return false }
        removeFirst(text.utf8.count)
        return true
    }
}
