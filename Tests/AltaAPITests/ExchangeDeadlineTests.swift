import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@Suite("The deadline of an exchange")
struct ExchangeDeadlineTests {
    /// What a server sends at once, then again and again, and how the exchange ends.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var beginning = ""
        var drip: String?
        /// Nil where there is no answer.
        var status: Int?
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n["

    @Test(
        "holds for head and body, however the server spends the time",
        // What nothing ends would go on for ever; how long its end takes says more of the machine.
        .timeLimit(.minutes(20)),
        arguments: [
            Case(testDescription: "takes the connection and says nothing"),
            Case(testDescription: "drips its head", beginning: "HTTP/1.1 200 OK\r\nX-Slow: ", drip: "x"),
            Case(testDescription: "sends its head and no body", beginning: head, status: 200),
            Case(testDescription: "drips its body", beginning: head, drip: "1,", status: 200),
            Case(
                testDescription: "drips chunks", beginning: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                drip: "1\r\n[\r\n", status: 200),
        ])
    func slow(_ fault: Case) async throws {
        let server = try await SlowServer(beginning: fault.beginning, drip: fault.drip)
        let (answer, error) = await Stranger.knocked(at: server.address, deadline: 300)
        if case .cutShort(let how) = answer?.ending {
            #expect(answer?.status == fault.status && how.contains("longer than 300 ms"), "\(how)")
        } else {
            // On a machine that is busy, the head may be late, too.
            #expect(answer == nil && error?.kind == .timedOut, "\(String(describing: error))")
        }
        try await server.close()
    }

    @Test("ends an exchange of which the transport does not come back, a login too", arguments: ["dologin", "alerts"])
    func guarded(path: String) async throws {
        let transport = HangingTransport { $0.hasSuffix(path) }
        let clock = TurnedClock(.testStart)
        let session = Task {
            let inspector = AltaInspector(
                credentials: Credentials(username: "u", password: "p"), transport: transport, clock: clock)
            return try await inspector.look(.alerts)
        }
        let isAsked = try await clock.turn(seconds: 1000) { transport.paths.last?.hasSuffix(path) ?? false }
        try #require(isAsked)
        let asked = clock.now
        let end = Task { await session.result }
        for _ in 0..<40 {
            clock.turn(byMilliseconds: 1000)
            try await Task.sleep(for: .milliseconds(1))
        }
        let result = await end.value
        let error = #expect(throws: SessionFailure.self) { try result.get() }
        guard case .noAnswer(let late) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(late.kind == .timedOut && clock.now.milliseconds(since: asked) <= 41_000)
    }

    @Test("does not hold up a task that is called off")
    func cancelled() async throws {
        let transport = HangingTransport { _ in true }
        let session = Task {
            let inspector = AltaInspector(
                credentials: Credentials(bearer: "t"), transport: transport, clock: TurnedClock(.testStart))
            return try await inspector.look(.alerts)
        }
        while transport.paths.isEmpty { await Task.yield() }
        session.cancel()
        await #expect(throws: SessionFailure.self) { try await session.value }
    }

    @Test("a read goes out once more where a kept connection ended before an answer, and never a login")
    func repeated() async throws {
        let transport = ScriptedTransport { request throws(TransportError) in
            throw TransportError("\(request.path) lost", kind: .answerLost)
        }
        let clock = ManualClock(.testStart)
        let bearer = AltaInspector(credentials: Credentials(bearer: "t"), transport: transport, clock: clock)
        await #expect(throws: SessionFailure.self) { try await bearer.look(.alerts) }
        #expect(transport.requests == ["GET /api/v1/alerts", "GET /api/v1/alerts"])
        #expect(await bearer.requestsSent == 2, "both count towards the budget")
        let user = AltaInspector(
            credentials: Credentials(username: "u", password: "p"), transport: transport, clock: clock)
        await #expect(throws: SessionFailure.self) { try await user.look(.alerts) }
        #expect(transport.requests.dropFirst(2) == ["POST /api/v1/dologin"])
    }
}
