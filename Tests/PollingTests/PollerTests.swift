import AlarmHistory
import AltaAPI
import ArchiveEvents
import EventStorage
import Foundation
import Polling
import Synchronization
import TestSupport
import Testing

@Suite("The poller")
struct PollerTests {
    @Test(
        "waits where the log takes nothing, whatever the reason, loses nothing and records nothing twice",
        arguments: [
            .diskFull, .locked, .heldByReader(bytes: 1), .inaccessible("read-only"), .failing("disk I/O error"),
            .storage("SQL logic error"), .damaged("malformed"), .notALog("no file"), .undecided("disk I/O error"),
        ] as [EventLogError])
    func refusals(error: EventLogError) async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = RefusingStore(try SQLiteBlockStore.open(at: test.path, access: .writing), error, refusals: 3)
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 30_000))
        try await scriptedPoller(test, log, clock, .continuous) { _ in .ok(#"[{"guid":"a"}]"#) }.poll()
        #expect(store.refusalsLeft == 0)
        let events = try test.events()
        #expect(events.count { $0.type == .recordSeen && $0.subject == "hq/alerts/a" } == 1)
        #expect(!events.contains { $0.type == .gapOpened }, "a few seconds are no gap")
    }

    @Test("asks nothing while an answer cannot be recorded, and records gaps of the true cause afterwards")
    func outage() async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = RefusingStore(try SQLiteBlockStore.open(at: test.path, access: .writing), .locked, refusals: 0)
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 1_200_000))
        let guids = Mutex(0)
        // Nothing is refused until the first looks are recorded; then for some ten minutes.
        try await scriptedPoller(test, log, clock, .continuous) { request in
            if request.path == "/api/v1/ongoingAlerts", clock.now.milliseconds(since: .testStart) > 100_000 {
                let number = guids.withLock { number in
                    number += 1
                    return number
                }
                if number == 1 { store.refuse(26) }
                return .ok(#"[{"guid":"late\#(number)"}]"#)
            }
            return .ok(request.path == "/api/v1/about" ? #"{"version":"1"}"# : "[]")
        }.poll()
        #expect(store.refusalsLeft == 0)
        let events = try test.events()
        let gaps = events.filter { $0.type == .gapOpened }
        let texts = gaps.map { String(decoding: $0.data ?? [], as: UTF8.self) }
        #expect(Set(gaps.map(\.subject)) == ["hq/coverage/ongoing-alerts", "hq/coverage/alerts"], "\(texts)")
        #expect(
            texts.allSatisfy { $0.contains(#""cause":"storage""#) && $0.contains("held the log locked") }, "\(texts)")
        #expect(events.count { $0.type == .gapClosed } == 2)
        #expect(events.count { $0.type == .recordSeen && $0.subject == "hq/alerts/late1" } == 1, "what it held")
    }

    @Test("says so and ends a single cycle where the log takes nothing for a minute")
    func refusalsOnce() async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = RefusingStore(
            try SQLiteBlockStore.open(at: test.path, access: .writing), .diskFull, refusals: .max)
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        let clock = ManualClock(.testStart)
        let poller = try scriptedPoller(test, log, clock, .once) { _ in .ok(#"[{"guid":"a"}]"#) }
        await #expect(throws: EventLogError.self) { try await poller.poll() }
        #expect(clock.now.milliseconds(since: .testStart) >= 60_000)
        #expect(try test.events().count == 1)
    }

    @Test("ends at once where the log is another writer's")
    func foreignWriter() async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        _ = try await test.open().append([.sample("x", 1)], at: .testStart)
        let poller = try scriptedPoller(test, log, ManualClock(.testStart), .continuous) { _ in .ok(#"[{"guid":"a"}]"#)
        }
        let error = await #expect(throws: EventLogError.self) { try await poller.poll() }
        #expect(error?.description.contains("another program wrote into log.sqlite") == true)
    }

    @Test("is not ended by the service where it breaks off: the log is read again, and polling goes on")
    func service() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 60_000))
        let reader = LogReader(FailingReader(try test.readOnlyStore(), failures: 3))
        let poller = try scriptedPoller(test, log, clock, .continuous) { _ in .ok(#"[{"guid":"a"}]"#) }
        let lines = LoggedLines()
        try await PollingService([poller], log: log, reader: reader, clock: clock, logger: lines.logger).run()
        #expect(try test.events().contains { $0.subject == "hq/alerts/a" })
        #expect(lines.text.split(separator: "\n").count { $0.hasPrefix("error") } == 1, "told once: \(lines.text)")
    }

    @Test(
        "where polling broke off for minutes, the gaps say why, and not that nothing ran, also after a start with a fast clock",
        arguments: [0, 3 * 3_600_000])
    func brokenOff(lead: Int64) async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = RefusingStore(
            try SQLiteBlockStore.open(at: test.path, access: .writing), .impossibleTime(.testStart), refusals: 0)
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 1_200_000))
        clock.step(byMilliseconds: lead)
        let guids = Mutex(0)
        let poller = try scriptedPoller(test, log, clock, .continuous) { request in
            let passed = clock.trueTime.milliseconds(since: .testStart)
            if passed > 50_000, clock.now > clock.trueTime { clock.step(byMilliseconds: -lead) }
            guard request.path == "/api/v1/ongoingAlerts", passed > 100_000 else {
                return .ok(request.path == "/api/v1/about" ? #"{"version":"1"}"# : "[]")
            }
            let number = guids.withLock { number in
                number += 1
                return number
            }
            if number == 1 { store.refuse(12) }
            return .ok(#"[{"guid":"late\#(number)"}]"#)
        }
        let logger = LoggedLines().logger
        try await PollingService([poller], log: log, reader: try test.reader(), clock: clock, logger: logger).run()
        #expect(store.refusalsLeft == 0)
        let gaps = try test.events().filter { $0.type == .gapOpened }.map {
            String(decoding: $0.data ?? [], as: UTF8.self)
        }
        #expect(gaps.count == 2 && gaps.allSatisfy { $0.contains(#""cause":"storage""#) }, "\(gaps)")
    }

    @Test("tells how many events are lost where it is called off while the log takes nothing")
    func calledOff() async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = RefusingStore(try SQLiteBlockStore.open(at: test.path, access: .writing), .diskFull, refusals: .max)
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 600_000))
        let lines = LoggedLines()
        try await scriptedPoller(test, log, clock, .continuous, lines.logger) { _ in .ok(#"[{"guid":"a"}]"#) }.poll()
        let told = lines.errors.filter { $0.hasPrefix("error hq: ") && $0.contains("events are not recorded") }
        #expect(told.count == 1, "\(lines.errors)")
    }

    @Test(
        "starts whatever its note of watermarks holds, and says that it does not use it",
        arguments: [
            "", "\u{0}\u{0}", "[", String(repeating: "[", count: 100_000), "null", "9223372036854775808",
            #"{"log_size":9223372036854775807,"looks":[]}"#, #"{"log_size":-9223372036854775808,"looks":[]}"#,
            Self.look(#""looks":9223372036854775807"#), Self.look(#""looks":-1"#),
            Self.look(#""complete":9223372036854775807"#),
            Self.look(#""longest_interval_ms":9223372036854775807"#),
            Self.look(#""longest_interval_ms":-9223372036854775808"#),
            Self.look(#""looks":1e300"#), Self.look(#""from":"9999-12-31T23:59:59.999Z""#),
            Self.look(#""from":"0001-01-01T00:00:00.000Z""#), Self.look(#""answered":"9999-12-31T23:59:59.999Z""#),
            Self.look(#""last_complete":"9999-12-31T23:59:59.999Z""#),
            Self.look(#""last_complete":"0001-01-01T00:00:00.000Z""#),
            #"{"log_size":0,"requests":{"per_minute":-9223372036854775808,"last_hour":1,"held_back":1},"looks":[]}"#,
            #"{"log_size":0,"requests":{"per_minute":1,"last_hour":9223372036854775807,"held_back":1},"looks":[]}"#,
        ])
    func hostileNotes(note: String) async throws {
        let test = try TestLog()
        let log = try await test.create()
        try note.write(toFile: test.folder.file("watermarks.json"), atomically: false, encoding: .utf8)
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 400_000))
        try await scriptedPoller(test, log, clock, .continuous) { _ in .ok(#"[{"guid":"a"}]"#) }.poll()
        let events = try test.events()
        #expect(events.contains { $0.subject == "hq/alerts/a" })
        let marks = try #require(FileManager.default.contents(atPath: test.folder.file("watermarks.json")))
        let noted = Watermarks(encoded: [UInt8](marks), logSize: await log.size)
        let last = try #require(noted[LookTarget("hq", .ongoingAlerts)])
        #expect(last <= clock.now && last > .testStart, "\(last)")
    }

    @Test("starts with a note of invalid UTF-8, a huge one, a folder, a pipe and a link in its place")
    func otherNotes() async throws {
        for kind in ["bytes", "huge", "folder", "pipe", "link"] {
            let test = try TestLog()
            let log = try await test.create()
            let path = test.folder.file("watermarks.json")
            switch kind {
            case "bytes": try Data([0xFF, 0xFE, 0x00, 0x80]).write(to: URL(fileURLWithPath: path))
            case "huge":
                close(creat(path, 0o600))
                try #require(truncate(path, 1 << 30) == 0)
            case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case "pipe": try #require(mkfifo(path, 0o600) == 0)
            default: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
            }
            let lines = LoggedLines()
            try await scriptedPoller(test, log, ManualClock(.testStart), .once, lines.logger) { _ in
                .ok(#"[{"guid":"a"}]"#)
            }.poll()
            #expect(try test.events().contains { $0.subject == "hq/alerts/a" }, "\(kind)")
            #expect(lines.text.contains("the note of watermarks is not used"), "\(kind): \(lines.text)")
        }
    }

    @Test("asks an unreachable deployment once in a single cycle, and records a gap for each endpoint")
    func unreachableOnce() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let asked = Mutex(0)
        let poller = try scriptedPoller(test, log, ManualClock(.testStart), .once) { _ throws(TransportError) in
            asked.withLock { $0 += 1 }
            throw TransportError("nothing there")
        }
        let report = try await poller.poll()
        #expect(asked.withLock { $0 } == 1)
        #expect(report.failures.count == 4)
        #expect(try test.events().filter { $0.type == .gapOpened }.count == 4)
    }

    @Test("records nothing of a question that was called off")
    func cancellation() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let callOff = Mutex<(@Sendable () -> Void)?>(nil)
        let poller = try scriptedPoller(test, log, ManualClock(.testStart), .continuous) { _ throws(TransportError) in
            callOff.withLock { $0 }?()
            throw TransportError("called off")
        }
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let polling = Task {
            for await _ in starts { break }
            _ = try await poller.poll()
        }
        callOff.withLock { $0 = { polling.cancel() } }
        start.yield()
        try await polling.value
        #expect(try test.events().count == 1)
    }

    /// A note with one look, of which a member is as given.
    private static func look(_ member: String) -> String {
        let members = [
            #""subject":"hq/coverage/ongoing-alerts""#, #""last_complete":"2026-11-23T07:00:00.000Z""#,
            #""from":"2026-11-23T06:00:00.000Z""#, #""looks":5"#, #""complete":5"#, #""longest_interval_ms":5000"#,
        ]
        let name = member.prefix { $0 != ":" }
        let others = members.filter { !$0.hasPrefix(name + ":") }
        return #"{"log_size":1,"requests":null,"looks":[{\#((others + [member]).joined(separator: ","))}]}"#
    }
}

/// A store that refuses to be written for a while.
private final class RefusingStore: BlockStore {
    private let store: SQLiteBlockStore
    private let error: EventLogError
    private let refusals: Mutex<Int>

    init(_ store: SQLiteBlockStore, _ error: EventLogError, refusals: Int) {
        self.store = store
        self.error = error
        self.refusals = Mutex(refusals)
    }

    var refusalsLeft: Int { refusals.withLock { $0 } }

    /// The next so many writes are refused.
    func refuse(_ count: Int) { refusals.withLock { $0 = count } }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value { try store.read(body) }

    func flush() throws { try store.flush() }

    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        let isRefused = refusals.withLock { left in
            defer { left = max(0, left - 1) }
            return left > 0
        }
        guard !isRefused else { throw error }
        return try store.write(body)
    }
}

/// A reader that fails a few times.
private final class FailingReader: BlockReader {
    private let store: SQLiteBlockStore
    private let failures: Mutex<Int>

    init(_ store: SQLiteBlockStore, failures: Int) {
        self.store = store
        self.failures = Mutex(failures)
    }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value {
        let fails = failures.withLock { left in
            defer { left = max(0, left - 1) }
            return left > 0
        }
        guard !fails else { throw EventLogError.failing("disk I/O error") }
        return try store.read(body)
    }
}
