import AlarmHistory
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// The network itself, for one deployment.
public final class AsyncHTTPTransport: HTTPTransport {
    private let client: HTTPClient
    private let baseURL: String
    private let route: NetworkRoute
    /// Milliseconds for the whole of an exchange.
    public let exchangeDeadline: Int64

    /// - Parameters:
    ///   - baseURL: the deployment's address, `https://<deployment>.<region>.alta.avigilon.com`; it is used as given and
    ///     never built from parts.
    ///   - exchangeDeadline: milliseconds for the whole of an exchange.
    ///   - route: the way there.
    public init(
        baseURL: String, exchangeDeadline: Int64 = ExchangeDeadline.usual, route: NetworkRoute = NetworkRoute()
    ) {
        self.route = route
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.exchangeDeadline = exchangeDeadline
        var configuration = HTTPClient.Configuration()
        // A redirect to a login page means that the login is lost; following it would hide that.
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(10))
        // Whoever asks tries again by himself, and wants to know at once why not.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.decompression = .enabled(limit: .size(AnswerLimits.bytes))
        configuration.proxy = route.proxy?.configuration
        configuration.tlsConfiguration = route.trust
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
        let deadline = NIODeadline.now() + .milliseconds(exchangeDeadline)
        do {
            let response = try await client.execute(outgoing, deadline: deadline)
            let limits = BodyLimits(of: request, response.status, response.headers)
            let (body, ending) = await collect(response.body, limits, until: deadline)
            let headers = response.headers.map { (name: $0.name, value: $0.value) }
            return HTTPAnswer(status: Int(response.status.code), headers: headers, body: body, ending: ending)
        } catch {
            throw await failure(error)
        }
    }

    /// Why there is no answer. Which fault a certificate has the library does not tell: it is looked at once more.
    private func failure(_ error: any Error) async -> TransportError {
        let failure = TransportError(error, host: baseURL, proxy: route.proxy)
        guard failure.kind == .untrusted else { return failure }
        let dates = await (route.proxy == nil ? CertificateInspection(baseURL) : nil)?.validity()
        let fault = TLSFault(String(describing: error), validity: dates, at: SystemWallClock().now)
        return TransportError("\(baseURL): \(fault.sentence)", kind: .untrusted)
    }

    /// The client's own deadline ends with the head of the answer.
    private func collect(
        _ body: HTTPClientResponse.Body, _ limits: BodyLimits, until deadline: NIODeadline
    ) async -> ([UInt8], HTTPAnswer.Ending) {
        await withTaskGroup(of: ([UInt8], HTTPAnswer.Ending)?.self) { group in
            group.addTask { await Self.collect(body, limits) }
            group.addTask {
                try? await Task.sleep(for: .nanoseconds((deadline - NIODeadline.now()).nanoseconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            let (bytes, ending) = (await group.next() ?? nil) ?? ([], .cutShort(""))
            // It may have come to its end, or to its limit, at the same moment.
            guard case .cutShort = ending else { return (bytes, ending) }
            return (bytes, .cutShort("the answer took longer than \(exchangeDeadline) ms, after \(bytes.count) bytes"))
        }
    }

    private static func collect(
        _ body: HTTPClientResponse.Body, _ limits: BodyLimits
    ) async -> ([UInt8], HTTPAnswer.Ending) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(limits.expected)
        do {
            for try await part in body {
                part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
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
}
