package import ArchiveEvents

/// A row of table `block`: a run of event lines as it is stored.
package struct Block: Sendable {
    /// How the body holds the lines.
    package enum Codec: Int, Sendable {
        /// As they are: a frame, one commit's events.
        case plain = 0
        /// Sealed: a piece of raw deflate.
        case deflate = 1
    }

    package let firstPosition: Position
    package let eventCount: UInt64
    package let codec: Codec
    package let plainSize: Int
    package let plainCRC32: UInt32
    package let bodyCRC32: UInt32
    package let firstTime: Instant
    package let lastTime: Instant
    package let body: [UInt8]

    /// Position of the first event behind it.
    package var end: Position { firstPosition.advanced(by: eventCount) }

    /// Stores `lines`, each of which must be closed by a line feed.
    package init(codec: Codec, lines: LineRun) {
        firstPosition = lines.firstPosition
        eventCount = lines.eventCount
        self.codec = codec
        plainSize = lines.bytes.count
        plainCRC32 = Deflate.crc32(lines.bytes)
        body = codec == .plain ? lines.bytes : Deflate.compress(lines.bytes)
        bodyCRC32 = codec == .plain ? plainCRC32 : Deflate.crc32(body)
        firstTime = lines.firstTime
        lastTime = lines.lastTime
    }

    /// A block as it was read.
    package init(
        firstPosition: Position, eventCount: UInt64, codec: Codec, plainSize: Int, plainCRC32: UInt32,
        bodyCRC32: UInt32, firstTime: Instant, lastTime: Instant, body: [UInt8]
    ) {
        self.firstPosition = firstPosition
        self.eventCount = eventCount
        self.codec = codec
        self.plainSize = plainSize
        self.plainCRC32 = plainCRC32
        self.bodyCRC32 = bodyCRC32
        self.firstTime = firstTime
        self.lastTime = lastTime
        self.body = body
    }

    /// The lines, after every check that the row allows.
    package func plainBytes() throws(BlockDamage) -> [UInt8] {
        guard Deflate.crc32(body) == bodyCRC32 else { throw damage("the stored bytes do not have their checksum") }
        switch codec {
        case .plain:
            guard body.count == plainSize, plainCRC32 == bodyCRC32 else { throw damage("a frame of another size") }
            return body
        case .deflate:
            guard (0...Self.plainSizeLimit).contains(plainSize),
                let plain = Deflate.inflate(body, plainSize: plainSize), Deflate.crc32(plain) == plainCRC32
            else { throw damage("the stored bytes do not inflate to what was sealed") }
            return plain
        }
    }

    /// The events, which must be as many and stand where the row says.
    package func events() throws(BlockDamage) -> [RecordedEvent] {
        let plain = try plainBytes()
        var events: [RecordedEvent] = []
        events.reserveCapacity(Int(clamping: min(eventCount, UInt64(plain.count))))
        for line in LineRun.lines(of: plain) {
            let expected = firstPosition.advanced(by: UInt64(events.count))
            guard let event = RecordedEvent(line: line), event.position == expected else {
                throw damage("the line of event \(expected) is not an event line of that position")
            }
            events.append(event)
        }
        guard UInt64(events.count) == eventCount, plain.last == LineRun.lineFeed else {
            throw damage("it holds \(events.count) events instead of \(eventCount)")
        }
        return events
    }

    /// Sealed blocks close at 65,280 bytes, so only a single long line makes a larger one; no line passes this.
    private static let plainSizeLimit = 1 << 30

    private func damage(_ what: String) -> BlockDamage { BlockDamage(positions: firstPosition..<end, what: what) }
}

/// Stored bytes that are not what was stored.
package struct BlockDamage: Error, Sendable, CustomStringConvertible {
    /// The events that the block should hold.
    package let positions: Range<Position>
    /// What is wrong.
    package let what: String

    package var description: String {
        "block with events \(positions.lowerBound) to \(positions.upperBound.number &- 1): \(what)"
    }
}
