import AlarmHistory
import ArchiveEvents
import TestSupport

/// A time of the coverage tests: so many milliseconds after they begin.
func moment(_ milliseconds: Int64) -> Instant { minute(0).advanced(byMilliseconds: milliseconds) }

extension NewEvent {
    /// Vouches for a stretch of time.
    static func confirmed(_ target: LookTarget, _ from: Int64, _ until: Int64, looks: Int = 1, longest: Int64 = 5)
        -> NewEvent
    {
        coverage(
            .coverageConfirmed, target,
            #"{"from":"\#(moment(from))","until":"\#(moment(until))","looks":\#(looks),"complete":\#(looks),"#
                + #""longest_interval_ms":\#(longest)}"#)
    }

    /// A gap from a last complete look on.
    static func opened(_ target: LookTarget, _ lastComplete: Int64?, cause: String = "refused") -> NewEvent {
        let last = lastComplete.map { "\"\(moment($0))\"" } ?? "null"
        return coverage(
            .gapOpened, target, #"{"cause":"\#(cause)","detail":"503","last_complete":\#(last)}"#)
    }

    /// The end of a gap.
    static func closed(_ target: LookTarget, _ from: Int64, _ until: Int64) -> NewEvent {
        coverage(.gapClosed, target, #"{"opened":0,"from":"\#(moment(from))","until":"\#(moment(until))"}"#)
    }

    /// A record that a look showed.
    static func shown(_ target: LookTarget) -> NewEvent {
        let stream = RecordStream(
            deployment: target.deployment, kind: target.endpoint.recordKind, id: target.id ?? "x")
        return NewEvent(
            type: .recordSeen, subject: stream.subject, endpoint: target.endpoint.rawValue, data: Array("{}".utf8))
    }

    private static func coverage(_ type: EventType, _ target: LookTarget, _ data: String) -> NewEvent {
        NewEvent(
            type: type, subject: target.coverageSubject, endpoint: target.endpoint.rawValue, data: Array(data.utf8))
    }
}

/// Events of coverage as a poller tells them, and as one with a clock that jumps, by the seed.
struct CoverageStory {
    static let target = LookTarget("hq", .alerts)
    /// Milliseconds: all times of the story lie within.
    static let length: Int64 = 200

    private(set) var log = MemoryLog()
    private var generator: SeededGenerator

    init(seed: UInt64) throws {
        generator = SeededGenerator(seed: seed)
        var gap: Int64?
        for step in 0..<generator.number(below: 24) {
            let (event, next) = self.event(gap)
            gap = next
            try log.append([event], at: moment(Int64(step) * Self.length / 24))
        }
    }

    private mutating func event(_ gap: Int64?) -> (NewEvent, gap: Int64?) {
        let target = Self.target
        let (one, other) = (time(), time())
        switch generator.number(below: 6) {
        case 0: return (.shown(target), gap)
        case 1, 2:
            return (.confirmed(target, one, other, looks: generator.number(below: 9), longest: one), gap)
        case 3, 4:
            if let gap { return (.closed(target, gap, other), nil) }
            let isUnknown = generator.number(below: 5) == 0
            let cause = generator.element(of: ["refused", "paused", "unreachable"])
            return (.opened(target, isUnknown ? nil : one, cause: cause), isUnknown ? other : one)
        default:
            // What a poller never tells: an end without a beginning, or a beginning twice.
            let isEnd = generator.number(below: 2) == 0
            return isEnd ? (.closed(target, one, other), nil) : (.opened(target, one, cause: "paused"), one)
        }
    }

    private mutating func time() -> Int64 { Int64(generator.number(below: Int(Self.length))) }
}
