import AlarmHistory
import ArchiveEvents

/// Which time of a ``SampleYear`` is observed: the log vouches hourly for the lists, daily for the zones' logs; every
/// three weeks or so the lists of alarms are not seen for a while.
struct SampleCoverage {
    private var runs: [CoverageRun?] = Self.targets.map { _ in nil }
    /// The open gap: its first event, and the last look before.
    private var gap: (position: Int, from: Instant)?

    private static let lists = [Endpoint.ongoingAlerts, .alerts].map { LookTarget(SampleYear.deployment, $0) }
    private static let targets =
        lists + [LookTarget(SampleYear.deployment, .zones)]
        + (0..<SampleZones.count).map { LookTarget(SampleYear.deployment, .zoneLog, id: SampleAlert.zoneID($0)) }

    /// The poll's events, the first of them at that position, and whether it shows the lists of alarms.
    mutating func look(
        at poll: Int, _ time: Instant, firstPosition: Int
    ) -> (events: [NewEvent], showsAlarms: Bool) {
        let cause = Self.gapCause(at: poll)
        var events: [NewEvent] = []
        if let cause, gap == nil {
            events = Self.lists.indices.flatMap { confirm($0) }
            let from = SampleYear.time(ofPoll: poll - 1)
            gap = (firstPosition + events.count, from)
            events += Self.lists.map {
                event(.gapOpened, $0, #""cause":"\#(cause)","detail":"","last_complete":"\#(from)""#)
            }
        } else if cause == nil, let ended = gap {
            gap = nil
            events = Self.lists.enumerated().map { index, target in
                event(
                    .gapClosed, target,
                    #""opened":\#(ended.position + index),"from":"\#(ended.from)","until":"\#(time)""#)
            }
        }
        for index in runs.indices where index >= Self.lists.count || cause == nil {
            runs[index] = runs[index]?.extended(to: time) ?? CoverageRun(startingAt: time)
            let isList = index <= Self.lists.count
            if poll % (isList ? 6 : SampleYear.pollsPerDay) == 0 || poll == SampleYear.polls {
                events += confirm(index)
                runs[index] = CoverageRun(startingAt: time)
            }
        }
        return (events, cause == nil)
    }

    /// The log vouches for what was seen so far.
    private mutating func confirm(_ index: Int) -> [NewEvent] {
        defer { runs[index] = nil }
        return runs[index].flatMap { CoverageMemory().confirmed(Self.targets[index], $0) }.map { [$0] } ?? []
    }

    private func event(_ type: EventType, _ target: LookTarget, _ members: String) -> NewEvent {
        NewEvent(
            type: type, subject: target.coverageSubject, endpoint: target.endpoint.rawValue,
            data: Array("{\(members)}".utf8))
    }

    /// Why the poll shows no alarms; nil where it does.
    private static func gapCause(at poll: Int) -> String? {
        // From half an hour to four hours and a half, at another time of day each time.
        let (number, rest) = (poll / 3250, poll % 3250)
        let begin = 1500 + 19 * number
        guard poll < SampleYear.polls, (begin..<begin + 3 + number % 9 * 3).contains(rest) else { return nil }
        return ["unreachable", "not-running", "unauthorised"][number % 3]
    }
}

/// The zones of a ``SampleYear``: armed by their schedule in the evening, disarmed in the morning.
struct SampleZones {
    static let count = 24

    /// What a poll shows of their records and logs.
    func events(at poll: Int, _ time: Instant) -> [NewEvent] {
        guard poll > 0 else { return (0..<Self.count).map { record($0, isArmed: true, time, .recordSeen) } }
        return (0..<Self.count).flatMap { zone -> [NewEvent] in
            switch poll % SampleYear.pollsPerDay {
            case 36 + zone: [record(zone, isArmed: false, time), entry(zone, "schedule_disarmed", time)]
            case 108 + zone: [record(zone, isArmed: true, time), entry(zone, "schedule_armed", time)]
            default: []
            }
        }
    }

    private func record(
        _ zone: Int, isArmed: Bool, _ time: Instant, _ type: EventType = .recordChanged
    ) -> NewEvent {
        let data = """
            {"id":"\(SampleAlert.zoneID(zone))","name":"Zone \(zone)","site_name":"Depot North","armed":\(isArmed),\
            "state":"\(isArmed ? "armed" : "disarmed")","state_since":\(time.milliseconds - 60_000),\
            "armed_by":"schedule","entry_delay":30,"exit_delay":60,"muted":false,"merge_window":60}
            """
        return NewEvent(
            type: type, subject: "\(SampleYear.deployment)/zones/\(SampleAlert.zoneID(zone))", endpoint: "zones",
            since: time.advanced(byMilliseconds: -SampleYear.pollInterval), servedTime: time, data: Array(data.utf8))
    }

    private func entry(_ zone: Int, _ action: String, _ time: Instant) -> NewEvent {
        let data = """
            {"time":\(time.milliseconds - 60_000),"action":"\(action)","user_id":null,"user_name":null,\
            "alert_guid":null,"device_id":null,"comment":null,"details":{}}
            """
        return NewEvent(
            type: .recordSeen, subject: "\(SampleYear.deployment)/zone-logs/\(SampleAlert.zoneID(zone))",
            endpoint: "zone-log", since: time.advanced(byMilliseconds: -SampleYear.pollInterval), servedTime: time,
            data: Array(data.utf8))
    }
}
