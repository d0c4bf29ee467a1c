package import NIOCore
import Synchronization

/// Keeps a door open: closes connections that stay in its way.
///
/// Give ``handler()`` to the pipeline of each connection, and say when a request begins, is whole, and is answered.
package final class ConnectionGuard: Sendable {
    private let headTimeout: Int64
    private let state: Mutex<State>

    private struct State {
        var table: ConnectionTable<ObjectIdentifier>
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// What comes when the next one's time is over.
        var relief: Scheduled<Void>?
    }

    /// A guard for a door with those limits; a head must be whole within `headTimeout` milliseconds, at any time.
    package init(_ limits: ConnectionTable<ObjectIdentifier>.Limits, headTimeout: Int64) {
        self.headTimeout = headTimeout
        state = Mutex(State(table: ConnectionTable(limits)))
    }

    /// A handler for one connection's pipeline, behind the one that reads HTTP.
    package func handler() -> any RemovableChannelHandler { ConnectionHandler(self) }

    /// A whole head is here, and a body may follow.
    package func began(_ channel: any Channel, isTrusted: Bool) {
        change(channel, to: .receiving(isTrusted: isTrusted))
    }

    /// The whole request is here.
    package func isWhole(_ channel: any Channel) { change(channel, to: .answering) }

    /// The request is answered; another one may follow.
    package func ended(_ channel: any Channel) {
        change(channel, to: .waiting)
        watchHead(of: channel)
    }

    fileprivate func opened(_ channel: any Channel) {
        state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = channel
            state.table.open(ObjectIdentifier(channel), peer: channel.remoteAddress?.ipAddress ?? "", at: now)
        }
        watchHead(of: channel)
        relieve(on: channel.eventLoop)
    }

    fileprivate func closed(_ channel: any Channel) {
        state.withLock { state in
            state.table.close(ObjectIdentifier(channel))
            state.channels[ObjectIdentifier(channel)] = nil
        }
    }

    private func change(_ channel: any Channel, to next: ConnectionTable<ObjectIdentifier>.State) {
        state.withLock { $0.table.change(ObjectIdentifier(channel), to: next, at: now) }
        relieve(on: channel.eventLoop)
    }

    private func watchHead(of channel: any Channel) {
        let id = ObjectIdentifier(channel)
        guard let since = state.withLock({ $0.table.waitingSince(id) }) else { return }
        channel.eventLoop.scheduleTask(in: .milliseconds(headTimeout)) {
            guard self.state.withLock({ $0.table.waitingSince(id) }) == since else { return }
            channel.close(mode: .all, promise: nil)
        }
    }

    /// Closes those that have to go, and comes back when the next one's time is over: whatever anybody does, or leaves
    /// undone, in between.
    private func relieve(on loop: any EventLoop) {
        let surplus = state.withLock { state in
            let now = self.now
            state.relief?.cancel()
            state.relief = state.table.nextEnd(after: now).map { end in
                loop.scheduleTask(in: .milliseconds(end - now)) { self.relieve(on: loop) }
            }
            return state.table.surplus(at: now).compactMap { state.channels[$0] }
        }
        for channel in surplus { channel.close(mode: .all, promise: nil) }
    }

    /// Milliseconds of the clock that never steps.
    private var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000) }
}

/// Tells the guard of one connection.
private final class ConnectionHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let guardian: ConnectionGuard

    init(_ guardian: ConnectionGuard) {
        self.guardian = guardian
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { guardian.opened(context.channel) }
    }

    func channelActive(context: ChannelHandlerContext) {
        guardian.opened(context.channel)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        guardian.closed(context.channel)
        context.fireChannelInactive()
    }
}
