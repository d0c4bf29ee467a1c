import AlarmHistory
import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@testable import AltaOperator

@Suite("What an act brought about")
struct EffectTests {
    @Test("follows from what is shown before and after it", arguments: try EffectCase.all())
    func rule(of example: EffectCase) {
        let effect = example.after.effect(of: example.act, after: example.before)
        #expect(effect.standing == example.standing, "\(effect.detail)")
        #expect(!effect.detail.isEmpty)
    }

    @Test("is told for every act: seen, not seen, and not to be known")
    func complete() throws {
        let cases = try EffectCase.all()
        for standing in [Effect.Standing.confirmed, .notSeen, nil] {
            #expect(Set(cases.filter { $0.standing == standing }.map(\.act.kind)) == CallKind.acts)
        }
    }

    /// Looks for the end of an alarm that a deployment shows like this, one look after the other.
    private func look(_ replies: [AnswersInTurn.Reply]) async -> (effect: Effect, times: [Int64], lines: [String]) {
        let clock = ManualClock(.testStart)
        let deployment = AnswersInTurn(replies, clock: clock)
        let client = OperatorClient(deployment, clock: clock)
        let before = ShownState.end(isEnded: false, phase: "alarm")
        let effect = await client.effect(of: .end(guid: "a"), after: before)
        return (effect, deployment.times, deployment.lines)
    }

    private static let going = AnswersInTurn.Reply.body(#"{"guid":"a","phase":"alarm","end_time":null}"#)
    private static let ended = AnswersInTurn.Reply.body(#"{"guid":"A","phase":"ended","end_time":1748744500000}"#)

    @Test("is looked for at once, and no longer than it takes to show")
    func atOnce() async {
        let seen = await look([Self.ended, Self.going])
        #expect(seen.effect == Effect(.confirmed, "the alarm has ended"))
        #expect(seen.times == [0] && seen.lines == ["GET /api/v1/alerts/a"])
    }

    @Test("is looked for again where it shows later")
    func later() async {
        let seen = await look([Self.going, Self.going, Self.ended])
        #expect(seen.effect.standing == .confirmed && seen.times == [0, 500, 2000])
    }

    @Test("is looked for no longer than some seconds")
    func never() async {
        let seen = await look([Self.going])
        #expect(seen.effect == Effect(.notSeen, "the alarm goes on, phase alarm"))
        #expect(seen.times == [0, 500, 2000, 5000])
    }

    @Test("is looked for in the list where the one alarm cannot be asked for")
    func listed() async {
        let list = AnswersInTurn.Reply.body(#"{"alerts":[{"guid":"b"},{"guid":"A","phase":"ended"}]}"#)
        for single in [AnswersInTurn.Reply.status(404), .status(405), .body("<html>no such page</html>"), .body("{}")] {
            let seen = await look([single, list])
            #expect(seen.effect.standing == .confirmed)
            #expect(seen.lines == ["GET /api/v1/alerts/a", "GET /api/v1/alerts"])
        }
    }

    @Test("is not known where nothing can be read, and the reason is told", arguments: [403, 401])
    func unreadable(status: Int) async {
        let seen = await look([.status(status)])
        #expect(seen.effect.standing == nil && seen.effect.detail.contains("could not be read back"))
        #expect(seen.effect.detail.contains("\(status)"))
    }

    @Test("is not known of an alarm that is not shown any more")
    func gone() async {
        let seen = await look([.status(404), .body("[]")])
        #expect(seen.effect.standing == nil)
    }

    @Test("that contradicts what was asked is not waited for any longer")
    func contradicted() async throws {
        let deployment = AnswersInTurn([.body(#"{"guid":"a","acknowledgment_code":202}"#)])
        let alarm = try VerifiedAlarm(servedAlarm(#"{"guid":"a","merged":true,"origin_name":"x"}"#))
        let act = Act.verify(alarm, as: .valid)
        let effect = await OperatorClient(deployment).effect(of: act, after: .verdict(.none))
        #expect(effect == Effect(.contradicted, "the alarm shows verdict false"))
        #expect(deployment.entries.count == 1)
    }
}
