import ArchiveEvents
import Foundation

/// What becomes of one alarm of a ``SampleYear``: all of it follows from the alarm's number and beginning.
struct SampleCourse {
    let number: Int
    /// In ms since 1970, as all times here.
    let start: Int64

    /// Something that happens to the alarm.
    struct Step {
        enum Kind {
            case begins, isMerged, isVerified, isTurnedRound, ends, leavesList
        }

        let course: SampleCourse
        let kind: Kind
        let time: Int64
        /// Keeps the steps of one moment in order.
        var index = 0

        /// The event of a look that shows it.
        func event(since: Instant?, seenAt time: Instant) -> NewEvent {
            var event = NewEvent(
                type: kind == .begins ? .recordSeen : kind == .leavesList ? .recordMissing : .recordChanged,
                subject: "\(SampleYear.deployment)/alerts/\(SampleNumbers.guid(course.number))",
                endpoint: isSeenOngoing ? "ongoing-alerts" : "alerts", since: since, servedTime: time)
            if kind != .leavesList { event.data = course.alert(after: self).json }
            return event
        }

        private var isSeenOngoing: Bool {
            switch kind {
            case .begins, .isMerged, .leavesList: true
            case .isVerified: !course.isLate
            case .ends, .isTurnedRound: false
            }
        }
    }

    var steps: [Step] {
        var steps = [Step(course: self, kind: .begins, time: start)]
        if isMerged { steps.append(Step(course: self, kind: .isMerged, time: start + min(answer ?? end, end) / 2)) }
        if let answer { steps.append(Step(course: self, kind: .isVerified, time: start + answer)) }
        steps.append(Step(course: self, kind: isLost ? .leavesList : .ends, time: start + end))
        if isTurnedRound, let answer {
            steps.append(Step(course: self, kind: .isTurnedRound, time: start + max(answer, end) + 600_000))
        }
        for index in steps.indices { steps[index].index = number * 8 + index }
        return steps
    }

    /// The record once `step` has happened.
    private func alert(after step: Step) -> SampleAlert {
        var alert = SampleAlert(number: number, zone: zone, device: device, start: start)
        (alert.detection, alert.importance) = (detection, importance)
        let past = steps.filter { ($0.time, $0.index) <= (step.time, step.index) }
        for kind in past.map(\.kind) {
            switch kind {
            case .begins, .leavesList: break
            case .isMerged: alert.detections = 2 + number % 2
            case .isVerified, .isTurnedRound: alert.verdict = verdict(isTurnedRound: kind == .isTurnedRound)
            case .ends:
                alert.end = start + end
                alert.endedBy = operatorNumber
            }
        }
        return alert
    }

    private func verdict(isTurnedRound: Bool) -> SampleAlert.Verdict {
        let isValid = chance(1) < 0.32
        let time = start + (answer ?? 0) + (isTurnedRound ? 600_000 + max(0, end - (answer ?? 0)) : 0)
        return SampleAlert.Verdict(
            code: isValid != isTurnedRound ? 201 : 202, operatorNumber: operatorNumber,
            time: chance(2) < 0.1 ? nil : time)
    }
}

extension SampleCourse {
    // A few zones, and a few devices of each, raise most alarms.
    private var zone: Int { Int(24 * chance(3) * chance(3)) }
    private var device: Int { Int(5 * pow(chance(4), 1.5)) }

    private var detection: String { ["person", "person", "vehicle", "person", "loitering"][(zone + device) % 5] }
    private var importance: String { zone % 6 == 0 ? "high" : zone % 3 == 1 ? "low" : "medium" }
    private var operatorNumber: Int { Int(6 * chance(5)) }

    private var isMerged: Bool { chance(6) < 0.15 }
    /// It leaves the list of ongoing alarms, and nobody sees its end.
    private var isLost: Bool { chance(7) < 0.03 }
    private var isTurnedRound: Bool { chance(8) < 0.007 }
    /// The verdict comes after the end.
    private var isLate: Bool { chance(9) < 0.04 && !isLost }

    /// Milliseconds from the beginning to the verdict; nil for one in eight.
    private var answer: Int64? {
        guard chance(10) >= 0.12 else { return nil }
        return isLate ? end + spread(median: 4 * 3_600_000, 1.2, 11) : quickAnswer
    }

    private var quickAnswer: Int64 { min(max(3000, spread(median: 150_000, 0.9, 12)), 6 * 3_600_000) }

    /// Milliseconds from the beginning to the end.
    private var end: Int64 {
        let isAnswered = chance(10) >= 0.12 && !isLate
        return isAnswered ? quickAnswer + spread(median: 45_000, 0.8, 13) : spread(median: 480_000, 0.7, 14)
    }

    /// A log-normal length of time.
    private func spread(median: Double, _ sigma: Double, _ kind: Int) -> Int64 {
        let radius = (-2 * log(max(chance(kind), 1e-12))).squareRoot()
        return Int64(median * exp(sigma * radius * cos(2 * .pi * chance(kind + 100))))
    }

    private func chance(_ kind: Int) -> Double { SampleNumbers.unit(number, kind) }
}

extension SampleNumbers {
    /// From 0 up to 1, another one for each kind.
    static func unit(_ number: Int, _ kind: Int) -> Double {
        Double(mixed(Int(truncatingIfNeeded: mixed(number) &+ UInt64(kind) &* 0xD1B5_4A32_D192_ED03)) >> 11) / 0x1p53
    }
}
