extension Double {
    /// For print: at most four decimals, none where it is whole.
    var plain: String {
        guard magnitude < 1e15 else { return description }
        let rounded = (self * 10_000).rounded() / 10_000
        return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
    }

    /// A share in per cent, for print: at most two decimals.
    var percent: String { "\(((self * 10_000).rounded() / 100).plain) %" }

    /// A quotient; nil where there is nothing to divide by.
    static func ratio(_ part: some BinaryInteger, _ whole: some BinaryInteger) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
