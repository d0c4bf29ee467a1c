import TestSupport
import Testing

@testable import Reports

@Suite("Drawing")
struct DrawingTests {
    @Test(
        "an axis of counts ends with a round number and has whole ticks",
        arguments: [
            (0, 1), (1, 1), (4, 4), (5, 5), (6, 6), (11, 15), (168, 200), (999, 1000), (1001, 1500),
            (1_000_000, 1_000_000),
        ])
    func axis(_ maximum: Int, _ top: Int) {
        let scale = LinearScale.counts(upTo: maximum, from: 0, to: 100)
        #expect(scale.domain.upperBound == Double(top))
        #expect(scale.ticks.first == 0 && scale.ticks.last == top && scale.ticks.count <= 7)
        #expect(Set(scale.ticks).count == scale.ticks.count)
    }

    @Test("hatching stays within its box, wherever that is")
    func hatching() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            func random(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }
            let box = Box(random(-50...800), random(-50...300), random(0.1...200), random(0.1...200))
            for point in box.hatch(random(2...12)).split(whereSeparator: { "ML".contains($0) }) {
                let numbers = point.split(separator: " ").compactMap { Double($0) }
                try #require(numbers.count == 2, "seed \(seed)")
                #expect(numbers[0] >= box.x - 0.01 && numbers[0] <= box.x + box.width + 0.01, "seed \(seed)")
                #expect(numbers[1] >= box.y - 0.01 && numbers[1] <= box.y + box.height + 0.01, "seed \(seed)")
            }
        }
    }

    @Test("a stack is as high as its sum, its parts in the order of the verdicts")
    func stack() {
        let scale = LinearScale(domain: 0...10, from: 100, to: 0)
        let counts = VerdictCounts(valid: 1, false: 2, unverified: 3, unknown: 4)
        let shapes = VerdictStack.upright(counts, x: 5, width: 10, scale).compactMap(\.rectangle)
        #expect(shapes.map(\.kind) == ["valid", "false", "unknown", "unverified"])
        #expect(shapes.map(\.height) == [10, 20, 40, 30])
        #expect(shapes.map(\.y) == [90, 70, 30, 0])
        #expect(VerdictStack.upright(VerdictCounts(), x: 5, width: 10, scale).isEmpty)
    }

    @Test(
        "a count in a cell takes at most four characters",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1.0k"), (9949, "9.9k"), (9950, "10k"), (999_499, "999k"), (999_500, "1M"),
        ])
    func short(_ count: Int, _ text: String) {
        #expect(HeatMapChart.short(count) == text)
    }

    @Test("seconds lie on the axis of response times where its edges say")
    func responses() {
        let bands = BandScale(count: ResponseTimes.bounds.count, from: 0, to: 1300 / 13 * 14)
        for (index, bound) in ResponseTimes.bounds.enumerated().dropLast() {
            #expect(ResponseChart.place(bound, bands) == bands.start(index))
        }
        #expect(ResponseChart.place(45, bands) == bands.middle(3))
        #expect(ResponseChart.place(1e9, bands) == bands.middle(13))
        var times = ResponseTimes()
        for seconds in [0, 9.999, 10, 59, 60, 86_400, 1e9] { times.count(seconds: seconds) }
        #expect(times.counts == [2, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2])
    }

    @Test("weeks begin on Monday; a year has its weeks' and months' days, and no more")
    func units() {
        let days = (20_454..<20_819).map { Samples.day($0) }
        #expect(days.first?.day.text == "2026-01-01" && days.last?.day.text == "2026-12-31")
        let weeks = TimeUnits(days, by: .week)
        #expect(weeks.items.dropFirst().allSatisfy { $0.first.weekday == 0 } && weeks.items.count == 53)
        #expect(TimeUnits(days, by: .month).items.map(\.first.text.count) == [Int](repeating: 10, count: 12))
        #expect(TimeUnits(days, limit: 12).unit == .month)
        #expect(TimeUnits(days, limit: 1).unit == .year)
        #expect(TimeUnits(days, limit: 0).unit == .year)
    }
}

extension Node {
    fileprivate var rectangle: (kind: String, y: Double, height: Double)? {
        guard case .element(.rect, let attributes, _) = self else { return nil }
        let values = Dictionary(uniqueKeysWithValues: attributes.map { ("\($0.name)", $0.value) })
        guard let kind = values["class"], let y = values["y"].flatMap(Double.init),
            let height = values["height"].flatMap(Double.init)
        else { return nil }
        return (kind, y, height)
    }
}
