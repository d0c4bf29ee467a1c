import ArgumentParser

/// A length of time as the command line writes it: a whole number and one of `s`, `m`, `h`, `d`.
struct Span: ExpressibleByArgument {
    private let text: String
    let milliseconds: Int64

    private init(text: String, milliseconds: Int64) {
        self.text = text
        self.milliseconds = milliseconds
    }

    var defaultValueDescription: String { text }

    private static let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]

    /// So many whole days.
    static func days(_ count: Int64) -> Span { Span(text: "\(count)d", milliseconds: count * 86_400_000) }

    init?(argument: String) {
        guard let unit = argument.last.flatMap({ Span.units[$0] }), let count = Int64(argument.dropLast()), count >= 0
        else { return nil }
        let (milliseconds, isTooLong) = count.multipliedReportingOverflow(by: unit)
        // A century is enough for any test, and keeps sums of times far from the limits of their type.
        guard !isTooLong, milliseconds <= 36_525 * 86_400_000 else { return nil }
        self.init(text: argument, milliseconds: milliseconds)
    }
}
