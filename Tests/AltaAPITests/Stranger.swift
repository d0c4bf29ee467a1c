import AltaAPI

/// Somebody without a session, who asks on connections of his own.
enum Stranger {
    /// What he is told at an address. He has ten minutes, for how long many bytes take says more of the machine.
    static func knock(
        at address: String, deadline: Int64 = 600_000, route: NetworkRoute = NetworkRoute()
    ) async throws -> InspectedAnswer {
        let transport = AsyncHTTPTransport(baseURL: address, exchangeDeadline: deadline, route: route)
        let inspector = AltaInspector(
            credentials: Credentials(bearer: "t"), transport: transport, clock: SystemWallClock())
        return try await ending(transport.shutdown) { try await inspector.knock() }
    }

    /// The same, or why no answer came.
    static func knocked(
        at address: String, deadline: Int64 = 600_000, route: NetworkRoute = NetworkRoute()
    ) async -> (answer: InspectedAnswer?, error: TransportError?) {
        do {
            return (try await knock(at: address, deadline: deadline, route: route), nil)
        } catch SessionFailure.noAnswer(let error) {
            return (nil, error)
        } catch {
            return (nil, nil)
        }
    }
}

/// What `body` gives. By then `end` is done, whatever came of it.
func ending<Value>(_ end: () async throws -> Void, _ body: () async throws -> Value) async throws -> Value {
    let result: Result<Value, any Error>
    do {
        result = .success(try await body())
    } catch {
        result = .failure(error)
    }
    try await end()
    return try result.get()
}
