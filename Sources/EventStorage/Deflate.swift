internal import CZlib

/// Raw deflate as blocks hold it: level 6, window 15, memory level 8, a fresh compressor for each block, closed by a
/// full flush and not final. So the pieces of neighbouring blocks, one after the other, are one deflate stream.
package enum Deflate {
    /// Compresses `plain` into a piece that ends in `00 00 ff ff` on a byte border.
    package static func compress(_ plain: [UInt8]) -> [UInt8] {
        let compressor = Compressor()
        return compressor.piece(plain)
    }

    /// Inflates a piece whose plain size is known; nil where it is not exactly such a piece.
    package static func inflate(_ piece: [UInt8], plainSize: Int) -> [UInt8]? {
        guard piece.suffix(flush.count).elementsEqual(flush) else { return nil }
        let inflater = Inflater()
        return inflater.plain(piece, size: plainSize)
    }

    /// What a full flush ends with: an empty stored block.
    private static let flush: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

    /// CRC-32 as gzip has it.
    package static func crc32(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
    }
}

/// zlib keeps a pointer to its stream within itself, so the stream lives on the heap and never moves.
private struct Compressor: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = deflateInit2_(
            stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib refused constant parameters or had no memory: \(status)")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func piece(_ plain: [UInt8]) -> [UInt8] {
        var input = plain
        // The bound covers one finished stream; a flush adds at most the empty stored block of five bytes.
        let capacity = Int(deflateBound(stream, UInt(plain.count))) + 16
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(capacity)
                let status = deflate(stream, Z_FULL_FLUSH)
                precondition(status == Z_OK && stream.pointee.avail_out > 0, "the bound of zlib did not hold")
            }
            count = capacity - Int(stream.pointee.avail_out)
        }
    }
}

private struct Inflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    /// What zlib says of a stream that stands behind a block, at a byte border, and not behind the last one (zlib.h).
    private static let behindBlock: Int32 = 128

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib refused constant parameters or had no memory: \(status)")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func plain(_ piece: [UInt8], size: Int) -> [UInt8]? {
        var input = piece
        var isExact = false
        // One byte more than needed: a piece that holds more than it should is found out instead of cut.
        let plain = [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(size + 1)
                let status = CZlib.inflate(stream, Z_SYNC_FLUSH)
                isExact =
                    status == Z_OK && stream.pointee.avail_in == 0 && stream.pointee.avail_out == 1
                    && stream.pointee.data_type == Self.behindBlock
            }
            count = isExact ? size : 0
        }
        return isExact ? plain : nil
    }
}
