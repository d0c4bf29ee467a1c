internal import CZlib

/// What a body was packed with on its way (RFC 9110, section 8.4).
enum ContentCoding: Sendable {
    case identity, gzip, deflate

    /// What a `Content-Encoding` header names; nil where it is anything else, or several.
    init?(_ header: String?) {
        let names = (header ?? "").lowercased().split(separator: ",").map { $0.filter { !$0.isWhitespace } }
            .filter { !$0.isEmpty && $0 != "identity" }
        switch names {
        case []: self = .identity
        case ["gzip"], ["x-gzip"]: self = .gzip
        case ["deflate"]: self = .deflate
        default: return nil
        }
    }

    /// What is accepted, as a header says it.
    static let accepted = "gzip, deflate"

    /// What became of unpacking a body.
    enum Unpacked: Sendable {
        case whole([UInt8])
        /// It would be larger than it may be.
        case tooLarge
        /// It is not what it says.
        case broken
    }

    /// The body as it was before, of which `limit` bytes are made at most.
    func unpacked(_ body: [UInt8], limit: Int) -> Unpacked {
        switch self {
        case .identity: return .whole(body)
        case .gzip: return Inflater(windowBits: 15 + 16).unpacked(body, limit)
        case .deflate:
            // The name stands for zlib's form; some send the bare one.
            if case .broken = Inflater(windowBits: 15).unpacked(body, limit) {
                return Inflater(windowBits: -15).unpacked(body, limit)
            }
            return Inflater(windowBits: 15).unpacked(body, limit)
        }
    }
}

/// zlib keeps a pointer to its stream within itself, so the stream lives on the heap and never moves.
private struct Inflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    init(windowBits: Int32) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib refused constant parameters or had no memory: \(status)")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func unpacked(_ body: [UInt8], _ limit: Int) -> ContentCoding.Unpacked {
        var (input, plain, status) = (body, [UInt8](), Z_OK)
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            while status == Z_OK, plain.count <= limit {
                // Made piece by piece: a few bytes that claim to be megabytes take no more than they are.
                let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { output, count in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(Self.pieceSize)
                    status = inflate(stream, Z_NO_FLUSH)
                    count = Self.pieceSize - Int(stream.pointee.avail_out)
                }
                plain += piece
            }
        }
        if plain.count > limit { return .tooLarge }
        return status == Z_STREAM_END && stream.pointee.avail_in == 0 ? .whole(plain) : .broken
    }

    /// Bytes that are made at a time.
    private static let pieceSize = 64 << 10
}
