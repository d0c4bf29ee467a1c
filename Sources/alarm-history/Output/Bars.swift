import Foundation

/// Small pictures in a table for people: bars and sparklines of Unicode's eighth blocks, in one colour.
///
/// There is a value only where they can be shown: on a terminal with a UTF-8 locale, unless `NO_COLOR` or `TERM=dumb` asks
/// for plain text. Elsewhere a table leaves out the column of its pictures: no figure stands in a picture alone. A picture
/// goes into the last column, for its colour counts as width.
struct Bars: Sendable {
    /// Nil where pictures are not to be drawn.
    init?(isTerminal: Bool, environment: [String: String]) {
        guard TerminalStyle.isWanted(isTerminal: isTerminal, environment: environment) else { return nil }
        func setting(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        // The first one that is set counts, as for every program.
        let locale = setting("LC_ALL") ?? setting("LC_CTYPE") ?? setting("LANG") ?? "C"
        guard ["utf-8", "utf8"].contains(where: locale.lowercased().contains) else { return nil }
    }

    /// Those of the terminal that the answer goes to.
    static var ofAnswer: Bars? {
        Bars(isTerminal: Console.isTerminal, environment: ProcessInfo.processInfo.environment)
    }

    /// A bar from the left: `width` cells for the largest value, eighths of a cell exactly, and at least one eighth for
    /// whatever is more than nothing.
    func bar(_ value: Double, of largest: Double, width: Int = 20) -> String {
        guard value > 0, largest > 0, value.isFinite, largest.isFinite else { return "" }
        let eighths = max(1, Int((min(value / largest, 1) * Double(width * 8)).rounded(.down)))
        let rest = eighths % 8
        return coloured(
            String(repeating: "█", count: eighths / 8) + (rest == 0 ? "" : String(Self.fromLeft[rest - 1])))
    }

    /// A row of columns, the highest for the largest value. What is not known is a dot, and never looks like nothing;
    /// nothing is the lowest line, which whatever is more than nothing stands out of.
    ///
    /// Where there are more values than `width`, neighbours share a cell, which shows the mean of those that are known.
    func sparkline(_ values: [Double?], width: Int = 60) -> String {
        let cells = Self.cells(values, width)
        let largest = cells.compactMap { $0 }.max() ?? 0
        let columns = cells.map { value -> Character in
            guard let value else { return "·" }
            guard value > 0, largest > 0 else { return Self.fromBelow[0] }
            return Self.fromBelow[min(7, max(1, Int((value / largest * 7).rounded(.up))))]
        }
        return coloured(String(columns))
    }

    private static func cells(_ values: [Double?], _ width: Int) -> [Double?] {
        guard values.count > width, width > 0 else { return values }
        return (0..<width).map { cell in
            let known = values[values.count * cell / width..<values.count * (cell + 1) / width].compactMap { $0 }
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
    }

    private func coloured(_ text: String) -> String { text.isEmpty ? "" : "\u{1B}[36m\(text)\u{1B}[0m" }

    /// One eighth of a cell to seven of them.
    private static let fromLeft: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    private static let fromBelow: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
}
