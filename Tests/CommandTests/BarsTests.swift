import Testing

@testable import alarm_history

@Suite("Small pictures in tables for people")
struct BarsTests {
    private static let terminal = ["TERM": "xterm-256color", "LANG": "en_GB.UTF-8"]

    private func plain(_ text: String) -> String {
        text.replacing("\u{1B}[36m", with: "").replacing("\u{1B}[0m", with: "")
    }

    @Test(
        "are drawn on a terminal that shows UTF-8, and nowhere else",
        arguments: [
            (true, [:], true), (false, [:], false),
            (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
            (true, ["TERM": "dumb"], false), (true, ["TERM": ""], false),
            (true, ["LANG": "C"], false), (true, ["LANG": ""], false), (true, ["LANG": "de_DE.utf8"], true),
            (true, ["LC_ALL": "C"], false), (true, ["LC_ALL": "C.UTF-8", "LANG": "C"], true),
            (true, ["LC_CTYPE": "POSIX"], false), (true, ["LC_ALL": "C.UTF-8", "LC_CTYPE": "POSIX"], true),
        ] as [(Bool, [String: String], Bool)])
    func place(isTerminal: Bool, changes: [String: String], isDrawn: Bool) {
        let environment = Self.terminal.merging(changes) { $1 }
        #expect((Bars(isTerminal: isTerminal, environment: environment) != nil) == isDrawn)
    }

    @Test(
        "a bar is as long as its part of the largest value, in eighths",
        arguments: [
            (0, 8, ""), (8, 8, "████"), (4, 8, "██"), (1, 8, "▌"), (3, 8, "█▌"), (0.001, 8, "▏"), (9, 8, "████"),
            (7.9, 8, "███▉"), (1, 0, ""), (-1, 8, ""), (.nan, 8, ""), (.infinity, 8, ""), (1, .nan, ""),
        ] as [(Double, Double, String)])
    func bar(value: Double, largest: Double, drawn: String) throws {
        let bars = try #require(Bars(isTerminal: true, environment: Self.terminal))
        #expect(plain(bars.bar(value, of: largest, width: 4)) == drawn)
    }

    @Test(
        "a sparkline tells nothing from little, and what is not known from both",
        arguments: [
            ([0, 1, 100, nil], "▁▂█·"), ([0, 0], "▁▁"), ([nil], "·"), ([], ""), ([1, 2, 3, 4, 5, 6, 7], "▂▃▄▅▆▇█"),
        ] as [([Double?], String)])
    func sparkline(values: [Double?], drawn: String) throws {
        let bars = try #require(Bars(isTerminal: true, environment: Self.terminal))
        #expect(plain(bars.sparkline(values)) == drawn)
    }

    @Test("a sparkline of many values shows means; a cell of which nothing is known stays a dot")
    func narrow() throws {
        let bars = try #require(Bars(isTerminal: true, environment: Self.terminal))
        let values: [Double?] = [0, 0, nil, nil, 7, nil, 3, 11]
        #expect(plain(bars.sparkline(values, width: 4)) == "▁·██")
    }

    @Test("colour begins and ends with the picture, and an empty one has none")
    func colour() throws {
        let bars = try #require(Bars(isTerminal: true, environment: Self.terminal))
        #expect(bars.bar(1, of: 1, width: 1) == "\u{1B}[36m█\u{1B}[0m")
        #expect(bars.bar(0, of: 1) == "" && bars.sparkline([]) == "")
    }
}
