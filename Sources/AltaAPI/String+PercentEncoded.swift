extension String {
    /// The text as one component of a path, or as a value of a query: everything but the unreserved characters of
    /// RFC 3986 is percent-encoded, and a component of dots, which would walk up the path, is encoded too.
    public var percentEncoded: String {
        let isDots = allSatisfy { $0 == "." }
        return utf8.map { byte in
            Self.isUnreserved(byte) && !(isDots && byte == UInt8(ascii: "."))
                ? String(Unicode.Scalar(byte)) : "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_.~".utf8.contains(byte)
        }
    }
}
