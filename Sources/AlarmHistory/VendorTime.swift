public import ArchiveEvents
public import ExactJSON

extension Instant {
    /// Reads a time as the vendor may write it: a number or decimal string (from 1e11 on milliseconds since 1970, below
    /// seconds), or RFC 3339 with or without fraction and offset. Nil where it is no time; the record keeps it as it is.
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

    private init?(vendorText text: String) {
        if let time = Instant(rfc3339: text) {
            self = time
        } else if let number = try? JSONText(Array(text.utf8)).root.decimal {
            self.init(epoch: number)
        } else {
            return nil
        }
    }

    /// Seconds: March 1973. Below that a number stands for "no time", zero above all, or is no time.
    private static let earliestEpoch = 1e8

    /// From 1e11 on milliseconds since 1970, below seconds.
    init?(vendorEpoch whole: Int64) {
        guard whole >= Int64(Self.earliestEpoch), whole < 1_000_000_000_000_000 else { return nil }
        self.init(milliseconds: whole >= 100_000_000_000 ? whole : whole * 1000)
        guard isWritable else { return nil }
    }

    private init?(epoch decimal: JSONDecimal) {
        guard !decimal.isNegative, decimal.exponent < 20, let value = Double(decimal), value >= Self.earliestEpoch,
            value < 1e15
        else { return nil }
        let milliseconds = value >= 1e11 ? value : value * 1000
        self.init(milliseconds: Int64(milliseconds.rounded()))
        guard isWritable else { return nil }
    }
}

extension Double {
    /// The nearest value; a time in milliseconds is exact.
    fileprivate init?(_ decimal: JSONDecimal) {
        let digits = decimal.digits.isEmpty ? "0" : String(decoding: decimal.digits, as: UTF8.self)
        self.init("\(digits)e\(decimal.exponent)")
    }
}
