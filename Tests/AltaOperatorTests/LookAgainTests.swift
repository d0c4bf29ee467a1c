import AltaAPI
import AltaOperator
import ArchiveEvents
import Synchronization
import TestSupport
import Testing

@Suite("What only reads is asked again")
struct LookAgainTests {
    /// What questions meet, and when they are asked, in milliseconds.
    struct Case: Sendable, CustomTestStringConvertible {
        let replies: [AnswersInTurn.Reply]
        let times: [Int64]
        var testDescription: String { "\(replies)" }
    }

    @Test(
        "after a while, where the deployment is busy or the answer was lost",
        arguments: [
            Case(replies: [.body("[]")], times: [0]),
            Case(replies: [.status(429, retryAfter: "7"), .body("[]")], times: [0, 7000]),
            Case(replies: [.status(429, retryAfter: "600"), .body("[]")], times: [0, 30_000]),
            Case(replies: [.status(429), .body("[]")], times: [0, 1000]),
            Case(replies: [.status(503, retryAfter: "5"), .status(500), .body("[]")], times: [0, 5000, 8000]),
            // A kept connection may have ended: a new one is tried at once.
            Case(replies: [.lost(.answerLost), .body("[]")], times: [0, 0]),
            Case(replies: [.lost(.answerLost), .lost(.answerLost), .body("[]")], times: [0, 0, 1000]),
        ])
    func again(met: Case) async throws {
        let clock = ManualClock(.testStart)
        let deployment = AnswersInTurn(met.replies, clock: clock)
        #expect(try await OperatorClient(deployment, clock: clock).read(.zones).records.isEmpty)
        #expect(deployment.times == met.times)
    }

    @Test("three times at most, and then told what the last answer was", arguments: [429, 503])
    func busy(status: Int) async throws {
        let clock = ManualClock(.testStart)
        let deployment = AnswersInTurn([.status(status)], clock: clock)
        let client = OperatorClient(deployment, clock: clock)
        let failure = await #expect(throws: OperatorFailure.self) { try await client.read(.zones) }
        #expect(failure?.refusedStatus == status)
        #expect(deployment.times == [0, 1000, 4000])
    }

    @Test("three times at most, also where each answer is lost")
    func lost() async throws {
        let clock = ManualClock(.testStart)
        let deployment = AnswersInTurn([.lost(.answerLost)], clock: clock)
        let client = OperatorClient(deployment, clock: clock)
        let failure = await #expect(throws: OperatorFailure.self) { try await client.read(.zones) }
        #expect(failure?.transportKind == .answerLost)
        #expect(deployment.times == [0, 0, 1000, 1000, 4000, 4000])
    }

    @Test("but not where that would help nobody", arguments: [400, 403, 404])
    func refused(status: Int) async throws {
        let deployment = AnswersInTurn([.status(status), .body("[]")])
        let client = OperatorClient(deployment)
        let failure = await #expect(throws: OperatorFailure.self) { try await client.read(.zones) }
        #expect(failure?.refusedStatus == status && deployment.entries.count == 1)
    }

    @Test(
        "nor where nobody is there, or somebody has waited long enough",
        arguments: [TransportError.Kind.unknownName, .unreachable, .untrusted, .timedOut])
    func unreachable(kind: TransportError.Kind) async throws {
        let deployment = AnswersInTurn([.lost(kind), .body("[]")])
        let client = OperatorClient(deployment)
        let failure = await #expect(throws: OperatorFailure.self) { try await client.read(.zones) }
        #expect(failure?.transportKind == kind && deployment.entries.count == 1)
    }

    @Test(
        "where the login met a busy deployment, too, when that wants to be asked again",
        arguments: [("7", 7000), ("600", 30_000), ("soon", 1000)])
    func busyLogin(retryAfter: String, wait: Int64) async throws {
        let clock = ManualClock(.testStart)
        let logins = Mutex(0)
        let transport = ScriptedTransport { request in
            guard request.method == .post else { return .ok("[]") }
            return logins.withLock { count in
                count += 1
                return count == 1 ? .status(503, [("Retry-After", retryAfter)]) : .signedIn
            }
        }
        _ = try await OperatorClient(transport, clock: clock).read(.zones)
        #expect(transport.requests == ["POST /api/v1/dologin", "POST /api/v1/dologin", "GET /api/v1/alarmZones"])
        #expect(clock.now == .testStart.advanced(byMilliseconds: wait))
    }

    @Test("also when it was typed by hand, and whatever comes last is handed on")
    func typed() async throws {
        let clock = ManualClock(.testStart)
        let deployment = AnswersInTurn([.status(503), .status(503), .status(502)], clock: clock)
        let reply = try await OperatorClient(deployment, clock: clock).call(VendorCall("GET", "/alerts?limit=5"))
        #expect(reply.outcome == .refused(status: 502))
        #expect(deployment.lines == Array(repeating: "GET /api/v1/alerts?limit=5", count: 3))
        #expect(deployment.times == [0, 1000, 4000])
    }

    @Test("and what is no JSON is told, not read as nothing", arguments: ["<html>", "[1,", "{\"a\":}"])
    func unreadable(body: String) async throws {
        let client = OperatorClient(AnswersInTurn([.body("[]"), .body(body)]))
        _ = try await client.read(.zones)
        let failure = await #expect(throws: OperatorFailure.self) { try await client.read(.alerts) }
        #expect(failure.map { "\($0)" }?.hasPrefix("/api/v1/alerts: the answer is not what it should be") == true)
    }

    @Test("and an empty answer holds no records", arguments: ["", "null", "[]", #"{"data":null,"total":0}"#])
    func empty(body: String) async throws {
        #expect(try await OperatorClient(AnswersInTurn([.body(body)])).read(.alerts).records.isEmpty)
    }
}
