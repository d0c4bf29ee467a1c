import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import EventStorage
import Projections
import TestSupport
import Testing

@Suite("What the indicators are computed from")
struct PerformanceInputTests {
    private static let period = second(1000)..<second(5000)

    @Test("are the alarms of the period in order, and before them those that were active when it began")
    func alarms() async throws {
        let events = [
            Self.alert("late", "4000", #""acknowledgment_code":202,"acknowledged_time":<4100>,"end_time":<4050>"#),
            Self.alert("open", "2000", #""acknowledgment_code":101"#),
            Self.alert("ended", "3000", #""acknowledgment_code":201,"acknowledged_time":<3020>,"end_time":<3050>"#),
            // Active when the period began: open still, and ended later.
            Self.alert("old", "10", #""acknowledgment_code":101"#), Self.alert("across", "20", #""end_time":<1000>"#),
            // Over before it, and behind it.
            Self.alert("over", "30", #""end_time":<999>"#), Self.alert("after", "5000", #""end_time":<5001>"#),
            // A verdict that is said to be older than the alarm: between the looks.
            Self.alert("odd", "4500", #""acknowledgment_code":999,"acknowledged_time":<4400>"#),
        ]
        let input = try await Self.input(events)
        let told = input.alarms.map(Self.text)
        #expect(
            told == [
                "10 open", "20 ended 1000-1000", "2000 open", "3000 ended 3050-3050 valid 3020-3020",
                "4000 ended 4050-4050 false 4100-4100 late", "4500 open unknown 4500-6000",
            ])
        #expect(input.settings.startResolution == nil)
        #expect(input.sources.map(\.deployment) == ["hq"])
    }

    @Test("tell ends and verdicts without a vendor's time between the looks, reversals, and what was lost from sight")
    func brackets() async throws {
        let first = [
            Self.alert("a", "2000", #""acknowledgment_code":101"#),
            Self.alert("b", "2001", #""acknowledgment_code":101"#),
            Self.seen(Self.alert("c", "null", #""acknowledgment_code":101"#), since: Self.second(5990)),
        ]
        let second = [
            Self.changed("a", "2000", #""acknowledgment_code":202,"phase":"ended""#),
            NewEvent(
                type: .recordMissing, subject: "hq/alerts/b", endpoint: "alerts", since: Self.second(6000),
                data: Array("null".utf8)),
        ]
        let third = [Self.changed("a", "2000", #""acknowledgment_code":201,"phase":"ended""#)]
        let input = try await Self.input(first, second, third, period: Self.second(1000)..<Self.second(7000))
        #expect(
            input.alarms.map(Self.text) == [
                "2000 ended 6000-6100 valid 6000-6100 reversals 1", "2001 lost", "6000 open",
            ])
        #expect(input.settings.startResolution == 61_000)
    }

    @Test("began at a time that nobody observed, where no beginning was told and the looks around it leave time open")
    func untoldStarts() async throws {
        func seen(_ guid: String, since: Instant?) -> NewEvent {
            NewEvent(
                type: .recordSeen, subject: "hq/alerts/\(guid)", endpoint: "alerts", since: since,
                data: Array(#"{"acknowledgment_code":101}"#.utf8))
        }
        /// The start of an alarm that was seen in the second batch, in ms after that.
        func start(since: Instant?, from: Int64 = 1000, _ observed: [Range<Instant>]) async throws -> [Int64] {
            let input = try await Self.input(
                [Self.zone("z", "Z")], [seen("a", since: since)], period: Self.second(from)..<Self.second(7000)
            ) { $0.observed = observed }
            return input.alarms.map { $0.start.milliseconds(since: Self.second(6100)) }
        }
        // The first look ever was asked for before its answer came: what it shows began before.
        #expect(try await start(since: nil, [Self.second(6099)..<Self.second(7000)]) == [-1001])
        // Between two looks without a gap.
        #expect(try await start(since: Self.second(6099), [Self.second(6000)..<Self.second(7000)]) == [0])
        // Between the last look before a gap and the first one behind it.
        let gap = [Self.second(1000)..<Self.second(6050), Self.second(6099)..<Self.second(7000)]
        #expect(try await start(since: Self.second(6049), gap) == [-1001])
        #expect(try await start(since: Self.second(6099), gap) == [0])
        // The same, and nothing of the period was observed before the gap.
        #expect(try await start(since: Self.second(6049), [Self.second(6099)..<Self.second(7000)]) == [-1001])
        // Long after a stretch began a look that knows of none before shows what began meanwhile.
        #expect(try await start(since: nil, [Self.second(6000)..<Self.second(7000)]) == [0])
        // Stretches that touch are one.
        let touching = [Self.second(6000)..<Self.second(6099), Self.second(6099)..<Self.second(7000)]
        #expect(try await start(since: Self.second(6090), touching) == [0])
        // The period begins within observed time.
        #expect(try await start(since: Self.second(6090), from: 6099, [Self.second(6099)..<Self.second(7000)]) == [0])
        // While nobody looked: as it was seen.
        #expect(try await start(since: nil, [Self.second(1000)..<Self.second(2000)]) == [0])
    }

    @Test("are those of a zone, a device or a deployment where one is asked for, by id or name")
    func filters() async throws {
        let events = [
            Self.alert(
                "a", "2000", #""alarm_zone_id":"z1","alarm_zone_name":"Dock","origin_id":"d1","origin_name":"Cam 1""#),
            Self.alert(
                "b", "2001", #""alarm_zone_id":"z2","alarm_zone_name":"Gate","origin_id":"d2","importance":"high""#),
            Self.alert("c", "2002", #""rule_id":"r1","rule_name":"Night","site_name":"Depot""#, deployment: "depot"),
            Self.zone("z2", "Gate now"),
        ]
        func starts(_ change: (inout PerformanceQuery) -> Void) async throws -> [Int64] {
            try await Self.input(events, change: change).alarms.map {
                $0.start.milliseconds / 1000 - Self.origin / 1000
            }
        }
        #expect(try await starts { _ in } == [2000, 2001, 2002])
        #expect(try await starts { $0.zone = "z1" } == [2000])
        #expect(try await starts { $0.zone = "Dock" } == [2000])
        #expect(try await starts { $0.zone = "Gate now" } == [2001])
        #expect(try await starts { $0.device = "d2" } == [2001])
        #expect(try await starts { $0.device = "Cam 1" } == [2000])
        #expect(try await starts { $0.deployment = "depot" } == [2002])
        let input = try await Self.input(events)
        #expect(input.sources.map(\.title) == ["Dock / Cam 1", "Gate / d2", "no zone / Night"])
        #expect(input.sources.map(\.importance) == [nil, "high", nil])
        #expect(input.sources.map(\.site) == [nil, nil, "Depot"])
    }

    @Test(
        "count each detection that an alarm lists, where detections count: by its own device, with the alarm's verdict and end"
    )
    func detections() async throws {
        let listed =
            #""merged":true,"sub_alerts":[{"id":"2","time":<2030>,"device_id":"d2","detection":"vehicle"},"#
            + #"{"id":"1","time":<2000>,"device_id":"d1"},{"id":"3","time":<5000>},{"subAlertId":4,"time":<2010>}]"#
        let events = [
            Self.alert(
                "a", "2000",
                #""origin_id":"d1","origin_name":"Cam 1","rule_id":"r","end_time":<2040>,"acknowledgment_code":202,"#
                    + #""acknowledged_time":<2020>,"# + listed),
            // Says that nothing was merged into it, whatever it lists.
            Self.alert(
                "b", "2500",
                #""origin_id":"d2","origin_name":"Cam 2","merged":false,"sub_alerts":[{"time":<2500>},{"time":<2501>}]"#
            ),
            // Merged, but does not tell when.
            Self.alert("c", "2600", #""merged":true,"merged_count":3"#),
            Self.alert("d", "2700", #""merged":2,"sub_alerts":[{"time":<2700>},{"id":"no time"}]"#),
            // Before the period, with a detection in it.
            Self.alert("e", "900", #""merged":true,"sub_alerts":[{"time":<900>},{"time":<1500>}]"#),
        ]
        let input = try await Self.input(events) { $0.unit = .detection }
        #expect(
            input.alarms.map(Self.text) == [
                "900 open", "1500 open", "2000 ended 2040-2040 false 2020-2020", "2010 ended 2040-2040 false 2020-2020",
                "2030 ended 2040-2040 false 2030-2030", "2500 open", "2600 open", "2700 open",
            ])
        // Verified before it was detected.
        #expect(input.alarms.map(\.isUntimed) == [false, false, false, false, true, false, false, false])
        #expect(input.detections?.listed == 2 && input.detections?.unlisted == 2)
        #expect(
            input.alarms.map { input.sources[$0.source].title }[2...5] == [
                "no zone / Cam 1 / r", "no zone / Cam 1 / r", "no zone / Cam 2 / r", "no zone / Cam 2",
            ])
        let byAlarm = try await Self.input(events)
        #expect(byAlarm.alarms.count == 5 && byAlarm.detections == nil)
        // Without a beginning of its own an alarm begins with its first detection.
        let untold = try await Self.input(
            [Self.alert("f", "null", #""merged":true,"sub_alerts":[{"time":<1200>},{"time":<1300>}]"#)],
            period: Self.second(1000)..<Self.second(7000)
        ) { $0.unit = .detection }
        #expect(untold.alarms.map(Self.text) == ["1200 open", "1300 open"])
    }

    @Test("know when zones were armed, from their logs and their states, within the period")
    func arming() async throws {
        let events = [
            Self.entry("z1", 500, "armed"), Self.entry("z1", 3000, "schedule_disarmed"),
            Self.entry("z1", 1500, "comment"),
            Self.zone("z2", "Gate", #","state":"disarmed","state_since":<100>"#),
            NewEvent.confirmed("hq/coverage/zones", 0, 6000),
            Self.alert("a", "2000", #""alarm_zone_id":"z2""#),
        ]
        let zones = try await Self.input(events).armedZones
        #expect(zones.map(\.zoneID) == ["z1", "z2"])
        #expect(zones.first?.armed == [Self.second(1000)..<Self.second(3000)])
        #expect(zones.first?.disarmed == [Self.second(3000)..<Self.second(5000)])
        #expect(zones.last?.armed == [])
        #expect(zones.last?.disarmed == [Self.second(1000)..<Self.second(5000)])
        let asked = try await Self.input(events) { $0.zone = "z2" }
        #expect(asked.armedZones.map(\.zoneID) == ["z2"])
    }

    @Test("are what the rows say one by one, of whatever history")
    func rows() async throws {
        for seed in UInt64(0)..<6 {
            var history = RandomHistory(seed: seed)
            let (views, log) = try await Self.views([history.next(300), history.next(300)])
            let start = Instant.testStart.advanced(byMilliseconds: -100_000_000)
            let period = start..<Instant.testStart.advanced(byMilliseconds: 100_000_000)
            let query = PerformanceQuery(period: period, observed: [], now: period.upperBound)
            let scanned = try views.performanceInput(query, log: log).alarms
            let rows = try AlarmQuery().answer(from: views).alarms.map(\.summary).sorted { $0.beganAt < $1.beganAt }
            #expect(scanned.map(\.start) == rows.map(\.beganAt), "seed \(seed)")
            func sums<Element>(_ all: [Element], _ isMeant: (Element) -> Bool) -> Int { all.filter(isMeant).count }
            #expect(sums(scanned) { $0.isOpen } == sums(rows) { $0.state == .ongoing }, "seed \(seed)")
            #expect(sums(scanned) { $0.end != nil } == sums(rows) { $0.state == .ended }, "seed \(seed)")
            #expect(sums(scanned) { $0.verification != nil } == sums(rows) { $0.answer != nil }, "seed \(seed)")
            #expect(sums(scanned) { $0.isRetrospective } == sums(rows) { $0.answer?.isLate == true }, "seed \(seed)")
            for verdict in [AlarmVerdict.none, .valid, .false, .unknown] {
                #expect(sums(scanned) { $0.verdict == verdict } == sums(rows) { $0.verdict == verdict }, "seed \(seed)")
            }
            #expect(scanned.map(\.reversals).reduce(0, +) == rows.map(\.reversals).reduce(0, +), "seed \(seed)")
        }
    }

    // MARK: histories

    private static let origin: Int64 = Instant.testStart.milliseconds - 6_000_000

    /// Seconds after the beginning of the stories here, which the first look ends 6000 s later.
    fileprivate static func second(_ second: Int64) -> Instant { Instant(milliseconds: origin + second * 1000) }

    /// An alert; `<n>` stands for times.
    private static func alert(_ guid: String, _ start: String, _ members: String, deployment: String = "hq") -> NewEvent
    {
        let begin = start == "null" ? start : "<\(start)>"
        return .spelled(.recordSeen, "\(deployment)/alerts/\(guid)", "alerts", #"{"start_time":\#(begin),\#(members)}"#)
    }

    private static func changed(_ guid: String, _ start: String, _ members: String) -> NewEvent {
        let event = alert(guid, start, members)
        return NewEvent(
            type: .recordChanged, subject: event.subject, endpoint: "alerts", since: second(6000), data: event.data)
    }

    private static func seen(_ event: NewEvent, since: Instant) -> NewEvent {
        NewEvent(type: event.type, subject: event.subject, endpoint: event.endpoint, since: since, data: event.data)
    }

    private static func zone(_ id: String, _ name: String, _ members: String = "") -> NewEvent {
        .spelled(.recordSeen, "hq/zones/\(id)", "zones", #"{"id":"\#(id)","name":"\#(name)"\#(members)}"#)
    }

    private static func entry(_ zone: String, _ time: Int64, _ action: String) -> NewEvent {
        .spelled(.recordSeen, "hq/zone-logs/\(zone)", "zone-log", #"{"time":<\#(time)>,"action":"\#(action)"}"#)
    }

    private static func input(
        _ batches: [NewEvent]..., period: Range<Instant>? = nil, change: (inout PerformanceQuery) -> Void = { _ in }
    ) async throws -> PerformanceInput {
        let confirmed = [[NewEvent.confirmed("hq/coverage/alerts", 0, 6000)]]
        let (views, log) = try await views(batches + confirmed)
        let period = period ?? Self.period
        var query = PerformanceQuery(period: period, observed: [period], now: second(9000))
        change(&query)
        return try views.performanceInput(query, log: log)
    }

    /// Each batch is seen 100 s after the one before.
    private static func views(_ batches: [[NewEvent]]) async throws -> (ViewStore, LogReader) {
        let test = try TestLog()
        let log = try await test.create()
        for (index, events) in batches.enumerated() {
            _ = try await log.append(events, at: .testStart.advanced(byMilliseconds: Int64(index) * 100_000))
        }
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        let reader = try test.reader()
        try views.catchUp(with: reader)
        return (views, reader)
    }

    private static func text(_ alarm: AnnunciatedAlarm) -> String {
        func seconds(_ range: ClosedRange<Instant>) -> String {
            "\((range.lowerBound.milliseconds - origin) / 1000)-\((range.upperBound.milliseconds - origin) / 1000)"
        }
        var words = ["\((alarm.start.milliseconds - origin) / 1000)"]
        words.append(alarm.isOpen ? "open" : alarm.end.map { "ended \(seconds($0))" } ?? "lost")
        if let verification = alarm.verification { words.append("\(alarm.verdict) \(seconds(verification))") }
        if alarm.isRetrospective { words.append("late") }
        if alarm.reversals > 0 { words.append("reversals \(alarm.reversals)") }
        return words.joined(separator: " ")
    }
}

extension NewEvent {
    /// An event with data spelled out; `<n>` stands for a time.
    fileprivate static func spelled(_ type: EventType, _ subject: String, _ endpoint: String?, _ data: String)
        -> NewEvent
    {
        let spelled = data.replacing(/<(\d+)>/) { match in
            "\(PerformanceInputTests.second(Int64(match.1) ?? 0).milliseconds)"
        }
        return NewEvent(type: type, subject: subject, endpoint: endpoint, data: Array(spelled.utf8))
    }

    fileprivate static func confirmed(_ subject: String, _ from: Int64, _ until: Int64) -> NewEvent {
        let (from, until) = (PerformanceInputTests.second(from), PerformanceInputTests.second(until))
        let data = #"{"from":"\#(from)","until":"\#(until)","looks":9,"complete":9,"longest_interval_ms":61000}"#
        return NewEvent(type: .coverageConfirmed, subject: subject, data: Array(data.utf8))
    }
}
