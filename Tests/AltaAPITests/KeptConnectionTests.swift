import AlarmHistory
import ArchiveEvents
import TestSupport
import Testing

@testable import AltaAPI

@Suite("A kept connection")
struct KeptConnectionTests {
    private static let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]".utf8)

    @Test("that is good for one answer alone, as it turns out at the next question, fails no poll")
    func goodForOne() async throws {
        // The second question gets no byte, and the connection's end.
        let requests = try await RawServer.serving([], before: [Self.answer], threePolls)
        #expect(requests == 5, "each but the first went out twice, and both count towards the budget")
    }

    @Test("that the server closes behind each answer, without having said so, fails no poll")
    func closedBehindAnswers() async throws {
        let requests = try await RawServer.serving(Self.answer, threePolls)
        #expect((3...5).contains(requests), "as the end is seen before the next question, or after it")
    }

    /// Requests that three polls took, all of which must succeed.
    private func threePolls(_ server: RawServer) async throws -> Int {
        let transport = AsyncHTTPTransport(baseURL: server.address, exchangeDeadline: 600_000)
        let client = AltaClient(
            deployment: "hq", credentials: Credentials(bearer: "t"), transport: transport, clock: SystemWallClock(),
            reader: AnswerReader(redaction: SecretRedaction(key: [1])))
        return try await ending(transport.shutdown) {
            for poll in 1...3 {
                let failure = await client.fetch(.alerts).failure
                #expect(failure == nil, "poll \(poll): \(String(describing: failure))")
            }
            return await client.requestsSent
        }
    }
}
