import EventStorage
import Foundation

/// What was seen of many streams, sorted by key, in a temporary file without a name: gone with the process.
final class SpilledStreams {
    private let descriptor: Int32
    private let count: Int

    /// Writes them.
    init(_ streams: [StreamKey: StreamCheck.Stretch]) throws {
        var template = Array((NSTemporaryDirectory() + "/alarm-history-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SystemError("make a temporary file in \(NSTemporaryDirectory())") }
        unlink(template)
        count = streams.count
        var bytes: [UInt8] = []
        for (key, stretch) in streams.sorted(by: { $0.key < $1.key }) {
            bytes += key.bytes
            for number in [stretch.firstVersion, stretch.firstPosition, stretch.lastVersion, stretch.lastSealed] {
                withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
            }
            guard bytes.count >= Self.bufferSize else { continue }
            try DurableFile.writeAll(bytes, to: descriptor, "a temporary file")
            bytes.removeAll(keepingCapacity: true)
        }
        try DurableFile.writeAll(bytes, to: descriptor, "a temporary file")
    }

    deinit {
        close(descriptor)
    }

    /// Reads them in order.
    func reader() throws -> Reader { Reader(file: self, left: count) }

    /// The same for what is still in memory.
    static func reader(of streams: [StreamKey: StreamCheck.Stretch]) -> Reader {
        Reader(memory: streams.sorted { $0.key > $1.key }.map { ($0.key, $0.value) })
    }

    /// Goes through the streams by key.
    struct Reader {
        private let file: SpilledStreams?
        private var offset = 0
        private var left = 0
        /// The next ones, the very next one last.
        private var buffer: [(key: StreamKey, stretch: StreamCheck.Stretch)]

        fileprivate init(file: SpilledStreams, left: Int) {
            self.file = file
            self.left = left
            buffer = []
        }

        fileprivate init(memory: [(key: StreamKey, stretch: StreamCheck.Stretch)]) {
            file = nil
            buffer = memory
        }

        mutating func next() throws -> (key: StreamKey, stretch: StreamCheck.Stretch)? {
            if buffer.isEmpty, left > 0, let file {
                let count = min(left, SpilledStreams.bufferSize / SpilledStreams.recordSize)
                buffer = try file.records(at: offset, count: count).reversed()
                offset += count * SpilledStreams.recordSize
                left -= count
            }
            return buffer.popLast()
        }
    }

    private func records(at offset: Int, count: Int) throws -> [(key: StreamKey, stretch: StreamCheck.Stretch)] {
        var bytes = [UInt8](repeating: 0, count: count * Self.recordSize)
        var done = 0
        while done < bytes.count {
            let read = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done, off_t(offset + done))
            }
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { throw SystemError("read a temporary file") }
            done += read
        }
        return stride(from: 0, to: bytes.count, by: Self.recordSize).map { start in
            func number(_ index: Int) -> UInt64 {
                bytes[(start + 16 + 8 * index)...].prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            }
            let stretch = StreamCheck.Stretch(
                firstVersion: number(0), firstPosition: number(1), lastVersion: number(2), lastSealed: number(3))
            return (StreamKey(stored: [UInt8](bytes[start..<start + 16])), stretch)
        }
    }

    private static let recordSize = StreamKey.size + 4 * 8
    private static let bufferSize = 64 * 1024
}
