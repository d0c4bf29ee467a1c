/// Who is connected at a door, and who has to go when there are too many: it decides, and does nothing.
///
/// A connection that sends nothing, or one byte now and then, costs its owner nothing and takes the place of another one. So
/// nobody is kept waiting for such a one: as soon as more are connected than is comfortable, those that have had their time
/// without sending a whole request are closed. Times are milliseconds of any one clock.
package struct ConnectionTable<ID: Hashable & Sendable>: Sendable {
    /// What a connection is doing.
    package enum State: Sendable, Equatable {
        /// It has not sent a whole head yet, or nothing since its last request.
        case waiting
        /// It sends a body; `isTrusted` where it has shown that it may.
        case receiving(isTrusted: Bool)
        /// All that it has to say is here.
        case answering
    }

    /// How many connections there may be, and for how long.
    package struct Limits: Sendable {
        /// Up to so many, nobody is hurried.
        package var comfortable: Int
        /// More are not let in. Between the two, a crowd of honest ones is served at once.
        package var most: Int
        /// Milliseconds that each has for its head or its body once there are too many ...
        package var grace: Int64
        /// ... and those that have shown that they may send.
        package var trustedGrace: Int64

        /// Limits.
        package init(comfortable: Int, most: Int, grace: Int64, trustedGrace: Int64) {
            self.comfortable = comfortable
            self.most = most
            self.grace = grace
            self.trustedGrace = trustedGrace
        }
    }

    private struct Connection {
        let peer: String
        var state = State.waiting
        /// When that began.
        var since: Int64

        var isTrusted: Bool { state == .receiving(isTrusted: true) }

        func isOlder(than age: Int64, at now: Int64) -> Bool { state != .answering && now - since >= age }
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

    /// One is doing something else now.
    package mutating func change(_ id: ID, to state: State, at now: Int64) {
        connections[id]?.state = state
        connections[id]?.since = now
    }

    /// One is gone.
    package mutating func close(_ id: ID) { connections[id] = nil }

    /// Whether it has been waiting since that time.
    package func isWaiting(_ id: ID, since: Int64) -> Bool {
        connections[id].map { $0.state == .waiting && $0.since == since } ?? false
    }

    /// Those that have to go now: everybody who has had his time and shown nothing; then as many as needed of those that
    /// send, first from whoever holds most connections, then by their age. What is being answered stays.
    package func surplus(at now: Int64) -> [ID] {
        guard isCrowded else { return [] }
        let idle = connections.filter { !$0.value.isTrusted && $0.value.isOlder(than: limits.grace, at: now) }
        let excess = count - idle.count - limits.comfortable
        guard excess > 0 else { return Array(idle.keys) }
        let perPeer = Dictionary(grouping: connections.values, by: \.peer).mapValues(\.count)
        let slow = connections.filter { $0.value.isTrusted && $0.value.isOlder(than: limits.trustedGrace, at: now) }
            .sorted { one, other in
                (-(perPeer[one.value.peer] ?? 0), one.value.since)
                    < (-(perPeer[other.value.peer] ?? 0), other.value.since)
            }
        return idle.keys + slow.prefix(excess).map(\.key)
    }
}
