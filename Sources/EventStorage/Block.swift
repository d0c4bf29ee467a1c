package import ArchiveEvents

/// What a row of table `block` says of its body.
package struct BlockRow: Sendable, Hashable {
    package let firstPosition: Position
    package let eventCount: UInt64
    package let codec: Block.Codec
    package let plainSize: Int
    package let plainCRC32: UInt32
    package let bodyCRC32: UInt32
    package let firstTime: Instant
    package let lastTime: Instant
    package let bodySize: Int

    /// Position of the first event behind it.
    package var end: Position { firstPosition.advanced(by: eventCount) }

    /// Events that its bytes can hold at most, whatever it says.
    package var mostEvents: UInt64 { UInt64(bodySize) * Self.eventsPerByte }

    /// Deflate makes 1,032 bytes of one.
    private static let eventsPerByte = 1032 / UInt64(LineRun.leastLineSize) + 1

    /// The events as findings name them: `12-40`.
    package var place: String { "\(firstPosition)-\(end.number &- 1)" }
}

/// A row of table `block`: a run of event lines as it is stored.
@dynamicMemberLookup
package struct Block: Sendable {
    /// How the body holds the lines.
    package enum Codec: Int, Sendable {
        /// As they are: a frame, one commit's events.
        case plain = 0
        /// Sealed: a piece of raw deflate.
        case deflate = 1
    }

    package let row: BlockRow
    package let body: [UInt8]

    /// What the row says: `block.firstPosition` and so on.
    package subscript<Value>(dynamicMember path: KeyPath<BlockRow, Value>) -> Value { row[keyPath: path] }

    /// Stores `lines`, each of which must be closed by a line feed.
    package init(codec: Codec, lines: LineRun) {
        let plainCRC32 = Deflate.crc32(lines.bytes)
        body = codec == .plain ? lines.bytes : Deflate.compress(lines.bytes)
        row = BlockRow(
            firstPosition: lines.firstPosition, eventCount: lines.eventCount, codec: codec,
            plainSize: lines.bytes.count, plainCRC32: plainCRC32,
            bodyCRC32: codec == .plain ? plainCRC32 : Deflate.crc32(body), firstTime: lines.firstTime,
            lastTime: lines.lastTime, bodySize: body.count)
    }

    /// A block as it was read.
    package init(row: BlockRow, body: [UInt8]) {
        self.row = row
        self.body = body
    }

    /// The lines, after every check that the row allows.
    package func plainBytes() throws(BlockDamage) -> [UInt8] {
        guard Deflate.crc32(body) == self.bodyCRC32 else { throw damage("the stored bytes do not have their checksum") }
        switch self.codec {
        case .plain:
            guard body.count == self.plainSize, self.plainCRC32 == self.bodyCRC32 else {
                throw damage("a frame of another size")
            }
            return body
        case .deflate:
            guard (0...Self.plainSizeLimit).contains(self.plainSize),
                let plain = Deflate.inflate(body, plainSize: self.plainSize), Deflate.crc32(plain) == self.plainCRC32
            else { throw damage("the stored bytes do not inflate to what was sealed") }
            return plain
        }
    }

    /// The events, which must be as many and stand where the row says.
    package func events() throws(BlockDamage) -> [RecordedEvent] {
        let plain = try plainBytes()
        var events: [RecordedEvent] = []
        events.reserveCapacity(Int(clamping: min(self.eventCount, UInt64(plain.count / LineRun.leastLineSize + 1))))
        for line in LineRun.lines(of: plain) {
            let expected = self.firstPosition.advanced(by: UInt64(events.count))
            guard let event = RecordedEvent(line: line), event.position == expected else { throw wrongLine(expected) }
            events.append(event)
        }
        let next = self.firstPosition.advanced(by: UInt64(events.count))
        guard next == self.end, plain.last == LineRun.lineFeed else { throw wrongCount(next) }
        return events
    }

    /// Calls `visit` with each line and its head, which must be as many and stand where the row says.
    package func forEachLine(_ visit: (UnsafeRawBufferPointer, EventHead) throws -> Void) throws {
        let plain = try plainBytes()
        var next = self.firstPosition
        try plain.withUnsafeBytes { bytes in
            try LineRun.forEachLine(of: bytes) { line in
                guard let head = EventHead(line), head.position == next else { throw wrongLine(next) }
                try visit(line, head)
                next = next.advanced(by: 1)
            }
        }
        guard next == self.end, plain.last == LineRun.lineFeed else { throw wrongCount(next) }
    }

    private func wrongLine(_ position: Position) -> BlockDamage {
        damage("the line of event \(position) is not an event line of that position")
    }

    private func wrongCount(_ next: Position) -> BlockDamage {
        damage("it holds \(next.number - self.firstPosition.number) events instead of \(self.eventCount)")
    }

    /// Sealed blocks close at 65,280 bytes, so only a single long line makes a larger one. No line passes this: an
    /// answer of the vendor's may have 64 MiB, and its head takes a little more.
    private static let plainSizeLimit = 65 << 20

    package func damage(_ what: String) -> BlockDamage {
        BlockDamage(positions: self.firstPosition..<self.end, what: what)
    }
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
