/// UUIDs as texts: eight, four, four, four and twelve hexadecimal digits.
package enum UUIDText {
    /// Whether a text is a UUID, in whatever case.
    package static func isUUID(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index)
                ? byte == UInt8(ascii: "-")
                : byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
        }
    }

    /// The one spelling of an id that is a UUID; any other id as it is.
    package static func canonical(_ id: String) -> String { isUUID(id) ? id.lowercased() : id }
}
