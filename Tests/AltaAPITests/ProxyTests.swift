import AltaAPI
import Testing

@Suite("A proxy")
struct ProxyTests {
    @Test("carries the exchange: the name of the deployment is not even looked up here")
    func carried() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
        let answer = try await knock("http://deployment.invalid", head + "[]", before: ["HTTP/1.1 200 OK\r\n\r\n"])
        #expect(answer.status == 200 && answer.body == Array("[]".utf8))
    }

    @Test(
        "that does not let us pass is named, with what to do, and without its password",
        arguments: [
            (
                "https://deployment.invalid", "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
                "asks for a name and a password"
            ),
            ("https://deployment.invalid", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "does not connect"),
        ])
    func refused(address: String, answer: String, words: String) async throws {
        let error = await #expect(throws: SessionFailure.self) { try await knock(address, answer) }
        guard case .noAnswer(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(
            failure.description.contains("the proxy 127.0.0.1:") && failure.description.contains(words), "\(failure)")
        #expect(
            !failure.description.contains("planted") && failure.kind == .unreachable, "an act was not sent: \(failure)")
    }

    @Test("that is not there is named, and not the deployment's address blamed")
    func nothingThere() async throws {
        var route = NetworkRoute()
        route.proxy = ProxyAddress(host: "127.0.0.1", port: 1)
        let error = await #expect(throws: SessionFailure.self) {
            try await Stranger.knock(at: "https://deployment.invalid", route: route)
        }
        #expect(error?.description.contains("its proxy 127.0.0.1:1 cannot be") == true, "\(String(describing: error))")
    }

    /// Through a proxy that answers with these bytes, and with others `before`.
    private func knock(
        _ address: String, _ answer: String, before: [String] = []
    ) async throws -> InspectedAnswer {
        try await RawServer.serving(Array(answer.utf8), before: before.map { Array($0.utf8) }) { server in
            var route = NetworkRoute()
            route.proxy = ProxyAddress(host: "127.0.0.1", port: server.port, proof: ("u", "planted"))
            return try await Stranger.knock(at: address, route: route)
        }
    }
}
