import AltaAPI
import AltaOperator
import AltaSimulator
import TestSupport
import Testing

@Suite("Every call of the vendor's table")
struct CallTableTests {
    @Test("is in the table of these tests, with both verbs where there are two")
    func complete() throws {
        let rows = try CallSubjects().rows()
        #expect(Set(rows.map(\.number)) == Set(1...21))
        #expect(Set(rows.map(\.kind)) == Set(CallKind.allCases))
        let verbs = Dictionary(grouping: rows, by: \.number).mapValues { Set($0.map(\.sent.verb)) }
        let reads: Set = [1, 3, 4, 9, 11, 14, 16, 18, 19, 20, 21]
        for (number, verbs) in verbs {
            let expected: Set<String> =
                switch number {
                case 12, 15: ["GET", "POST"]
                case 13: ["GET", "DELETE"]
                default: reads.contains(number) ? ["GET"] : ["POST"]
                }
            #expect(verbs == expected, "row \(number)")
        }
    }

    @Test("leaves with the verb, the path and the body that the reference states", arguments: try CallSubjects().rows())
    func sent(row: CallRow) async throws {
        let transport = RecordingTransport(ScriptedTransport { $0.isAboutSession ? .signedIn : .ok("[]") })
        try await OperatorClient(transport).make(row.call)
        #expect(transport.calls == [row.sent])
        let request = try #require(transport.requests.first)
        #expect(request.values("Content-Type") == (row.sent.body.isEmpty ? [] : ["application/json"]))
        #expect(request.values("Cookie") == ["va=secret-cookie"] && request.values("Accept") == ["application/json"])
    }

    @Test(
        "is answered with success by a simulated deployment", arguments: [SimulationProfile.classic, .iso, .wrapped])
    func simulated(profile: SimulationProfile) async throws {
        let world = StagedWorld { $0.profile = profile }
        let rows = try await world.subjects().rows()
        let transport = RecordingTransport(world.transport)
        let client = OperatorClient(transport, clock: world.clock)
        for row in rows {
            await #expect(throws: Never.self, "\(row.sent)") { try await client.make(row.call) }
        }
        #expect(transport.calls == rows.map(\.sent))
    }

    @Test("is named, aimed and marked as the history and the user are told")
    func names() throws {
        let names = try CallSubjects().rows().compactMap { row -> String? in
            guard case .act(let act) = row.call else { return nil }
            return "\(act.name) \(act.target ?? "all") \(act.isDocumented)"
        }
        let (guid, zone) = (CallSubjects().guid, CallSubjects().zone)
        #expect(
            Set(names) == [
                "verify \(guid) true", "end \(guid) true", "stop-local all false", "stop-local \(zone) false",
                "arm all false", "arm \(zone) false", "disarm all false", "disarm \(zone) false",
                "comment \(zone) false", "mute \(zone) false", "unmute \(zone) false",
            ])
    }
}
