package import ArchiveEvents

/// The events of the log from a position on, in order, a few blocks at a time: pull as fast as you can work.
///
/// Whoever keeps the position behind the last event that it took in can go on from there after any interruption. There
/// may be any number of subscriptions at once. Each holds at most one chunk in memory, and no state of the log while its
/// consumer works: a slow one holds nobody back.
package struct Subscription: AsyncSequence, Sendable {
    package typealias Element = [RecordedEvent]

    private let reader: LogReader
    private let start: Position
    private let more: More

    /// Waits until the log may have gone on; false where it never will.
    package typealias More = @Sendable () async throws -> Bool

    /// Ends where the log ends.
    package init(_ reader: LogReader, from position: Position) {
        self.init(reader, from: position) { false }
    }

    /// Goes on with what comes after the log's end, as long as `more` says so.
    package init(_ reader: LogReader, from position: Position, more: @escaping More) {
        self.reader = reader
        start = position
        self.more = more
    }

    package func makeAsyncIterator() -> Iterator { Iterator(reader: reader, more: more, next: start) }

    /// One consumer's place in the log.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let reader: LogReader
        fileprivate let more: More
        /// Position of the next event: where to go on.
        package fileprivate(set) var next: Position

        /// The next events, one at least; nil at the end, and once the task is cancelled.
        package mutating func next() async throws -> [RecordedEvent]? {
            while !Task.isCancelled {
                let events = try reader.chunk(from: next)
                if let last = events.last {
                    next = last.position.advanced(by: 1)
                    return events
                }
                guard try await more() else { return nil }
            }
            return nil
        }
    }
}

extension EventLog {
    /// The events from `position` on and, as they come, those after them; ends when the log is closed. For one consumer:
    /// each needs a subscription of its own.
    package func subscribe(_ reader: LogReader, from position: Position) -> Subscription {
        let sizes = SizeSignal(sizes())
        return Subscription(reader, from: position) { await sizes.next() }
    }
}

/// Wakes one subscription after each append.
private actor SizeSignal {
    private var sizes: AsyncStream<Position>.Iterator

    init(_ sizes: AsyncStream<Position>) {
        self.sizes = sizes.makeAsyncIterator()
    }

    func next() async -> Bool {
        var sizes = sizes
        let size = await sizes.next(isolation: self)
        self.sizes = sizes
        return size != nil
    }
}
