import AlarmHistory
import ArchiveEvents

/// A period as one row of marks: each the state of which least can be said in its part of the period.
struct CoveragePicture {
    let marks: String

    init(_ intervals: [CoverageInterval], in period: Range<Instant>, width: Int = 48) {
        let length = period.upperBound.milliseconds(since: period.lowerBound)
        var states = [CoverageState](repeating: .covered, count: width)
        for interval in intervals where length > 0 {
            let begin = interval.range.lowerBound.milliseconds(since: period.lowerBound)
            let first = Self.cell(begin, length, width)
            let last = Self.cell(begin + interval.milliseconds - 1, length, width)
            for cell in first...max(first, last) { states[cell] = max(states[cell], interval.state) }
        }
        marks = String(states.map(Self.mark))
    }

    private static func cell(_ offset: Int64, _ length: Int64, _ width: Int) -> Int {
        min(width - 1, Int(Double(offset) / Double(length) * Double(width)))
    }

    /// What the marks mean.
    static let legend = "= covered  ? provisional  p paused  x gap"

    private static func mark(_ state: CoverageState) -> Character {
        switch state {
        case .covered: "="
        case .provisional: "?"
        case .paused: "p"
        case .gap: "x"
        }
    }
}
