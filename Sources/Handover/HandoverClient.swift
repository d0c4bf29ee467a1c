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
        let result = await Self.result { () throws(HandoverError) in try await send(event, client) }
        try? await client.shutdown()
        return try result.get()
    }

    private func send(_ event: HandedEvent, _ client: HTTPClient) async throws(HandoverError) -> Position {
        do {
            let folder = try SocketFolder(directory)
            var request = HTTPClientRequest(url: Self.url(folder.address))
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: event.body))
            let response = try await client.execute(request, timeout: Self.timeout)
            let body = try await response.body.collect(upTo: Self.answerLimit)
            // The address leads through the open folder.
            withExtendedLifetime(folder) {}
            return try Self.position(status: response.status.code, body: Array(body.readableBytesView))
        } catch let error as HandoverError {
            throw error
        } catch let error as IOError where Self.connectionErrors.contains(error.errnoCode) {
            throw .nobodyListens
        } catch is SystemError {
            throw .nobodyListens
        } catch {
            throw .outcomeUnknown("\(error)")
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

    private static func result<Value>(
        _ body: () async throws(HandoverError) -> Value
    ) async -> Result<Value, HandoverError> {
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
    /// A disk that needs so long for a sync does not do its work.
    private static let timeout = TimeAmount.seconds(30)
    /// An answer has some hundred bytes.
    private static let answerLimit = 64 << 10
}
