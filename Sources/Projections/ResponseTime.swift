/// Milliseconds from an alarm's beginning to its first verdict, at least and at most.
package struct ResponseTime: Hashable, Comparable, Sendable {
    package let low: Int64
    package let high: Int64

    package init(_ range: ClosedRange<Int64>) {
        low = range.lowerBound
        high = range.upperBound
    }

    package static func < (one: ResponseTime, other: ResponseTime) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }

    /// As column `responses` of table `daily` holds them: sorted by `high`, then `low`; of each the difference of `high` to
    /// the one before, and `high - low`, as numbers of seven bits a byte, the lowest first, the eighth bit set on all bytes
    /// but the last (LEB128).
    package static func encode(_ responses: [ResponseTime]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(responses.count * 5)
        var last: Int64 = 0
        for response in responses.sorted() {
            append(response.high - last, to: &bytes)
            append(response.high - response.low, to: &bytes)
            last = response.high
        }
        return bytes
    }

    /// Reads the column back.
    package static func decode(_ bytes: [UInt8]) throws -> [ResponseTime] {
        var responses: [ResponseTime] = []
        try bytes.withUnsafeBytes { try forEach(in: $0) { responses.append(ResponseTime($0...$1)) } }
        return responses
    }

    /// Calls `visit` with low and high of each, sorted by high.
    /// Throws where they are no durations.
    package static func forEach(in bytes: UnsafeRawBufferPointer, _ visit: (Int64, Int64) -> Void) throws {
        var place = 0
        var high: Int64 = 0
        while place < bytes.count {
            high &+= number(in: bytes, &place)
            let width = number(in: bytes, &place)
            let low = high &- width
            guard width >= 0, high.magnitude <= ViewStore.longestDuration, low.magnitude <= ViewStore.longestDuration
            else {
                throw ViewError.damaged("a duration that cannot be")
            }
            visit(low, high)
        }
    }

    /// Without one of each of `gone`.
    package static func removing(_ gone: [ResponseTime], from responses: [ResponseTime]) -> [ResponseTime] {
        guard !gone.isEmpty else { return responses }
        var counts: [ResponseTime: Int] = [:]
        for response in gone { counts[response, default: 0] += 1 }
        return responses.filter { response in
            guard let count = counts[response], count > 0 else { return true }
            counts[response] = count - 1
            return false
        }
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func number(in bytes: UnsafeRawBufferPointer, _ place: inout Int) -> Int64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << shift
            guard byte >= 0x80, shift < 63 else { break }
            shift += 7
        }
        return Int64(bitPattern: number)
    }
}
