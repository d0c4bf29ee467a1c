internal import CZlib
import Dispatch
import Foundation
import GRDBSQLite
import Synchronization

/// The baseline of a rebuild: the bodies of all blocks are read, inflated and split at their line feeds by zlib alone, on
/// two cores, each with a connection of its own and a half of the blocks.
struct InflateStep {
    let path: String

    /// Lines in all blocks.
    func perform() throws -> Int {
        var middle: Int64 = 0
        try forEachRow("SELECT max(first_position) / 2 FROM block") { middle = sqlite3_column_int64($0, 0) }
        let halves = ["first_position < \(middle)", "first_position >= \(middle)"]
        let counts = Mutex<[Result<Int, any Error>]>([])
        DispatchQueue.concurrentPerform(iterations: halves.count) { index in
            let count = Result { try lines(where: halves[index]) }
            counts.withLock { $0.append(count) }
        }
        return try counts.withLock { $0 }.reduce(0) { $0 + (try $1.get()) }
    }

    private func lines(where condition: String) throws -> Int {
        let inflater = BareInflater()
        var lines = 0
        try forEachRow("SELECT codec, plain_size, body FROM block WHERE \(condition)") { row in
            let body = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(row, 2), count: Int(sqlite3_column_bytes(row, 2)))
            let isPlain = sqlite3_column_int(row, 0) == 0
            lines +=
                isPlain
                ? lineFeeds(in: body)
                : lineFeeds(in: try inflater.plain(body, size: Int(sqlite3_column_int64(row, 1))))
        }
        return lines
    }

    private func forEachRow(_ sql: String, _ visit: (OpaquePointer?) throws -> Void) throws {
        var (connection, statement): (OpaquePointer?, OpaquePointer?)
        defer {
            sqlite3_finalize(statement)
            sqlite3_close(connection)
        }
        let isOpen = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK
        // The other connection may just be making what both share.
        sqlite3_busy_timeout(connection, 10_000)
        guard isOpen, sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK
        else { throw BareError(code: sqlite3_errcode(connection)) }
        while sqlite3_step(statement) == SQLITE_ROW { try visit(statement) }
    }
}

private func lineFeeds(in bytes: UnsafeRawBufferPointer) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    var (count, offset) = (0, 0)
    while let found = memchr(start + offset, 0x0A, bytes.count - offset) {
        count += 1
        offset = UnsafeRawPointer(found) - start + 1
    }
    return count
}

/// One zlib stream and one buffer for all blocks; the stream keeps a pointer to itself and must not move.
private struct BareInflater: ~Copyable {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)

    init() {
        stream.initialize(to: z_stream())
        inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        buffer.deallocate()
    }

    func plain(_ body: UnsafeRawBufferPointer, size: Int) throws -> UnsafeRawBufferPointer {
        inflateReset(stream)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: body.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(body.count)
        stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(min(size, buffer.count))
        _ = inflate(stream, Z_SYNC_FLUSH)
        guard size <= buffer.count, stream.pointee.avail_out == 0 else {
            throw BenchmarkFailure(what: "a block does not inflate to \(size) bytes")
        }
        return UnsafeRawBufferPointer(rebasing: buffer[..<size])
    }
}
