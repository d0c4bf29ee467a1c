import ExactJSON
import Glibc
import Testing

/// A kind of text that grows with a number.
struct Growing: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let count: Int
    let text: @Sendable (_ count: Int) -> String

    init(_ name: String, _ count: Int, _ text: @escaping @Sendable (_ count: Int) -> String) {
        testDescription = name
        self.count = count
        self.text = text
    }
}

/// A text four times as long may take about four times as long; a quadratic one would take sixteen times.
@Suite(.serialized)
struct JSONParserLinearTimeTests {
    private static let limit = 12.0

    private static let hostile = [
        Growing("an object of many members", 50_000) { "{" + list($0) { #""\#($0)":1"# } + "}" },
        Growing("the same member many times", 25_000) { "{" + list($0) { #""a":\#($0)"# } + "}" },
        Growing("names with a long common beginning", 500) { count in
            "{" + list(count) { #""\#(String(repeating: "a", count: 500))\#($0)":1"# } + "}"
        },
        Growing("towers of brackets", 200) { list($0, in: "[]") { _ in tower("[", "]", 250) } },
        Growing("towers of objects", 100) { list($0, in: "[]") { _ in tower(#"{"a":"#, "}", 250, core: "1") } },
        Growing("backslashes", 250_000) { "\"" + String(repeating: "\\", count: $0) + "\"" },
        Growing("escapes", 20_000) { "\"" + String(repeating: #"\u0041"#, count: $0) + "\"" },
        Growing("halves of pairs", 15_000) { "\"" + String(repeating: #"\ud800"#, count: $0) + "\"" },
        Growing("a number of many digits", 100_000) { String(repeating: "9", count: $0) },
        Growing("a number of many zeros", 100_000) { "1" + String(repeating: "0", count: $0) },
    ]

    private static let whiteSpace = Growing("white space", 250_000) { "[" + String(repeating: " ", count: $0) + "1]" }

    @Test("parsing and the compact form take time in proportion to the text", arguments: hostile + [whiteSpace])
    func parsing(row: Growing) throws {
        let short = Array(row.text(row.count).utf8)
        let long = Array(row.text(4 * row.count).utf8)
        let ratio = try ratio(short, long) { try JSONText($0).root.compactBytes.count }
        #expect(ratio < Self.limit)
    }

    @Test("the comparable form takes time in proportion to the text", arguments: hostile)
    func comparing(row: Growing) throws {
        let short = try JSONText(row.text(row.count))
        let long = try JSONText(row.text(4 * row.count))
        #expect(ratio(short, long) { $0.root.comparableBytes.count } < Self.limit)
    }

    @Test("the parser climbs any tower within its limit in proportion to its height")
    func height() throws {
        let limits = JSONLimits(size: 10_000_000, depth: 1_000_000)
        let short = Array(Self.tower("[", "]", 50_000).utf8)
        let long = Array(Self.tower("[", "]", 200_000).utf8)
        #expect(try ratio(short, long) { try JSONText($0, limits: limits).root.range.count } < Self.limit)
    }

    @Test("looking a member up takes time in proportion to the object")
    func lookup() throws {
        let short = try JSONText(Self.hostile[0].text(50_000))
        let long = try JSONText(Self.hostile[0].text(200_000))
        #expect(ratio(short, long) { $0.root["49999"]?.range.count ?? 0 } < Self.limit)
    }

    @Test("replacing takes time in proportion to the replacements")
    func replacing() throws {
        func replace(_ json: JSONText) throws -> Int {
            let all = json.allMembers.map { (range: $0.value.range, with: Array("null".utf8)) }
            return try json.compactBytes(replacing: all).count
        }
        let short = try JSONText(Self.hostile[0].text(25_000))
        let long = try JSONText(Self.hostile[0].text(100_000))
        #expect(try ratio(short, long, replace) < Self.limit)
    }

    /// How many times as long the long input takes: the best of three runs each, in the thread's own time, for others use the
    /// processor, too.
    private func ratio<Input>(_ short: Input, _ long: Input, _ work: (Input) throws -> Int) rethrows -> Double {
        var best = (short: Duration.seconds(1000), long: Duration.seconds(1000))
        for _ in 0..<3 {
            // The sum is used, so that no optimiser drops the work.
            var sum = 0
            best.short = min(best.short, try processorTime { sum += try work(short) })
            best.long = min(best.long, try processorTime { sum += try work(long) })
            #expect(sum > 0)
        }
        return best.long / best.short
    }

    private static func list(_ count: Int, in brackets: String = "", _ item: (Int) -> String) -> String {
        let items = (0..<count).map(item).joined(separator: ",")
        return "\(brackets.prefix(1))\(items)\(brackets.suffix(1))"
    }

    private static func tower(_ open: String, _ close: String, _ height: Int, core: String = "") -> String {
        String(repeating: open, count: height) + core + String(repeating: close, count: height)
    }
}

/// How long work keeps this thread's processor busy.
private func processorTime(_ work: () throws -> Void) rethrows -> Duration {
    func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
    let start = now()
    try work()
    return now() - start
}
