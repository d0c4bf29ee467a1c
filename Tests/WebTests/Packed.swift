import CZlib

/// Bodies as a sender packs them.
enum Packed {
    static func gzip(_ body: [UInt8]) -> [UInt8] { deflated(body, windowBits: 15 + 16) }

    static func zlib(_ body: [UInt8]) -> [UInt8] { deflated(body, windowBits: 15) }

    static func raw(_ body: [UInt8]) -> [UInt8] { deflated(body, windowBits: -15) }

    private static func deflated(_ body: [UInt8], windowBits: Int32) -> [UInt8] {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        deflateInit2_(
            stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer {
            deflateEnd(stream)
            stream.deallocate()
        }
        var input = body
        let capacity = Int(deflateBound(stream, UInt(body.count))) + 32
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(capacity)
                deflate(stream, Z_FINISH)
            }
            count = capacity - Int(stream.pointee.avail_out)
        }
    }
}
