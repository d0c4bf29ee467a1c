package import Archive
package import ArchiveEvents
import AsyncHTTPClient
import EventStorage
import ExactJSON
import Foundation
import NIOCore
import NIOHTTP1

/// Hands events to the process that writes into an archive.
package struct HandoverClient: Sendable {
    private let directory: ArchiveDirectory

    /// A client for the archive in `directory`.
    package init(_ directory: ArchiveDirectory) {
        self.directory = directory
    }

    /// Where the event was recorded; it is durable then.
    package func handOver(_ event: HandedEvent) async throws(HandoverError) -> Position {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration)
        let result = await Self.result { try await exchange(event, client) }
        try? await client.shutdown()
        switch result {
        case .success(let answer): return try Self.position(status: answer.status, body: answer.body)
        case .failure(let error): throw Self.meaning(of: error)
        }
    }

    private func exchange(_ event: HandedEvent, _ client: HTTPClient) async throws -> (status: UInt, body: [UInt8]) {
        let folder = try SocketFolder(directory)
        var request = HTTPClientRequest(url: Self.url(folder.address))
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: event.body))
        let response = try await client.execute(request, timeout: Self.timeout)
        let body = try await response.body.collect(upTo: Self.answerLimit)
        // The address leads through the open folder.
        withExtendedLifetime(folder) {}
        return (response.status.code, Array(body.readableBytesView))
    }

    private static func meaning(of error: any Error) -> HandoverError {
        switch error {
        case let error as IOError where connectionErrors.contains(error.errnoCode): .nobodyListens
        case is SystemError: .nobodyListens
        default: .outcomeUnknown("\(error)")
        }
    }

    private static func position(status: UInt, body: [UInt8]) throws(HandoverError) -> Position {
        let answer = try? JSONText(body).root
        let reason = answer?["error"]?.string ?? "status \(status)"
        switch status {
        case 201:
            guard let position = answer?["position"]?.integer.flatMap({ UInt64(exactly: $0) }) else {
                throw .outcomeUnknown("it answered without a position")
            }
            return Position(position)
        case 400..<500: throw .refused(reason)
        case 500..<600: throw .notTaken(reason)
        default: throw .outcomeUnknown(reason)
        }
    }

    private static func url(_ socket: String) -> String {
        "http+unix://\(socket.split(separator: "/").map { "%2F\($0)" }.joined())/events"
    }

    private static func result<Value>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        // Whoever asks tries again by himself.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.redirectConfiguration = .disallow
        return configuration
    }

    /// What connecting fails with where nobody listens, where this user may not connect, and where too many wait. None
    /// of them can come from a connection that is established.
    private static let connectionErrors: Set<CInt> = [ENOENT, ECONNREFUSED, EACCES, ENOTSOCK, ENOTDIR, EAGAIN]
    /// Longer than the archiver waits for a request; a disk that needs so long for a sync does not do its work.
    private static let timeout = TimeAmount.seconds(60)
    /// An answer has some hundred bytes.
    private static let answerLimit = 64 << 10
}
