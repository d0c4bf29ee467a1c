import ExactJSON

/// The hours of a week in which a zone arms itself.
struct ArmSchedule: Sendable {
    /// A stretch that begins on each of `days`. Minutes since midnight; an end that is not later lies on the next day.
    struct Frame: Sendable {
        /// 0 is Monday.
        let days: ClosedRange<Int>
        let start: Int
        let end: Int
    }

    let frames: [Frame]
    private let changes: [(minute: Int, isArmed: Bool)]

    init(_ frames: [Frame]) {
        self.frames = frames
        let spans = frames.flatMap(ArmSchedule.spans)
        let bounds = Set(spans.flatMap { [$0.lowerBound % ArmSchedule.week, $0.upperBound % ArmSchedule.week] })
        changes = bounds.sorted().map { ($0, ArmSchedule.isArmed(at: $0, in: spans)) }
    }

    /// Whether the schedule wants the zone armed at `time`.
    func isArmed(at time: Milliseconds) -> Bool {
        let minute = CalendarTime(time).minuteOfWeek
        return (changes.last { $0.minute <= minute } ?? changes.last)?.isArmed ?? false
    }

    /// The first bound of a frame after `time`; nil without frames.
    func nextBound(after time: Milliseconds) -> Milliseconds? {
        let minute = CalendarTime(time).minuteOfWeek
        guard let next = changes.first(where: { $0.minute > minute }) ?? changes.first else { return nil }
        let distance = (next.minute - minute + ArmSchedule.week - 1) % ArmSchedule.week + 1
        return time - time % .minute + Milliseconds(distance) * .minute
    }

    var json: JSONValue {
        .array(
            frames.map { frame in
                [
                    "days": JSONValue(Array(CalendarTime.weekdays[frame.days])),
                    "start": .string(ArmSchedule.clock(frame.start)), "end": .string(ArmSchedule.clock(frame.end)),
                ]
            })
    }

    private static let week = 7 * 1440

    private static func spans(of frame: Frame) -> [Range<Int>] {
        let length = frame.end > frame.start ? frame.end - frame.start : frame.end + 1440 - frame.start
        return frame.days.map { $0 * 1440 + frame.start..<$0 * 1440 + frame.start + length }
    }

    private static func isArmed(at minute: Int, in spans: [Range<Int>]) -> Bool {
        spans.contains { $0.contains(minute) || $0.contains(minute + week) }
    }

    private static func clock(_ minutes: Int) -> String {
        [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
