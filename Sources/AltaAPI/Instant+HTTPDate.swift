import ArchiveEvents

extension Instant {
    /// Reads a date in any of the three forms of RFC 9110, section 5.6.7: `Mon, 23 Nov 2026 03:12:45 GMT`, the obsolete
    /// `Monday, 23-Nov-26 03:12:45 GMT` and `Mon Nov 23 03:12:45 2026`. The name of the day is not looked at.
    init?(httpDate text: String) {
        let parts = text.split { $0 == " " || $0 == "," || $0 == "-" }.dropFirst().map(String.init)
        switch parts.count {
        case 5 where parts[4] == "GMT": self.init(day: parts[0], month: parts[1], year: parts[2], clock: parts[3])
        case 4: self.init(day: parts[1], month: parts[0], year: parts[3], clock: parts[2])
        default: return nil
        }
    }

    private init?(day: String, month: String, year: String, clock: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard let index = months.firstIndex(of: month), clock.utf8.count == 8, let century = Self.century(year) else {
            return nil
        }
        self.init(rfc3339: "\(century)\(year)-\(Self.twoDigits("\(index + 1)"))-\(Self.twoDigits(day))T\(clock)Z")
    }

    /// What a year of two digits lacks. Nothing that a server dates lies before 1970.
    private static func century(_ year: String) -> String? {
        guard year.utf8.count == 2 else { return year.utf8.count == 4 ? "" : nil }
        return Int(year).map { $0 >= 70 ? "19" : "20" }
    }

    private static func twoDigits(_ number: String) -> String { number.utf8.count == 1 ? "0" + number : number }
}
