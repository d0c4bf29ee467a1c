extension Instant: CustomStringConvertible {
    /// `2026-11-23T03:12:45.123Z`: UTC with always three decimals, so that texts sort like times. What lies outside the
    /// years of four digits is written as the first or last moment of them.
    public var description: String {
        var text: [UInt8] = []
        appendCanonical(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Adds the bytes of ``description`` to `text`.
    func appendCanonical(to text: inout [UInt8]) {
        let civil = CivilDate(daysSince1970: writable.day)
        let time = writable.milliseconds - writable.day * Self.millisecondsPerDay
        let begin = text.count
        text.append(contentsOf: Self.template.utf8)
        func put(_ number: Int64, _ width: Int, at start: Int) {
            var rest = number
            for index in (begin + start..<begin + start + width).reversed() {
                text[index] += UInt8(rest % 10)
                rest /= 10
            }
        }
        put(civil.year, 4, at: 0)
        put(civil.month, 2, at: 5)
        put(civil.day, 2, at: 8)
        put(time / 3_600_000, 2, at: 11)
        put(time / 60_000 % 60, 2, at: 14)
        put(time / 1000 % 60, 2, at: 17)
        put(time % 1000, 3, at: 20)
    }

    /// Reads a date and time of RFC 3339, or a date alone (its midnight in UTC). A `T` may be a space, the offset may
    /// and the seconds may be missing (then UTC, then zero), further decimals than three are rounded to the nearest millisecond.
    public init?(rfc3339 text: some StringProtocol) {
        var scanner = TimeScanner(text)
        guard let date = scanner.date() else { return nil }
        guard !scanner.isAtEnd else {
            self.init(milliseconds: date.daysSince1970 * Self.millisecondsPerDay)
            return
        }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let clock = scanner.clock(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        self.init(milliseconds: date.daysSince1970 * Self.millisecondsPerDay + clock - offset)
        guard isWritable else { return nil }
    }
}

extension Instant {
    /// Bytes of ``description``.
    static let canonicalSize = 24

    private static let template = "0000-00-00T00:00:00.000Z"

    /// Reads exactly what ``description`` writes, and nothing else.
    init?(canonical text: UnsafeRawBufferPointer) {
        guard text.count == Self.canonicalSize, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            text[19] == UInt8(ascii: "."), text[23] == UInt8(ascii: "Z")
        else { return nil }
        var isNumeric = true
        func number(_ start: Int, _ width: Int) -> Int64 {
            var number: Int64 = 0
            for index in start..<start + width {
                let digit = text[index] &- UInt8(ascii: "0")
                if digit > 9 { isNumeric = false }
                number = number * 10 + Int64(digit)
            }
            return number
        }
        let date = CivilDate(year: number(0, 4), month: number(5, 2), day: number(8, 2))
        let (hour, minute, second, rest) = (number(11, 2), number(14, 2), number(17, 2), number(20, 3))
        guard isNumeric, date.exists, hour < 24, minute < 60, second < 60 else { return nil }
        let clock = ((hour * 60 + minute) * 60 + second) * 1000 + rest
        self.init(milliseconds: date.daysSince1970 * Self.millisecondsPerDay + clock)
    }
}

/// A date of the proleptic Gregorian calendar.
struct CivilDate {
    var year: Int64
    var month: Int64
    var day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Counts in years that begin in March, so that the leap day comes last, within eras of 400 years
    /// (146,097 days).
    init(daysSince1970: Int64) {
        let shifted = daysSince1970 + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.flooredQuotient(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Whether there is such a date: 30 February is not one.
    var exists: Bool {
        let back = CivilDate(daysSince1970: daysSince1970)
        return year >= 1 && back.year == year && back.month == month && back.day == day
    }
}

/// Reads the parts of a time from left to right.
private struct TimeScanner {
    private var rest: Substring.UTF8View

    init(_ text: some StringProtocol) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func date() -> CivilDate? {
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        return date.exists ? date : nil
    }

    /// Milliseconds since midnight. A leap second counts as the first second of the next minute.
    mutating func clock() -> Int64? {
        guard let hour = number(2), hour < 24, skip(":"), let minute = number(2), minute < 60 else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        guard skip(":") else { return milliseconds }
        guard let second = number(2), second <= 60 else { return nil }
        milliseconds += second * 1000
        guard skip(".") else { return milliseconds }
        return fraction().map { milliseconds + $0 }
    }

    /// Milliseconds that the clock is ahead of UTC.
    mutating func offset() -> Int64? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let sign: Int64 = skip("-") ? -1 : (skip("+") ? 1 : 0)
        guard sign != 0, let hours = number(2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes) * 60_000
    }

    private mutating func fraction() -> Int64? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest[digits.endIndex...]
        let padded = (digits.map { Int64($0 - UInt8(ascii: "0")) } + [0, 0, 0, 0]).prefix(4)
        return (padded.reduce(0) { $0 * 10 + $1 } + 5) / 10
    }

    private mutating func number(_ width: Int) -> Int64? {
        let digits = rest.prefix(width)
        guard digits.count == width, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        rest = rest.dropFirst(width)
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
}
