extension UnsafeRawBufferPointer: ContiguousBytes {
    /// Calls `body` with the bytes.
    public func withContiguousBytes(_ body: (UnsafeRawBufferPointer) -> Void) { body(self) }
}
