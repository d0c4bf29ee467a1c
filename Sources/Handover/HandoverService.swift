package import AltaAPI
package import Archive
package import ArchiveEvents
package import EventStorage
import HTTPDoor
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// Records what commands hand over, for the archive has one writer: `POST /events` at `<archive>/socket`, with one event
/// `{"type","subject","data"}`.
///
/// Whoever can write into the folder may hand over, and nobody else. The writer's lock must be held while it runs.
package struct HandoverService: Service {
    private let directory: ArchiveDirectory
    private let folder: HeldFolder?
    private let log: EventLog
    private let clock: any WallClock
    private let logger: Logger
    private let limits: Limits
    private let onReady: @Sendable () -> Void
    private let onRecorded: @Sendable (RecordedEvent) -> Void

    /// How much it lets anyone ask of it.
    package struct Limits: Sendable {
        /// Connections at a time, beyond which whoever does not send a whole request soon has to go. Each holds some
        /// hundred kilobytes, and the log takes one event after the other anyway.
        package var connections = 16
        /// Connections that are let in; others wait.
        package var mostConnections = 64
        /// Milliseconds that a whole request has while there are too many connections: a command sends it at once.
        package var grace: Int64 = 2000
        /// Milliseconds in which a request's head must have arrived: a command sends it as soon as it is connected.
        package var headTimeout: Int64 = 10_000
        /// Milliseconds in which a request must have arrived whole: it comes from this machine, which may be busy.
        package var requestTimeout: Int64 = 30_000

        package init() {}
    }

    /// Where the archive is held, the socket is made in `folder`, or nowhere. `onRecorded` is called after each event that is
    /// recorded, from any thread, and must return at once; `onReady` once commands can connect.
    package init(
        directory: ArchiveDirectory, in folder: HeldFolder? = nil, log: EventLog, clock: any WallClock, logger: Logger,
        limits: Limits = Limits(), onReady: @escaping @Sendable () -> Void = {},
        onRecorded: @escaping @Sendable (RecordedEvent) -> Void = { _ in }
    ) {
        self.directory = directory
        self.folder = folder
        self.log = log
        self.clock = clock
        self.logger = logger
        self.limits = limits
        self.onReady = onReady
        self.onRecorded = onRecorded
    }

    /// Serves until the service group shuts down; what is under way is answered. Where there can be no socket, as on some
    /// file systems, it says so once and tries again now and then: recording what the vendor shows matters more.
    package func run() async throws {
        for failures in 1... {
            do {
                try await serve()
                if Task.isCancelled || Task.isShuttingDownGracefully { return }
            } catch {
                if Task.isCancelled || Task.isShuttingDownGracefully { return }
                let level: Logger.Level = failures == 1 ? .error : .debug
                logger.log(level: level, "commands cannot hand over their events: \(error); it is tried again")
            }
            await cancelWhenGracefulShutdown {
                _ = try? await self.clock.sleep(until: self.clock.now.advanced(byMilliseconds: Self.retryWait))
            }
        }
    }

    /// Milliseconds until a socket that could not be made is tried again.
    private static let retryWait: Int64 = 60_000

    /// Serves while `body` works, outside a service group.
    package func whileServing<Value>(_ body: () async throws -> Value) async throws -> Value {
        let group = ServiceGroup(services: [self], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                let value = try await body()
                await group.triggerGracefulShutdown()
                return value
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }

    private func serve() async throws {
        let folder = try self.folder.map { try SocketFolder($0) } ?? SocketFolder(directory)
        // In another archive's folder nothing is removed and nothing is made, not even for a moment.
        try self.folder?.check()
        try folder.clear()
        defer { withdraw(folder) }
        let connections = ConnectionGuard(
            .init(
                comfortable: limits.connections, most: limits.mostConnections, grace: limits.grace,
                fullGrace: limits.grace, trustedGrace: limits.grace),
            headTimeout: limits.headTimeout)
        let http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [connections.handler()], idleTimeout: .milliseconds(limits.requestTimeout))
        let server = try HTTPServerBuilder.http1(configuration: http).buildServer(
            configuration: ServerConfiguration(
                address: .unixDomainSocket(path: folder.unpublishedAddress),
                availableConnectionsDelegate: .maximum(limits.mostConnections, logger: logger)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger,
            responder: { request, writer, channel in
                try await respond(to: request, with: writer, on: channel, connections)
            },
            onServerRunning: { publish(folder, $0) })
        try await server.run()
    }

    private func publish(_ folder: SocketFolder, _ channel: any Channel) {
        do {
            try folder.publish()
            onReady()
        } catch {
            logger.error("commands cannot hand over their events: \(error)")
            channel.close(promise: nil)
        }
    }

    private func withdraw(_ folder: SocketFolder) {
        do {
            try folder.clear()
            try folder.withdraw()
        } catch {
            logger.error("the socket stays behind: \(error); the next start replaces it")
        }
    }

    private func respond(
        to request: Request, with writer: consuming ResponseWriter, on channel: any Channel,
        _ connections: ConnectionGuard
    ) async throws {
        // A sender that drips is never idle. Once all is there it is waited for the log, however long that takes: a
        // sender that is left alone cannot know what became of its event.
        let timeout = channel.eventLoop.scheduleTask(in: .milliseconds(limits.requestTimeout)) {
            channel.close(mode: .all, promise: nil)
        }
        defer { timeout.cancel() }
        connections.began(channel, isTrusted: false)
        defer { connections.ended(channel) }
        var parts = request.body.makeAsyncIterator()
        var answer = Self.refusal(of: request)
        if answer == nil, let body = try await Self.body(&parts) {
            timeout.cancel()
            connections.isWhole(channel)
            answer = try await record(body)
        }
        let given = answer ?? .tooLarge
        try await writer.write(response: given.head, body: given.body)
        // Whoever still sends would not see the answer if the connection were closed before the end.
        try await Self.discard(&parts)
        throw ConnectionEnds()
    }

    /// Throws where nobody knows whether the event is recorded: a command whose connection breaks off looks for it.
    private func record(_ body: [UInt8]) async throws -> HandoverAnswer {
        do {
            let handed = try HandedEvent(body: body)
            let receipt = try await log.append([handed.event], at: clock.now)
            guard let event = receipt.events.first else { return .notFound }
            logger.info("event \(event.position): \(event.type.rawValue), handed over by a command")
            onRecorded(event)
            return HandoverAnswer(recorded: event)
        } catch let refusal as HandoverRefusal {
            return HandoverAnswer(refusal)
        } catch EventLogError.undecided(let why) {
            logger.error("it is not known whether an event of a command is recorded: \(why)")
            throw ConnectionEnds()
        } catch {
            logger.error("an event of a command is not recorded: \(error)")
            return HandoverAnswer(failure: error)
        }
    }

    /// What is said by the head alone; nil where the body is wanted.
    private static func refusal(of request: Request) -> HandoverAnswer? {
        guard request.uri.path == "/events" else { return .notFound }
        guard request.method == .post else { return .methodNotAllowed }
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        return length <= HandedEvent.bodyLimit ? nil : .tooLarge
    }

    /// The body; nil where it passes the limit, and no more of it is kept.
    private static func body(_ parts: inout RequestBody.AsyncIterator) async throws -> [UInt8]? {
        var body: [UInt8] = []
        while let part = try await parts.next() {
            guard body.count + part.readableBytes <= HandedEvent.bodyLimit else { return nil }
            body += part.readableBytesView
        }
        return body
    }

    private static func discard(_ parts: inout RequestBody.AsyncIterator) async throws {
        var count = 0
        while count <= HandedEvent.bodyLimit, let part = try await parts.next() { count += part.readableBytes }
    }
}

/// The connection was to end here.
private struct ConnectionEnds: Error {}
