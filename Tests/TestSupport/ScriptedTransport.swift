package import AltaAPI
import Synchronization

/// Answers each path as the test says; logins are always accepted unless the test says otherwise.
package final class ScriptedTransport: HTTPTransport {
    package typealias Script = @Sendable (AltaRequest) throws(TransportError) -> HTTPAnswer

    private let script: Script
    private let log = Mutex<[String]>([])

    package init(_ script: @escaping Script) {
        self.script = script
    }

    /// Verb and path of each request so far.
    package var requests: [String] { log.withLock { $0 } }

    package func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        log.withLock { $0.append("\(request.method.rawValue) \(request.path)") }
        return try script(request)
    }
}

extension HTTPAnswer {
    /// 200 with that body.
    package static func ok(_ body: String) -> HTTPAnswer {
        HTTPAnswer(status: 200, headers: [], body: Array(body.utf8))
    }

    /// An accepted login.
    package static var signedIn: HTTPAnswer {
        HTTPAnswer(status: 200, headers: [("Set-Cookie", "va=secret-cookie; Path=/; HttpOnly")], body: Array("{}".utf8))
    }

    /// A status with nothing else.
    package static func status(_ status: Int, _ headers: [(name: String, value: String)] = []) -> HTTPAnswer {
        HTTPAnswer(status: status, headers: headers, body: [])
    }
}
