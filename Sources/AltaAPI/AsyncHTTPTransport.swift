import AlarmHistory
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// The network itself, for one deployment.
public final class AsyncHTTPTransport: HTTPTransport {
    private let client: HTTPClient
    private let baseURL: String

    /// - Parameter baseURL: the deployment's address, `https://<deployment>.<region>.alta.avigilon.com`; it is used as
    ///   given and never built from parts.
    public init(baseURL: String) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        var configuration = HTTPClient.Configuration()
        // A redirect to a login page means that the login is lost; following it would hide that.
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(30))
        // Whoever asks tries again by himself, and wants to know at once why not.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.decompression = .enabled(limit: .size(AnswerLimits.bytes))
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes the connections.
    public func shutdown() async throws {
        try await client.shutdown()
    }

    /// Sends the request and collects the answer.
    public func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        var outgoing = HTTPClientRequest(url: baseURL + request.path)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        do {
            let response = try await client.execute(outgoing, timeout: Self.requestTimeout)
            let limits = BodyLimits(of: request, response.status, response.headers)
            let (body, ending) = await Self.collect(response.body, limits)
            let headers = response.headers.map { (name: $0.name, value: $0.value) }
            return HTTPAnswer(status: Int(response.status.code), headers: headers, body: body, ending: ending)
        } catch {
            throw TransportError(error, host: baseURL)
        }
    }

    private static func collect(
        _ body: HTTPClientResponse.Body, _ limits: BodyLimits
    ) async -> ([UInt8], HTTPAnswer.Ending) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(limits.expected)
        do {
            for try await part in body {
                bytes.append(contentsOf: part.readableBytesView)
                if let excess = limits.excess(of: bytes.count) {
                    return (Array(bytes.prefix(BodyLimits.kept)), .tooLarge(excess))
                }
            }
            return (bytes, .whole)
        } catch NIOHTTPDecompression.DecompressionError.limit {
            return (Array(bytes.prefix(BodyLimits.kept)), .tooLarge(BodyLimits.size(AnswerLimits.bytes)))
        } catch
            where error is NIOHTTPDecompression.DecompressionError
            || error is NIOHTTPDecompression.ExtraDecompressionError
        {
            return (bytes, .cutShort("the compressed answer cannot be unpacked after \(bytes.count) bytes"))
        } catch {
            return (bytes, .cutShort("the answer broke off after \(bytes.count) bytes"))
        }
    }

    /// A slow drip must not hold up everything else that is polled.
    private static let requestTimeout = TimeAmount.seconds(60)
}
