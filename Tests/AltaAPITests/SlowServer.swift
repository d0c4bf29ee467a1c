import NIOCore
import NIOPosix

/// Takes connections on loopback, answers each request with the same bytes, and goes on sending one more byte every few
/// milliseconds for ever.
final class SlowServer: Sendable {
    private let channel: any Channel

    init(beginning: String, drip: String? = nil) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Dripper(beginning, drip))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var address: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    func close() async throws { try await channel.close() }

    private final class Dripper: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let beginning: String
        private let drip: String?

        init(_ beginning: String, _ drip: String?) {
            self.beginning = beginning
            self.drip = drip
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let (channel, drip) = (context.channel, drip)
            if !beginning.isEmpty {
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: beginning)), promise: nil)
            }
            guard let drip else { return }
            context.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(20), delay: .milliseconds(20)) { task in
                guard channel.isActive else { return task.cancel() }
                channel.writeAndFlush(ByteBuffer(string: drip), promise: nil)
            }
        }
    }
}
