import AlarmHistory
import AltaAPI
import ArchiveEvents
import EventStorage
import ExactJSON
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Polling

@Suite("A poller whose answers do not come")
struct PatienceTests {
    @Test("asks everything else all the same, and records a gap for what does not answer")
    func oneEndpoint() async throws {
        let test = try TestLog(.memory)
        let transport = HangingTransport { $0.hasSuffix("/alerts") }
        let stage = try await Stage(test, transport)
        let polling = stage.start()
        let isDone = try await stage.clock.turn(seconds: 600) {
            transport.paths.count { $0.hasSuffix("/alerts") } >= 3
        }
        polling.cancel()
        try await polling.value
        #expect(isDone, "\(transport.paths)")
        #expect(transport.paths.count { $0.hasSuffix("/ongoingAlerts") } >= 3)
        let gaps = try test.events().filter { $0.type == .gapOpened }
        #expect(gaps.contains { $0.subject == "hq/coverage/alerts" })
        #expect(stage.errors.count { $0.contains("did not answer within") } == 1, "\(stage.errors)")
    }

    @Test("tells what is overdue while it waits, in the log and in the note")
    func overdue() async throws {
        let test = try TestLog(.memory)
        let isSlow = Mutex(false)
        let transport = HangingTransport(exchangeDeadline: 600_000) { path in
            isSlow.withLock { $0 } && path.hasSuffix("/ongoingAlerts")
        }
        let stage = try await Stage(test, transport)
        let polling = stage.start()
        let isObserved = try await stage.clock.turn(seconds: 100) { transport.paths.count > 8 }
        #expect(isObserved)
        isSlow.withLock { $0 = true }
        let isTold = try await stage.clock.turn(seconds: 400) {
            try test.events().contains { $0.type == .gapOpened && $0.subject == "hq/coverage/alerts" }
        }
        #expect(isTold, "while the answer is still awaited")
        let gaps = try test.events().filter { $0.type == .gapOpened }
        let causes = try gaps.map { try JSONText([UInt8](#require($0.data))).root["cause"]?.string }
        #expect(gaps.map(\.subject) == ["hq/coverage/ongoing-alerts", "hq/coverage/alerts"])
        #expect(causes == ["overdue", "overdue"])
        let note = String(decoding: FileManager.default.contents(atPath: stage.note) ?? Data(), as: UTF8.self)
        #expect(note.contains(#""pending":{"subject":"hq/coverage/ongoing-alerts""#), "\(note)")
        #expect(stage.errors.contains { $0.contains("has not come for") }, "\(stage.errors)")
        polling.cancel()
        try await polling.value
    }

    @Test("ends a single cycle all the same")
    func once() async throws {
        let test = try TestLog(.memory)
        let stage = try await Stage(test, HangingTransport { _ in true }, mode: .once)
        let polling = stage.start()
        let ended = Mutex(false)
        let end = Task {
            try await polling.value
            ended.withLock { $0 = true }
        }
        #expect(try await stage.clock.turn(seconds: 200) { ended.withLock { $0 } })
        try await end.value
        #expect(try test.events().count { $0.type == .gapOpened } == 4)
        #expect(stage.errors.count == 1, "one sentence for the deployment: \(stage.errors)")
    }

    @Test("says its sentence again in each single cycle, although the gap is open already")
    func onceAgain() async throws {
        let test = try TestLog(.memory)
        var log: EventLog?
        for _ in 0..<2 {
            let stage = try await Stage(test, HangingTransport { _ in true }, mode: .once, again: log)
            log = stage.log
            let polling = stage.start()
            let ended = Mutex(false)
            let end = Task {
                try await polling.value
                ended.withLock { $0 = true }
            }
            #expect(try await stage.clock.turn(seconds: 200) { ended.withLock { $0 } })
            try await end.value
            #expect(stage.errors.count == 1, "\(stage.errors)")
        }
        #expect(try test.events().count { $0.type == .gapOpened } == 4)
    }

    @Test("signs in again within seconds where the refused password is mended")
    func mendedPassword() async throws {
        let test = try TestLog(.memory)
        let password = Mutex("wrong")
        let transport = ScriptedTransport { request in
            guard request.method == .post else { return .ok(request.path.hasSuffix("about") ? "{}" : "[]") }
            return String(decoding: request.body, as: UTF8.self).contains("right") ? .signedIn : .status(401)
        }
        let credentials = Credentials(username: "u", password: "wrong") { (password.withLock { $0 }, nil) }
        let stage = try await Stage(test, transport, credentials: credentials)
        let polling = stage.start()
        #expect(try await stage.clock.turn(seconds: 100) { transport.requests.count == 3 }, "\(transport.requests)")
        #expect(Set(transport.requests) == ["POST /api/v1/dologin"])
        password.withLock { $0 = "right" }
        // Else it would be tried after 120 seconds.
        #expect(try await stage.clock.turn(seconds: 90) { transport.requests.contains("GET /api/v1/ongoingAlerts") })
        #expect(!stage.errors.contains { $0.contains("right") || $0.contains("wrong") })
        polling.cancel()
        try await polling.value
    }

    @Test("is watched: the watchdog says so where nothing goes on although something was due")
    func watchdog() {
        let progress = PollProgress()
        #expect(progress.alarm(at: .testStart) == nil)
        progress.goesOn(until: .testStart)
        #expect(progress.alarm(at: .testStart.advanced(byMilliseconds: 100_000)) == nil)
        #expect(progress.alarm(at: .testStart.advanced(byMilliseconds: 130_000))?.contains("stuck") == true)
        progress.goesOn(until: .testStart.advanced(byMilliseconds: 130_000))
        #expect(progress.alarm(at: .testStart.advanced(byMilliseconds: 131_000)) == nil)
        progress.pauses()
        #expect(progress.alarm(at: .testStart.advanced(byMilliseconds: 9_000_000)) == nil)
    }

    /// A poller by a clock that the test turns, and what it said at level error or above.
    private struct Stage: Sendable {
        let clock = TurnedClock(.testStart)
        let note: String
        let log: EventLog
        private let poller: Poller
        private let lines: LoggedLines

        init(
            _ test: TestLog, _ transport: any HTTPTransport, mode: PollCycle.Mode = .continuous,
            credentials: Credentials = Credentials(username: "u", password: "p"), again: EventLog? = nil
        ) async throws {
            let lines = LoggedLines()
            if let again { log = again } else { log = try await test.create() }
            note = test.folder.file("watermarks.json")
            var configuration = Poller.Configuration(deployment: "hq", watermarkPath: note)
            configuration.cycle.mode = mode
            configuration.endsWhenRefused = false
            let client = AltaClient(
                deployment: "hq", credentials: credentials, transport: transport, clock: clock,
                reader: AnswerReader(redaction: SecretRedaction(key: [1])))
            poller = Poller(
                configuration: configuration, client: client, log: log, reader: try test.reader(), clock: clock,
                logger: lines.logger)
            self.lines = lines
        }

        var errors: [String] { lines.errors }

        func start() -> Task<Void, any Error> { Task { [poller] in _ = try await poller.poll() } }
    }
}
