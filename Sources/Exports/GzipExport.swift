import ArchiveEvents
internal import CZlib
package import EventStorage

/// The whole log as one gzip member: header, the blocks' stored bytes one after the other, the end of the deflate
/// stream, checksum and size (RFC 1952).
///
/// A sealed block is a piece of a deflate stream on byte borders, so it is copied and not compressed again; only what
/// is not sealed yet is compressed here. The checksum of the whole is combined from those of the pieces.
package struct GzipExport {
    private let store: any BlockReader

    package init(_ store: any BlockReader) {
        self.store = store
    }

    /// What was written.
    package struct Summary: Sendable {
        package fileprivate(set) var events: UInt64 = 0
        package fileprivate(set) var plainBytes: UInt64 = 0
        package fileprivate(set) var compressedBytes: UInt64 = 0
        /// Events whose blocks were copied as they are stored.
        package fileprivate(set) var copiedEvents: UInt64 = 0
        fileprivate var crc32: UInt = 0
    }

    /// Writes all events that the log has now; `write` is given the bytes in order.
    package func write(progress: (UInt64, UInt64) -> Void = { _, _ in }, to write: ([UInt8]) throws -> Void) throws
        -> Summary
    {
        var summary = Summary()
        func emit(_ bytes: [UInt8]) throws {
            try write(bytes)
            summary.compressedBytes += UInt64(bytes.count)
        }
        try emit(Self.header)
        let (unsealed, size) = try store.read { (try $0.unsealed(), try $0.size()) }
        try forEachBlock(unsealed, size) { block, isCopied in
            try emit(block.body)
            summary.take(block, isCopied: isCopied)
            progress(summary.events, size.number)
        }
        try emit([0x03, 0x00])
        try emit(littleEndian(UInt32(summary.crc32)) + littleEndian(UInt32(truncatingIfNeeded: summary.plainBytes)))
        return summary
    }

    /// A few blocks at a time, with no transaction open while they are written: whoever takes the bytes may be slow.
    /// Sealed blocks never change, and what is not sealed keeps its lines.
    private func forEachBlock(
        _ unsealed: Position, _ end: Position, _ visit: (Block, Bool) throws -> Void
    ) throws {
        var next = Position.first
        while next < unsealed {
            let blocks = try store.read { try $0.blocks(from: next, limit: Self.step) }.filter { $0.end <= unsealed }
            guard !blocks.isEmpty else { throw EventLogError.damaged("event \(next) is missing") }
            for block in blocks {
                guard block.firstPosition == next else { throw EventLogError.damaged("event \(next) is missing") }
                guard Deflate.crc32(block.body) == block.bodyCRC32 else {
                    throw EventLogError.damaged("events \(block.firstPosition) to \(block.end.number - 1)")
                }
                try visit(block, true)
                next = block.end
            }
        }
        let rest = try LogReader(store).events(from: unsealed, until: end)
        for run in LineRun.greedy(rest) { try visit(Block(codec: .deflate, lines: run), false) }
    }

    /// Blocks that are held at a time.
    private static let step = 16
    /// Deflate, no name, no time: the same log gives the same bytes.
    private static let header: [UInt8] = [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF]
}

extension GzipExport.Summary {
    fileprivate mutating func take(_ block: Block, isCopied: Bool) {
        events += block.eventCount
        if isCopied { copiedEvents += block.eventCount }
        plainBytes += UInt64(block.plainSize)
        crc32 = crc32_combine(crc32, UInt(block.plainCRC32), block.plainSize)
    }
}

private func littleEndian(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) } }
