/// `bytes` in a gzip container (RFC 1952), not made any smaller: one or more stored blocks of deflate (RFC 1951, 3.2.4).
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    // Method 8 (deflate), no flags, no time, unknown system.
    var container: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var rest = bytes[...]
    repeat {
        let block = rest.prefix(longestStoredBlock)
        rest = rest.dropFirst(block.count)
        let length = UInt16(block.count)
        container.append(rest.isEmpty ? 1 : 0)
        container += littleEndian(length) + littleEndian(~length) + block
    } while !rest.isEmpty
    return container + littleEndian(checksum(bytes)) + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
}

/// A stored block's length has 16 bits.
private let longestStoredBlock = 65_535

private func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: 0, to: number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
}

/// CRC-32 as in RFC 1952, section 8, bit by bit: answers are small and this fault is rare.
private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
        (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    }
}
