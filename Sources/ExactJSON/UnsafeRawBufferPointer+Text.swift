extension UnsafeRawBufferPointer {
    /// Whether exactly those bytes stand at a place.
    public func hasBytes(_ other: UnsafeRawBufferPointer, at place: Int) -> Bool {
        let size = other.count
        guard count - place >= size else { return false }
        var offset = 0
        while offset + 8 <= size {
            let own = loadUnaligned(fromByteOffset: place + offset, as: UInt64.self)
            guard own == other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset += 8
        }
        while offset < size {
            guard self[place + offset] == other[offset] else { return false }
            offset += 1
        }
        return true
    }

    /// Where the first byte from `start` on stands that is not plain ASCII inside a JSON string: a quote, a backslash, a
    /// control character, or a part of a longer UTF-8 sequence. Their number where there is none. Eight bytes are looked at
    /// in one step.
    public func asciiTextEnd(from start: Int) -> Int {
        textEnd(from: start, besides: 0x8080_8080_8080_8080)
    }

    /// The same, where longer sequences are plain, too.
    public func plainTextEnd(from start: Int) -> Int { textEnd(from: start, besides: 0) }

    /// A byte is found where its highest bit is set in one of: itself less one, of a byte that became zero by taking away
    /// what is looked for; itself less a space; itself, if asked for. Borrows reach only into bytes behind one that is
    /// found, which is the lowest.
    private func textEnd(from start: Int, besides highBits: UInt64) -> Int {
        var place = start
        while place + 8 <= count {
            let bytes = UInt64(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self))
            let quotes = bytes ^ 0x2222_2222_2222_2222
            let backslashes = bytes ^ 0x5C5C_5C5C_5C5C_5C5C
            let found =
                ((quotes &- 0x0101_0101_0101_0101) & ~quotes | (backslashes &- 0x0101_0101_0101_0101) & ~backslashes
                    | (bytes &- 0x2020_2020_2020_2020) & ~bytes) & 0x8080_8080_8080_8080 | bytes & highBits
            if found != 0 { return place + found.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < count {
            let byte = self[place]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 && highBits != 0 { return place }
            place += 1
        }
        return count
    }
}
