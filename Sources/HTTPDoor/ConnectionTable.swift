/// Who is connected at a door, and who has to go when there are too many: it decides, and does nothing.
///
/// A connection that sends nothing, or one byte now and then, costs its owner nothing and takes the place of another one. So
/// nobody is kept waiting for such a one: as soon as more are connected than is comfortable, those that have had their time
/// without sending a whole request are closed. Nothing that anybody can send gives more time: only what proves something
/// does. Times are milliseconds of any one clock.
package struct ConnectionTable<ID: Hashable & Sendable>: Sendable {
    /// What a connection is doing.
    package enum State: Sendable, Equatable {
        /// It has not sent a whole head yet, or nothing since its last request.
        case waiting
        /// It sends a body; `isTrusted` where it has shown that it may.
        case receiving(isTrusted: Bool)
        /// All that it has to say is here.
        case answering

        /// Whether it takes a secret, or a whole request, to come here.
        fileprivate var provesSomething: Bool { self == .answering || self == .receiving(isTrusted: true) }
    }

    /// How many connections there may be, and for how long.
    package struct Limits: Sendable {
        /// Up to so many, nobody is hurried.
        package var comfortable: Int
        /// More are not let in. Between the two, a crowd of honest ones is served at once.
        package var most: Int
        /// Milliseconds that each has for its head or its body once there are too many ...
        package var grace: Int64
        /// ... while nobody more is let in, so that those who queue before the door get through it ...
        package var fullGrace: Int64
        /// ... and those that have shown that they may send, at any time.
        package var trustedGrace: Int64

        /// Limits.
        package init(comfortable: Int, most: Int, grace: Int64, fullGrace: Int64, trustedGrace: Int64) {
            self.comfortable = comfortable
            self.most = most
            self.grace = grace
            self.fullGrace = fullGrace
            self.trustedGrace = trustedGrace
        }
    }

    private struct Connection {
        let peer: String
        var state = State.waiting
        /// When its time began.
        var since: Int64

        var isTrusted: Bool { state == .receiving(isTrusted: true) }
    }

    private let limits: Limits
    private var connections: [ID: Connection] = [:]

    /// Nobody is connected.
    package init(_ limits: Limits) {
        self.limits = limits
    }

    /// How many are connected.
    package var count: Int { connections.count }

    /// Whether there are more than is comfortable.
    package var isCrowded: Bool { count > limits.comfortable }

    /// One more is connected.
    package mutating func open(_ id: ID, peer: String, at now: Int64) {
        connections[id] = Connection(peer: peer, since: now)
    }

    /// One is doing something else now. Its time begins again where it has proved something by that, or before.
    package mutating func change(_ id: ID, to state: State, at now: Int64) {
        guard var connection = connections[id] else { return }
        if connection.state.provesSomething || state.provesSomething { connection.since = now }
        connection.state = state
        connections[id] = connection
    }

    /// One is gone.
    package mutating func close(_ id: ID) { connections[id] = nil }

    /// Since when it has been waiting; nil where it is not.
    package func waitingSince(_ id: ID) -> Int64? {
        connections[id].flatMap { $0.state == .waiting ? $0.since : nil }
    }

    /// When the time of the next one is over; nil as long as nobody is hurried.
    package func nextEnd(after now: Int64) -> Int64? {
        guard isCrowded else { return nil }
        return connections.values.compactMap(end).filter { $0 > now }.min()
    }

    /// Those that have to go now: everybody who has had his time and shown nothing; then as many as needed of those that
    /// send, first from whoever holds most connections, then by their age. What is being answered stays.
    package func surplus(at now: Int64) -> [ID] {
        guard isCrowded else { return [] }
        let late = connections.filter { end($0.value).map { $0 <= now } ?? false }
        let idle = late.filter { !$0.value.isTrusted }
        let excess = count - idle.count - limits.comfortable
        guard excess > 0 else { return Array(idle.keys) }
        let perPeer = Dictionary(grouping: connections.values, by: \.peer).mapValues(\.count)
        let slow = late.filter { $0.value.isTrusted }
            .sorted { one, other in
                (-(perPeer[one.value.peer] ?? 0), one.value.since)
                    < (-(perPeer[other.value.peer] ?? 0), other.value.since)
            }
        return idle.keys + slow.prefix(excess).map(\.key)
    }

    /// When a connection's time is over; nil while it is being answered.
    private func end(_ connection: Connection) -> Int64? {
        guard connection.state != .answering else { return nil }
        let grace = count < limits.most ? limits.grace : limits.fullGrace
        return connection.since + (connection.isTrusted ? limits.trustedGrace : grace)
    }
}
