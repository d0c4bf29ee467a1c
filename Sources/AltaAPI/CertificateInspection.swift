import ArchiveEvents
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Looks at the certificate that a server shows, where a connection failed because of it; nothing is sent to the server.
struct CertificateInspection {
    private let host: String
    private let port: Int

    /// Of the server at that address; nil where it is none of TLS.
    init?(_ baseURL: String) {
        guard let parts = URLComponents(string: baseURL), parts.scheme == "https", let host = parts.host else {
            return nil
        }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? 443
    }

    /// When the server's own certificate is valid; nil where it shows none in time.
    func validity() async -> Range<Instant>? {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let found = loop.makePromise(of: Range<Instant>?.self)
        do {
            let context = try NIOSSLContext(configuration: .makeClientConfiguration())
            let name = isAddress ? nil : host
            let channel = try await ClientBootstrap(group: loop).connectTimeout(Self.limit)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = try NIOSSLClientHandler(
                            context: context, serverHostname: name,
                            customVerificationCallback: { shown, verdict in
                                found.succeed(shown.first.flatMap { Self.dates(of: $0) })
                                verdict.succeed(.failed)
                            })
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: host, port: port).get()
            channel.closeFuture.whenComplete { _ in found.succeed(nil) }
            loop.scheduleTask(in: Self.limit) { channel.close(promise: nil) }
        } catch {
            found.succeed(nil)
        }
        return try? await found.futureResult.get()
    }

    private var isAddress: Bool { (try? SocketAddress(ipAddress: host, port: port)) != nil }

    private static func dates(of certificate: NIOSSLCertificate) -> Range<Instant>? {
        let (from, until) = (Int64(certificate.notValidBefore), Int64(certificate.notValidAfter))
        guard from < until else { return nil }
        return Instant(milliseconds: from &* 1000)..<Instant(milliseconds: until &* 1000)
    }

    /// It only makes a sentence more exact, so it may not take long.
    private static let limit = TimeAmount.seconds(3)
}
