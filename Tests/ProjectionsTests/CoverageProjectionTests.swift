import AlarmHistory
import ArchiveEvents
import EventStorage
import Projections
import TestSupport
import Testing

@Suite("The rows of coverage")
struct CoverageProjectionTests {
    private static let target = LookTarget("hq", .alerts)

    @Test("hold one row for each stretch between gaps, however often it is confirmed")
    func rowsGrowWithGaps() async throws {
        var events: [NewEvent] = []
        for hour in Int64(0)..<50 { events.append(Self.confirmed(hour * 10, hour * 10 + 10)) }
        events += [Self.opened(500), Self.closed(500, 600), Self.confirmed(600, 700), Self.confirmed(700, 800)]
        let views = try await views(events.map { [$0] })
        let track = try #require(try views.coverage().tracks[Self.target])
        #expect(track.confirmed.map(\.looks) == [50, 2])
        #expect(track.gaps.count == 1 && track.openGap == nil)
    }

    @Test("say the same as the ledger, folded at once or event by event", arguments: 0..<10)
    func sameAsLedger(seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let events = (0..<40).map { _ in Self.random(&generator) }
        let test = try TestLog(.memory)
        let log = try await test.create()
        let live = try ViewStore.open(at: test.folder.file("live.sqlite"), origin: log.origin)
        for event in events {
            _ = try await log.append([event], at: .testStart)
            try live.catchUp(with: test.reader())
        }
        let rebuilt = try ViewStore.open(at: test.folder.file("rebuilt.sqlite"), origin: log.origin)
        try rebuilt.catchUp(with: test.reader())
        let ledger = try test.events().reduce(into: CoverageLedger()) { $0.apply($1) }
        #expect(try live.coverage() == ledger, "seed \(seed)")
        #expect(try rebuilt.coverage() == ledger, "seed \(seed)")
        #expect(!ledger.tracks.isEmpty)
    }

    @Test("hold numbers that no archive can have within their bounds, and take in what follows")
    func hostileNumbers() async throws {
        let numbers = ["9223372036854775807", "-9223372036854775808", "-1", "1099511627777", "1e300", "\"many\""]
        let test = try TestLog(.memory)
        let log = try await test.create()
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        for (place, number) in numbers.enumerated() {
            let (from, until) = (Instant.testStart, Instant.testStart.advanced(byMilliseconds: Int64(place + 1) * 1000))
            let data =
                #"{"from":"\#(from)","until":"\#(until)","looks":\#(number),"complete":1,"longest_interval_ms":\#(number)}"#
            for _ in 1...2 {
                let event = NewEvent(type: .coverageConfirmed, subject: "hq/coverage/alerts", data: Array(data.utf8))
                _ = try await log.append([event], at: .testStart)
                try views.catchUp(with: test.reader())
            }
        }
        let ledger = try test.events().reduce(into: CoverageLedger()) { $0.apply($1) }
        let size = await log.size
        #expect(try views.coverage() == ledger && views.progress() == size)
    }

    @Test("drift and webhooks are listed by time")
    func driftAndWebhooks() async throws {
        let changes =
            #"[{"member":"a[].b","kind":"value","type":"string","value":"203"},{"member":"c","kind":"vanished"}]"#
        let drift = NewEvent(
            type: .fieldsDrifted, subject: "hq/drift/alerts", endpoint: "alerts",
            data: Array(#"{"first":true,"changes":\#(changes)}"#.utf8))
        let webhook = NewEvent(
            type: .webhookReceived, subject: "hq/webhooks/z1",
            data: Array(#"{"body":"x","zone":"z1","device":null}"#.utf8))
        let unknown = NewEvent(
            type: .webhookReceived, subject: "hq/webhooks/unidentified",
            data: Array(#"{"body":"x","zone":null,"device":"d"}"#.utf8))
        let views = try await views([[drift, webhook, unknown]])
        let rows = try views.drift()
        #expect(rows.map(\.member) == ["a[].b", "c"])
        #expect(rows.map(\.value) == ["203", nil] && rows.map(\.type) == ["string", nil])
        #expect(rows.allSatisfy { $0.isFirst && $0.deployment == "hq" && $0.endpoint == "alerts" })
        #expect(try views.drift(since: Instant.testStart.advanced(byMilliseconds: 1)).isEmpty)
        #expect(try views.webhooks().map(\.zoneID) == ["z1", nil])
        #expect(try views.webhooks().map(\.deviceID) == [nil, "d"])
        #expect(try views.webhooks(until: .testStart).isEmpty)
    }

    private func views(_ batches: [[NewEvent]]) async throws -> ViewStore {
        let test = try TestLog()
        let log = try await test.create()
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        for batch in batches {
            _ = try await log.append(batch, at: .testStart)
            try views.catchUp(with: test.reader())
        }
        return views
    }

    // MARK: events

    private static func random(_ generator: inout SeededGenerator) -> NewEvent {
        let (one, other) = (Int64(generator.next() % 100), Int64(generator.next() % 100))
        switch generator.next() % 5 {
        case 0: return opened(one)
        case 1: return closed(one, other)
        case 2: return NewEvent(type: .recordSeen, subject: "hq/alerts/a", endpoint: "alerts", data: Array("{}".utf8))
        default: return confirmed(min(one, other), max(one, other))
        }
    }

    private static func time(_ offset: Int64) -> String {
        Instant.testStart.advanced(byMilliseconds: offset).description
    }

    private static func confirmed(_ from: Int64, _ until: Int64) -> NewEvent {
        let span = #""from":"\#(time(from))","until":"\#(time(until))""#
        return event(.coverageConfirmed, #"{\#(span),"looks":1,"complete":1,"longest_interval_ms":\#(until - from)}"#)
    }

    private static func opened(_ from: Int64) -> NewEvent {
        event(.gapOpened, #"{"cause":"refused","detail":"503","last_complete":"\#(time(from))"}"#)
    }

    private static func closed(_ from: Int64, _ until: Int64) -> NewEvent {
        event(.gapClosed, #"{"opened":1,"from":"\#(time(from))","until":"\#(time(until))"}"#)
    }

    private static func event(_ type: EventType, _ data: String) -> NewEvent {
        NewEvent(type: type, subject: target.coverageSubject, endpoint: "alerts", data: Array(data.utf8))
    }
}
