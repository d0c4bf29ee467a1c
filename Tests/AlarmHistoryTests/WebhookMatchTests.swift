import AlarmHistory
import ArchiveEvents
import Testing

@Suite("A webhook against the alarms of its zone")
struct WebhookMatchTests {
    private static let window: Int64 = 300_000

    private func match(_ alarms: [(occurred: Int?, seen: Int)], zone: String? = "z") -> WebhookMatch {
        let candidates = alarms.enumerated().map { number, alarm in
            WebhookMatch.Candidate(
                guid: "\(number)", occurredAt: alarm.occurred.map { minute($0) }, firstObservedAt: minute(alarm.seen))
        }
        return WebhookMatch(
            .init(deployment: "hq", zone: zone, receivedAt: minute(10)), against: candidates, window: Self.window)
    }

    @Test("one alarm within the window is a match, with both delays")
    func matched() {
        let match = match([(8, 11), (4, 20), (16, 17)])
        #expect(match.outcome == .matched)
        #expect(match.candidates.map(\.guid) == ["0"])
        #expect(match.delay == 120_000 && match.sightDelay == 60_000)
    }

    @Test("the window's borders belong to it", arguments: [(5, true), (15, true), (4, false), (16, false)])
    func borders(occurred: Int, isMatch: Bool) {
        #expect(match([(occurred, 100)]).outcome == (isMatch ? .matched : .missed))
    }

    @Test("without the vendor's time the first look counts, and there is no delay to tell")
    func withoutTime() {
        let match = match([(nil, 9)])
        #expect(match.outcome == .matched && match.delay == nil && match.sightDelay == -60_000)
    }

    @Test("several are all listed, the earliest first, and none is chosen")
    func ambiguous() {
        let match = match([(12, 12), (8, 8)])
        #expect(match.outcome == .ambiguous && match.candidates.map(\.guid) == ["1", "0"])
        #expect(match.delay == nil && match.sightDelay == nil)
    }

    @Test("none is missed; without a zone it is unidentified")
    func others() {
        #expect(match([]).outcome == .missed)
        #expect(match([(10, 10)], zone: nil).outcome == .unidentified)
    }

    @Test("delays in short are by nearest rank")
    func summary() {
        #expect(DelaySummary([]) == nil)
        let one = DelaySummary([7])
        #expect(one?.median == 7 && one?.p95 == 7 && one?.max == 7)
        let hundred = DelaySummary((1...100).shuffled().map { Int64($0) })
        #expect(hundred?.median == 50 && hundred?.p95 == 95 && hundred?.max == 100 && hundred?.count == 100)
    }
}
