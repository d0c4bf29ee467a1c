/// Bytes that lie one after the other in memory, so that they can be hashed without a copy.
public protocol ContiguousBytes {
    /// Calls `body` with the bytes.
    func withContiguousBytes(_ body: (UnsafeRawBufferPointer) -> Void)
}

extension Array<UInt8>: ContiguousBytes {
    /// Calls `body` with the bytes.
    public func withContiguousBytes(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(body) }
}

extension ArraySlice<UInt8>: ContiguousBytes {
    /// Calls `body` with the bytes.
    public func withContiguousBytes(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(body) }
}
