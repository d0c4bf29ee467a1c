import AlarmHistory
import AltaAPI
import Testing

@testable import Polling

@Suite("What is told of failures")
struct FailureNoticesTests {
    private let alerts = LookTarget("hq", .alerts)
    private let ongoing = LookTarget("hq", .ongoingAlerts)

    @Test("is one line for an outage of a deployment, however many endpoints and tries it takes")
    func outage() {
        let failure = FetchFailure(.unreachable, "no way there")
        #expect(told([(failure, ongoing), (failure, alerts), (failure, ongoing), (failure, alerts)]) == [0])
        // Another cause is news; how long the login is left alone is none.
        let refusals = ["1", "2"].map { FetchFailure(.unauthorised, "left alone until \($0)") }
        #expect(told([(failure, ongoing), (refusals[0], ongoing), (refusals[1], alerts)]) == [0, 1])
    }

    @Test(
        "is one line for an endpoint that fails while others do not, until it succeeds once",
        arguments: [GapCause.refused, .unreachable])
    func endpoint(cause: GapCause) {
        let failure = FetchFailure(cause, "too late")
        #expect(
            told([
                (failure, alerts), (nil, ongoing), (failure, alerts), (nil, ongoing), (failure, alerts), (nil, alerts),
                (failure, alerts),
            ]) == [0, 6])
    }

    @Test("is a line for each endpoint that is refused by itself")
    func refused() {
        let failure = FetchFailure(.forbidden, "no")
        #expect(told([(failure, alerts), (failure, ongoing)]) == [0, 1])
    }

    /// Which of these looks, one after the other, is told.
    private func told(_ looks: [(failure: FetchFailure?, target: LookTarget)]) -> [Int] {
        var notices = FailureNotices()
        return looks.indices.filter { notices.isNew(looks[$0].failure, of: looks[$0].target) }
    }
}
