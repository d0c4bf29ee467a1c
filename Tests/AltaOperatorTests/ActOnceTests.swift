import AltaAPI
import AltaOperator
import ArchiveEvents
import TestSupport
import Testing

@Suite("What changes something is sent once")
struct ActOnceTests {
    private static let act = Act.end(guid: "a")
    private static let line = "POST /api/v1/alerts/a/end"

    /// The account's session may be a fresh one, or have been good for a question already.
    private func client(
        _ replies: [AnswersInTurn.Reply], isSignedIn: Bool = true
    ) async throws -> (client: OperatorClient, deployment: AnswersInTurn) {
        let deployment = AnswersInTurn((isSignedIn ? [.body("[]")] : []) + replies)
        let client = OperatorClient(deployment)
        if isSignedIn { _ = try await client.read(.zones) }
        return (client, deployment)
    }

    private func acts(_ deployment: AnswersInTurn) -> Int { deployment.lines.count { $0 == Self.line } }

    @Test("but once more where the session was lost, and a new login cures that")
    func cured() async throws {
        let (client, deployment) = try await client([.status(401), .status(200)])
        #expect(try await client.perform(Self.act) == .accepted(status: 200))
        #expect(deployment.lines == ["GET /api/v1/alarmZones", Self.line, Self.line])
        #expect(deployment.signIns == 2)
    }

    @Test("and not a third time where the new session is refused, too")
    func uncured() async throws {
        let (client, deployment) = try await client([.status(401)])
        let failure = await #expect(throws: OperatorFailure.self) { try await client.perform(Self.act) }
        #expect(failure?.signInProblem == .sessionRefused(status: 401))
        #expect(acts(deployment) == 2 && deployment.signIns == 2)
    }

    @Test("a session that is refused as soon as it is made is not made again")
    func fresh() async throws {
        let (client, deployment) = try await client([.status(401)], isSignedIn: false)
        let failure = await #expect(throws: OperatorFailure.self) { try await client.perform(Self.act) }
        #expect(failure?.signInProblem == .sessionRefused(status: 401))
        #expect(acts(deployment) == 1 && deployment.signIns == 1)
    }

    /// What an act meets, and what is said of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let reply: AnswersInTurn.Reply
        let outcome: ActOutcome
        var testDescription: String { "\(reply)" }
    }

    static let final: [Case] =
        [400, 403, 404, 409, 429, 500, 502, 503, 504].map { status in
            Case(reply: .status(status, retryAfter: "1"), outcome: .refused(status: status))
        } + [
            Case(reply: .status(204), outcome: .accepted(status: 204)),
            Case(
                reply: .body(" <!doctype html><title>Sign in</title>"),
                outcome: .unanswered("a web page came instead of an answer (status 200)")),
            Case(
                reply: .status(302), outcome: .unanswered("a redirect came instead of an answer (status 302)")),
            Case(reply: .lost(.timedOut), outcome: .unanswered("no answer came in time")),
            Case(reply: .lost(.answerLost), outcome: .unanswered("the connection ended before an answer came")),
            Case(reply: .lost(.other), outcome: .unanswered("the connection ended before an answer came")),
        ]

    @Test("whatever else comes of it", arguments: final, [true, false])
    func once(met: Case, isSignedIn: Bool) async throws {
        let (client, deployment) = try await client([met.reply, .status(200)], isSignedIn: isSignedIn)
        #expect(try await client.perform(Self.act) == met.outcome)
        #expect(acts(deployment) == 1 && deployment.signIns == 1)
    }

    @Test("also where a page comes instead of an answer: what is read next renews the session, and tells the effect")
    func page() async throws {
        let page = AnswersInTurn.Reply.body("<!doctype html><title>Sign in</title>")
        let (client, deployment) = try await client([page, page, .body(#"{"guid":"a","phase":"ended"}"#)])
        guard case .unanswered = try await client.perform(Self.act) else { throw Answered() }
        let effect = await client.effect(of: Self.act, after: .end(isEnded: false, phase: "alarm"))
        #expect(effect.standing == .confirmed, "\(effect.detail)")
        #expect(acts(deployment) == 1 && deployment.signIns == 2)
    }

    private struct Answered: Error {}

    @Test("what is typed by hand, too", arguments: final)
    func typed(met: Case) async throws {
        let (client, deployment) = try await client([met.reply, .status(200)])
        let reply = try await client.call(VendorCall("post", "/alerts/a/end"))
        #expect(reply.outcome == met.outcome)
        #expect(acts(deployment) == 1 && deployment.signIns == 1)
    }

    @Test(
        "what could not leave is thrown, so that nobody takes it for sent",
        arguments: [TransportError.Kind.unknownName, .unreachable, .untrusted])
    func notSent(kind: TransportError.Kind) async throws {
        let (client, deployment) = try await client([.lost(kind), .status(200)])
        let failure = await #expect(throws: OperatorFailure.self) { try await client.perform(Self.act) }
        #expect(failure?.transportKind == kind)
        #expect(acts(deployment) == 1)
    }
}

extension OperatorFailure {
    /// Why the account is not taken for what it is, if that is the failure.
    var signInProblem: SignInProblem? {
        if case .session(.signIn(let problem, _)) = self { problem } else { nil }
    }

    /// Why the network brought nothing, if that is the failure.
    var transportKind: TransportError.Kind? {
        if case .session(.noAnswer(let error)) = self { error.kind } else { nil }
    }

    /// The status of an answer that refuses, if that is the failure.
    var refusedStatus: Int? {
        if case .refused(let status, _) = self { status } else { nil }
    }
}
