import AltaSimulator
import Foundation
import Testing

/// 2025-06-30T12:00:00Z, a Monday.
let noon: Int64 = 1_751_284_800_000

/// Milliseconds in a second, a minute, an hour and a day.
let second: Int64 = 1000
let minute = 60 * second
let hour = 60 * minute
let day = 24 * hour

/// A deployment and somebody who is logged in to it.
struct SimulatedVisitor {
    var deployment: SimulatedDeployment
    var cookie = ""
    /// What it calls itself.
    var agent = "visitor/1.0"

    init(seed: UInt64, configure: (inout SimulationParameters) -> Void = { _ in }) {
        var parameters = SimulationParameters(seed: seed, startedAt: noon)
        // A short history, so that a test is quick; those that need a month say so.
        parameters.historyMilliseconds = day
        configure(&parameters)
        deployment = SimulatedDeployment(parameters)
    }

    /// Logs in and keeps the cookie.
    mutating func logIn(
        password: String = "simulated", code: String? = nil, at time: Int64 = noon
    ) -> SimulatedResponse {
        let second = code.map { #","code":"\#($0)""# } ?? ""
        let body = #"{"username":"archiver@example.com","password":"\#(password)"\#(second)}"#
        let response = send("POST", "dologin", body: body, at: time)
        let cookies = response.headers.filter { $0.name == "Set-Cookie" }.map { $0.value }
        cookie = cookies.compactMap { $0.split(separator: ";").first.map(String.init) }.joined(separator: "; ")
        return response
    }

    /// `path` may have a query behind it.
    mutating func send(_ method: String, _ path: String, body: String = "", at time: Int64) -> SimulatedResponse {
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let request = SimulatedRequest(
            method: method, path: "/api/v1/\(parts[0])", query: parts.count > 1 ? parts[1] : "",
            headers: [("cookie", cookie), ("user-agent", agent)], body: Array(body.utf8))
        return deployment.respond(to: request, at: time)
    }

    /// The text of an answer with status 200, logging in first where that is needed.
    mutating func text(_ path: String, at time: Int64) -> String {
        var response = send("GET", path, at: time)
        if response.status == 401 {
            _ = logIn(at: time)
            response = send("GET", path, at: time)
        }
        #expect(response.status == 200, "\(path)")
        return String(decoding: response.body, as: UTF8.self)
    }

    /// The elements of a list.
    mutating func list(_ path: String, at time: Int64) throws -> [[String: Any]] {
        let value = try JSONSerialization.jsonObject(with: Data(text(path, at: time).utf8))
        return try #require(value as? [[String: Any]])
    }

    /// The members of an object.
    mutating func object(_ path: String, at time: Int64) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text(path, at: time).utf8))
        return try #require(value as? [String: Any])
    }

    mutating func zoneIDs(at time: Int64) throws -> [String] {
        try list("alarmZones", at: time).compactMap { $0["id"] as? String }
    }
}
