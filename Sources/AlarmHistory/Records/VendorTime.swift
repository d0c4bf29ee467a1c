public import ArchiveEvents
public import ExactJSON

extension Instant {
    /// Reads a time as the vendor may write it: a number or decimal string (from 1e11 on milliseconds since 1970, below
    /// seconds), or RFC 3339 with or without fraction and offset. Nil where it is no time, and where it is one of those by
    /// which programs say that there is none; the record keeps it as it is.
    public init?(vendor element: JSONElement) {
        if let whole = element.integer {
            self.init(vendorEpoch: whole)
        } else if let decimal = element.decimal {
            self.init(epoch: decimal)
        } else if let text = element.string {
            self.init(vendorText: text)
        } else {
            return nil
        }
    }

    /// Whether something can have happened then, in seconds since 1970.
    ///
    /// Programs write "no time" as the moment that they count from, or as the last one that they can write:
    /// 0001-01-01 (Go, .NET), 1601 (Windows), 1753 and 1900 (SQL Server), 1899-12-30 (spreadsheets), 1904, 1970 (Unix), 1980
    /// (FAT, GPS), 2000 and 2001-01-01 (Cocoa); 2038-01-19T03:14:07 (32 bits), 2079-06-06, 2099-12-31, 9999-12-31. No alarm
    /// of this product's can be as old as the former or is to end as late as the latter. A day more at both ends, for
    /// such a moment may be written in the time of any zone.
    private static func isTold(_ seconds: Int64) -> Bool {
        (firstTold..<firstUntold).contains(seconds) && seconds != Int64(Int32.max)
    }

    /// 2001-01-02T00:00:00Z.
    private static let firstTold: Int64 = 978_393_600
    /// 2079-06-05T00:00:00Z.
    private static let firstUntold: Int64 = 3_453_148_800

    private init?(vendorText text: String) {
        if let time = Instant(rfc3339: text) {
            self.init(told: time.milliseconds)
        } else if let number = try? JSONText(Array(text.utf8), limits: AnswerLimits.record).root.decimal {
            self.init(epoch: number)
        } else {
            return nil
        }
    }

    /// From 1e11 on milliseconds since 1970, below seconds.
    init?(vendorEpoch whole: Int64) {
        guard whole > 0, whole < 1_000_000_000_000_000 else { return nil }
        self.init(told: whole >= 100_000_000_000 ? whole : whole * 1000)
    }

    private init?(epoch decimal: JSONDecimal) {
        guard !decimal.isNegative, decimal.exponent < 20, let value = Double(decimal), value < 1e15 else { return nil }
        self.init(told: Int64((value >= 1e11 ? value : value * 1000).rounded()))
    }

    private init?(told milliseconds: Int64) {
        guard Self.isTold(milliseconds / 1000) else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

extension Double {
    /// The nearest value; a time in milliseconds is exact.
    fileprivate init?(_ decimal: JSONDecimal) {
        let digits = decimal.digits.isEmpty ? "0" : String(decoding: decimal.digits, as: UTF8.self)
        self.init("\(digits)e\(decimal.exponent)")
    }
}
