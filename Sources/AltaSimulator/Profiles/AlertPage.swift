/// Which alerts a query asks for, in profile `paged`.
struct AlertPage: Equatable, Sendable {
    /// The earliest start of an alert, and the start from which on there are none; nil for no bound.
    private(set) var start: Milliseconds?
    private(set) var end: Milliseconds?
    /// The number of rows to pass over.
    private(set) var offset = 0
    /// The number of rows to show.
    private(set) var limit: Int

    /// What is wrong with a query, as the vendor puts it.
    struct Unreadable: Error {
        let message: String
    }

    /// No client needs more rows in one answer.
    private static let largestLimit = 1000

    /// Reads a query; names that mean nothing are passed over.
    init(query: String, pageSize: Int) throws(Unreadable) {
        limit = pageSize
        for field in query.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            try read(String(parts[0]), percentDecoded(parts.count > 1 ? parts[1] : ""))
        }
    }

    /// Whether an alert that started at `time` is asked for.
    func contains(_ time: Milliseconds) -> Bool {
        time >= start ?? .min && time < end ?? .max
    }

    /// The cursor that leads behind this page: the number of the first row there.
    var nextCursor: String {
        let digits = String(offset + limit + 1)
        return "c-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }

    private mutating func read(_ name: String, _ value: String) throws(Unreadable) {
        switch name {
        case "start": start = try AlertPage.time(value, in: name)
        case "end": end = try AlertPage.time(value, in: name)
        case "limit": limit = try AlertPage.number(value, in: name, 1...AlertPage.largestLimit)
        case "offset": offset = try AlertPage.number(value, in: name, 0...Int(Int32.max))
        case "cursor": offset = try AlertPage.number(String(value.dropFirst(2)), in: name, 1...Int(Int32.max)) - 1
        default: break
        }
    }

    private static func time(_ text: String, in name: String) throws(Unreadable) -> Milliseconds {
        guard let time = Milliseconds(text) ?? CalendarTime.parse(text) else {
            throw Unreadable(message: "\(name): not a date")
        }
        return time
    }

    private static func number(
        _ text: String, in name: String, _ range: ClosedRange<Int>
    ) throws(Unreadable) -> Int {
        guard let number = Int(text), range.contains(number) else { throw Unreadable(message: "\(name): not valid") }
        return number
    }
}

/// The text behind `%20` and the like; sequences that are none stay as they are.
func percentDecoded(_ text: Substring) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        if byte == UInt8(ascii: "%"), rest.count >= 2, let decoded = UInt8(digits, radix: 16) {
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
