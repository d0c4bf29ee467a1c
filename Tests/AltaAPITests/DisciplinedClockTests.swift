import AlarmHistory
import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@Suite("The disciplined clock")
struct DisciplinedClockTests {
    private static let day: Int64 = 86_400_000

    private static func served(_ time: String) -> (name: String, value: String) {
        ("Date", "Mon, 23 Nov 2026 \(time) GMT")
    }

    private func client(_ clock: any WallClock, _ script: @escaping ScriptedTransport.Script) -> AltaClient {
        AltaClient(
            deployment: "hq", credentials: Credentials(bearer: "b"), transport: ScriptedTransport(script), clock: clock,
            reader: AnswerReader(redaction: SecretRedaction(key: [1])))
    }

    @Test("learns from each answer what time the vendor has, and dates the exchange by it", arguments: [true, false])
    func dates(isFresh: Bool) async {
        // 08:00, by the vendor; the machine says the same of three days later.
        let time = ManualClock(.testStart)
        let clock = DisciplinedClock(time)
        clock.begin(logEnd: .testStart.advanced(byMilliseconds: -60_000))
        time.step(byMilliseconds: 3 * Self.day)
        #expect(clock.now == .testStart, "nothing confirms the step")
        let stranger = DisciplinedClock(time)
        stranger.begin(logEnd: .testStart.advanced(byMilliseconds: -60_000))
        let fetch = await client(stranger) { _ in
            time.advance(byMilliseconds: 2000)
            return .status(200, [Self.served("08:00:01"), ("Age", isFresh ? "0" : "259200")])
        }.fetch(.alerts)
        let error = fetch.receivedAt.milliseconds(since: .testStart.advanced(byMilliseconds: 2000))
        #expect(abs(error - (isFresh ? 0 : 3 * Self.day)) < 2000, "a cache's answer is as old as it says")
        #expect(fetch.receivedAt.milliseconds(since: fetch.askedAt) == 2000)
    }

    @Test("sleeps by the time that passes, wherever the clock is set meanwhile", arguments: [day, -day])
    func sleeps(error: Int64) async throws {
        let time = ManualClock(.testStart)
        let clock = DisciplinedClock(time)
        let target = clock.now.advanced(byMilliseconds: 5000)
        time.step(byMilliseconds: error)
        try await clock.sleep(until: target)
        #expect(time.trueTime == target && clock.now == target)
    }

    @Test("asks several deployments at a doubtful start, and is content with one answer that has a date")
    func asks() async {
        let time = ManualClock(.testStart)
        time.step(byMilliseconds: 3 * 365 * Self.day)
        let clock = DisciplinedClock(time)
        clock.begin(logEnd: .testStart.advanced(byMilliseconds: -60_000))
        #expect(clock.isDoubtful)
        let silent = ScriptedTransport { _ throws(TransportError) in throw TransportError("nothing there") }
        let dateless = ScriptedTransport { _ in .status(401) }
        let dated = ScriptedTransport { _ in .status(401, [Self.served("08:00:00")]) }
        await clock.ask([silent, dateless].map { inspector($0, clock) }, limit: 10_000)
        #expect(clock.isDoubtful && silent.requests.count == 1 && dateless.requests == ["GET /api/v1/about"])
        await clock.ask([silent, dated].map { inspector($0, clock) }, limit: 10_000)
        #expect(!clock.isDoubtful && abs(clock.now.milliseconds(since: time.trueTime)) < 2000)
        #expect(clock.takeStep()?.isFollowed == false)
    }

    @Test("tells once that the vendor contradicts a machine whose clock is believed")
    func contradicted() {
        let clock = DisciplinedClock(ManualClock(.testStart))
        clock.begin(logEnd: .testStart)
        clock.compare(served: .testStart.advanced(byMilliseconds: Self.day), asked: clock.monotonic)
        #expect(clock.takeContradiction().map { $0.milliseconds(since: .testStart) > Self.day - 2000 } == true)
        #expect(clock.takeContradiction() == nil && clock.takeStep() == nil && clock.now == .testStart)
    }

    private func inspector(_ transport: ScriptedTransport, _ clock: DisciplinedClock) -> AltaInspector {
        AltaInspector(credentials: Credentials(bearer: "b"), transport: transport, clock: clock)
    }
}

@Suite("The machine's clocks")
struct SystemWallClockTests {
    @Test("the monotonic one goes on, and a wait is as long as it is to be")
    func monotonic() async throws {
        let clock = SystemWallClock()
        let start = clock.monotonic
        try await clock.sleep(milliseconds: 3)
        try await clock.sleep(until: clock.now.advanced(byMilliseconds: -1000))
        #expect(clock.monotonic >= start + 3 && start > 0)
    }
}
