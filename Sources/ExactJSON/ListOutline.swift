/// Where the elements of a list lie in a text: found in one pass by brackets, quotes and commas alone, without an index of
/// what is inside them.
///
/// The list is the text itself, or stands in a member of the object that the text is. Only what is needed to tell one
/// element from the next is held against the grammar: brackets must close what they opened, and strings must end. So an
/// element that is no JSON does not hide the others, and a text of any density takes 16 bytes for each element and no
/// more. Where every element is JSON, and the rest of the text (``envelope(_:)``), the whole is.
public struct ListOutline: Sendable {
    /// A list, and what stands between its brackets.
    public struct List: Sendable {
        /// The list with both brackets, in bytes of the text.
        public let range: Range<Int>
        /// Each element without the white space around it; where nothing stands between two commas, an empty range.
        public let elements: [Range<Int>]
    }

    /// The list that the text is; nil where it is none.
    public private(set) var root: List?
    /// The lists in members of the object that the text is, by the members' names as they were asked for; the last one of
    /// a name.
    public private(set) var members: [String: List] = [:]

    /// The lists of `bytes`: the text itself, and those in members called one of `names`.
    ///
    /// Throws where it cannot be told which element ends where, where a list has more than `elementLimit` elements
    /// (``JSONError/Reason/tooManyElements``), and where containers within containers pass any text of records
    /// (``JSONError/Reason/tooDeep``).
    public init(_ bytes: [UInt8], membersCalled names: [String], elementLimit: Int) throws(JSONError) {
        var scanner = OutlineScanner(bytes, elementLimit)
        scanner.skipMark()
        scanner.skipWhiteSpace()
        switch scanner.peek {
        case UInt8(ascii: "["): root = try scanner.list()
        case UInt8(ascii: "{"):
            try scanner.forEachList(inMembersCalled: names) { members[$0] = $1 }
        default: break
        }
    }

    /// The text with each list's elements taken out: `{"total":3,"data":[]}`. It is small, whatever the lists hold.
    public func envelope(_ bytes: [UInt8]) -> [UInt8] {
        let lists = ([root].compactMap { $0 } + members.values).sorted { $0.range.lowerBound < $1.range.lowerBound }
        var envelope: [UInt8] = []
        var position = 0
        for list in lists {
            envelope += bytes[position...list.range.lowerBound]
            position = list.range.upperBound - 1
        }
        return envelope + bytes[position...]
    }
}

/// One pass over the bytes.
private struct OutlineScanner {
    private let bytes: [UInt8]
    private let elementLimit: Int
    private var position = 0
    /// Whether each open container inside an element is an object.
    private var open: [Bool] = []

    init(_ bytes: [UInt8], _ elementLimit: Int) {
        self.bytes = bytes
        self.elementLimit = elementLimit
    }

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipMark() { if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 } }

    mutating func skipWhiteSpace() {
        while let byte = peek, Self.isWhiteSpace(byte) { position += 1 }
    }

    /// The list that begins here, its brackets included.
    mutating func list() throws(JSONError) -> ListOutline.List {
        let start = position
        var elements: [Range<Int>] = []
        position += 1
        while true {
            skipWhiteSpace()
            let element = try element()
            guard bytes[position] != UInt8(ascii: "}") else { throw JSONError(.unexpectedByte, at: position) }
            let isEnd = bytes[position] == UInt8(ascii: "]")
            // Only a list without any element has nothing in front of its end.
            if !(isEnd && element.isEmpty && elements.isEmpty) { elements.append(element) }
            guard elements.count <= elementLimit else { throw JSONError(.tooManyElements, at: position) }
            position += 1
            if isEnd { return ListOutline.List(range: start..<position, elements: elements) }
        }
    }

    /// Calls `visit` with each list in a member so called of the object that starts here, until the object's end or what
    /// cannot be part of one: parsing the envelope refuses that.
    mutating func forEachList(
        inMembersCalled names: [String], _ visit: (String, ListOutline.List) -> Void
    ) throws(JSONError) {
        position += 1
        while true {
            skipWhiteSpace()
            guard peek == UInt8(ascii: "\"") else { return }
            let name = try name()
            skipWhiteSpace()
            guard peek == UInt8(ascii: ":") else { return }
            position += 1
            skipWhiteSpace()
            if peek == UInt8(ascii: "["), let name, names.contains(name) {
                visit(name, try list())
            } else {
                _ = try element()
            }
            skipWhiteSpace()
            guard peek == UInt8(ascii: ",") else { return }
            position += 1
        }
    }

    /// A member's name; nil for one that no list has: too long, or no string.
    private mutating func name() throws(JSONError) -> String? {
        let start = position
        try skipString()
        guard position - start <= Self.nameLimit else { return nil }
        return (try? JSONText(Array(bytes[start..<position])))?.root.string
    }

    /// Passes over whatever stands before the next comma or closing bracket outside of any container; its range, without
    /// white space behind it.
    private mutating func element() throws(JSONError) -> Range<Int> {
        let start = position
        var end = position
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: ",") where open.isEmpty: return start..<end
            case UInt8(ascii: "]") where open.isEmpty, UInt8(ascii: "}") where open.isEmpty: return start..<end
            default: try passOver(byte)
            }
            if !Self.isWhiteSpace(byte) { end = position }
        }
        throw JSONError(.unexpectedEnd, at: bytes.count)
    }

    private mutating func passOver(_ byte: UInt8) throws(JSONError) {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard open.count < Self.depthLimit else { throw JSONError(.tooDeep, at: position) }
            open.append(byte == UInt8(ascii: "{"))
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            guard open.popLast() == (byte == UInt8(ascii: "}")) else { throw JSONError(.unexpectedByte, at: position) }
        default: break
        }
        position += 1
    }

    /// From the opening quote to behind the closing one, whatever stands in between.
    private mutating func skipString() throws(JSONError) {
        let end = bytes.withUnsafeBytes { bytes in
            var place = position + 1
            while true {
                place = bytes.plainTextEnd(from: place)
                guard place < bytes.count else { return bytes.count + 1 }
                if bytes[place] == UInt8(ascii: "\"") { return place + 1 }
                place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        guard end <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        position = end
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Bytes, quotes and escapes included: several times the longest name that is asked for.
    private static let nameLimit = 64
    /// Containers within containers that are still told apart, so that one element that is nested too deeply does not hide
    /// the others. A byte of memory each.
    private static let depthLimit = 65_536
}
