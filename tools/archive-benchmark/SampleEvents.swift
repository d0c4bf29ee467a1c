import ArchiveEvents

/// Alerts as a busy site shows them, about 1,000 bytes each: seen, merged, verified, ended. An alarm's four events stand
/// a few hundred events of other alarms apart, as minutes lie between them.
struct SampleEvents {
    private var number: Int

    /// Samples from that number on; the same number is always the same event.
    init(from number: Int = 0) {
        self.number = number
    }

    mutating func next() -> NewEvent {
        defer { number += 1 }
        let step = number % 4
        let alarm = number / 4 - Self.lags[step]
        // Steps of alarms from before the first one are further alarms' beginnings.
        return alarm < 0 ? Self.event(number, Self.early + number, 0) : Self.event(number, alarm, step)
    }

    mutating func next(_ count: Int) -> [NewEvent] { (0..<count).map { _ in next() } }

    /// How many alarms later the merge, the verification and the end of one come.
    private static let lags = [0, 6, 80, 100]
    private static let early = 1 << 40

    private static func event(_ number: Int, _ alarm: Int, _ step: Int) -> NewEvent {
        NewEvent(
            type: step == 0 ? .recordSeen : .recordChanged, subject: "hq/alerts/\(SampleNumbers.guid(alarm))",
            endpoint: step == 0 ? "ongoing-alerts" : "alerts", since: time(number - 1),
            servedTime: time(number), data: alert(alarm, step).json)
    }

    private static func time(_ number: Int) -> Instant {
        Instant(milliseconds: 1_795_420_800_000 + Int64(number) * 1000 + Int64(SampleNumbers.mixed(number) % 997))
    }

    private static func alert(_ alarm: Int, _ step: Int) -> SampleAlert {
        let start = time(alarm * 4).milliseconds
        let chance = Int(SampleNumbers.mixed(alarm) >> 8)
        var alert = SampleAlert(number: alarm, zone: chance % 24, device: chance / 24 % 5, start: start)
        alert.detections = min(step, 2) + 1
        if step >= 2 {
            alert.verdict = SampleAlert.Verdict(
                code: chance % 3 == 0 ? 201 : 202, operatorNumber: chance % 5, time: start + 355_000)
        }
        if step == 3 {
            alert.end = start + 455_000
            alert.endedBy = chance % 5
        }
        return alert
    }
}

extension NewEvent {
    /// The bytes that the log stores for the event, to within the digits of its position.
    var line: [UInt8] {
        EventLine(
            self, position: Position(10_000), source: "alarm-archive/0123456789abcdef", time: .zero,
            version: StreamVersion(1)
        ).bytes
    }
}

extension Instant {
    static let zero = Instant(milliseconds: 1_795_420_800_000)

    /// The time of the log runs as fast as that of the machine: some work is done once a second of it.
    static func since(_ start: ContinuousClock.Instant) -> Instant {
        zero.advanced(byMilliseconds: Int64(start.duration(to: .now) / .milliseconds(1)))
    }
}
