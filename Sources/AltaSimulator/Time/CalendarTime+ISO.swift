extension CalendarTime {
    /// ISO-8601 in one of the ways in which systems write it: with none to six digits of a fraction, `Z` or `+00:00`.
    /// The moment decides which, so that a moment is always written alike.
    var variedText: String {
        let variety = millisecondsSinceEpoch / .second % 4
        let (fraction, offset) =
            switch variety {
            case 0: (shortFraction, "Z")
            case 1: ("." + thousandths, "Z")
            case 2: (shortFraction, "+00:00")
            default: ("." + thousandths + "000", "+00:00")
            }
        return secondsText + fraction + offset
    }

    /// ISO-8601 with milliseconds: `2025-06-01T02:14:05.120Z`.
    var isoText: String { secondsText + "." + thousandths + "Z" }

    private var thousandths: String {
        let digits = String(millisecondsSinceEpoch % .second)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }

    private var shortFraction: String {
        var digits = Substring(thousandths)
        while digits.last == "0" { digits.removeLast() }
        return digits.isEmpty ? "" : "." + digits
    }

    /// Reads `2025-06-01T04:14:05.12+02:00` or with `Z`; nil for anything else.
    static func parse(_ text: String) -> Milliseconds? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") else { return nil }
        let ranges = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19]
        let fields = ranges.compactMap { number(bytes[$0]) }
        guard fields.count == 6 else { return nil }
        let rest = bytes[19...]
        let fraction = rest.first == UInt8(ascii: ".") ? rest.dropFirst().prefix { (48...57).contains($0) } : []
        let zone = rest.dropFirst(fraction.isEmpty ? 0 : fraction.count + 1)
        guard let offset = offset(zone), let days = days(fields[0], fields[1], fields[2]) else { return nil }
        let clock = fields[3] * .hour + fields[4] * .minute + fields[5] * .second
        return days * .day + clock + (number((fraction + [48, 48, 48]).prefix(3)) ?? 0) - offset
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int64? {
        let text = String(decoding: Array(digits), as: UTF8.self)
        return text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(text) : nil
    }

    private static func offset(_ zone: ArraySlice<UInt8>) -> Milliseconds? {
        let text = Array(zone)
        if text == [UInt8(ascii: "Z")] { return 0 }
        guard text.count == 6, text[3] == UInt8(ascii: ":"), let hours = number(text[1..<3]),
            let minutes = number(text[4..<6]), text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-")
        else { return nil }
        return (hours * .hour + minutes * .minute) * (text[0] == UInt8(ascii: "-") ? -1 : 1)
    }

    /// Howard Hinnant's `days_from_civil`.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
