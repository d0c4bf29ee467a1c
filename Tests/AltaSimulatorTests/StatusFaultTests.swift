import AltaSimulator
import Testing

@Suite("Faults of the status")
struct StatusFaultTests {
    @Test("each gives its status on its path while it lasts, and shows nothing", arguments: StatusFault.allCases)
    func effect(fault: StatusFault) throws {
        var visitor = SimulatedVisitor.struck(by: .status(fault), path: "alerts")
        let expected = try #require(Int(fault.rawValue.split(separator: "-")[1]))
        let response = visitor.send("GET", "alerts", at: amidst)
        #expect(response.status == expected)
        #expect(visitor.deployment.truth.entries.isEmpty)
        #expect(response.header("Retry-After") == advice(of: fault))
        #expect(visitor.send("GET", "sites", at: amidst).status == 200)
        for time in [noon, onset - 1, relief] {
            var visitor = SimulatedVisitor.struck(by: .status(fault), path: "alerts")
            #expect(visitor.send("GET", "alerts", at: time).status == 200)
        }
    }

    private func advice(of fault: StatusFault) -> String? {
        switch fault {
        case .tooManyRequests: "7"
        case .tooManyRequestsUntil: "Mon, 30 Jun 2025 12:15:07 GMT"
        default: nil
        }
    }

    @Test("pages and JSON take turns", arguments: [StatusFault.badGateway, .unavailable, .notFound])
    func bodies(fault: StatusFault) {
        var visitor = SimulatedVisitor.struck(by: .status(fault))
        let first = visitor.send("GET", "alerts", at: amidst)
        let second = visitor.send("GET", "alerts", at: amidst + second)
        #expect(Set([first, second].map { $0.header("Content-Type") }) == ["text/html", "application/json"])
    }
}
