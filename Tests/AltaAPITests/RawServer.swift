import NIOCore
import NIOPosix
import NIOSSL

/// Takes connections on loopback, and sends to each the same bytes as soon as something was asked; then it closes them, or
/// leaves them open.
final class RawServer: Sendable {
    private let channel: any Channel

    /// The answers `before` the last one leave the connection open in any case.
    private init(_ answer: [UInt8], before: [[UInt8]], closes: Bool, tls: NIOSSLContext?) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(Answerer(before + [answer], closes))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// What `body` gives while such a server stands; it is closed afterwards.
    static func serving<Value>(
        _ answer: [UInt8], before: [[UInt8]] = [], closes: Bool = true, tls: NIOSSLContext? = nil,
        _ body: (RawServer) async throws -> Value
    ) async throws -> Value {
        let server = try await RawServer(answer, before: before, closes: closes, tls: tls)
        return try await ending(server.close) { try await body(server) }
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    var address: String { "http://127.0.0.1:\(port)" }

    private func close() async throws { try await channel.close() }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var answers: [[UInt8]]
        private let closes: Bool

        init(_ answers: [[UInt8]], _ closes: Bool) {
            self.answers = answers
            self.closes = closes
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard let answer = answers.first else { return }
            answers.removeFirst()
            guard !answer.isEmpty else { return context.close(promise: nil) }
            let (channel, isLast) = (context.channel, answers.isEmpty && closes)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)))
                .whenComplete { _ in if isLast { channel.close(promise: nil) } }
        }
    }
}
