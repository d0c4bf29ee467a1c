/// An attribute of an element. A reference leads to a place within the page, or holds its own data: there is no other.
struct Attribute: Sendable {
    let name: StaticString
    let value: String

    init(_ name: StaticString, _ value: String) {
        self.name = name
        self.value = value
    }

    static func id(_ name: String) -> Attribute { Attribute("id", name) }
    static func kind(_ classes: String) -> Attribute { Attribute("class", classes) }
    static func lang(_ language: String) -> Attribute { Attribute("lang", language) }
    static func role(_ role: String) -> Attribute { Attribute("role", role) }
    static func label(_ text: String) -> Attribute { Attribute("aria-label", text) }
    static func labelledBy(_ id: String) -> Attribute { Attribute("aria-labelledby", id) }
    static func describedBy(_ id: String) -> Attribute { Attribute("aria-describedby", id) }
    static func scope(_ scope: String) -> Attribute { Attribute("scope", scope) }
    /// The time in UTC that an element shows in another way.
    static func dateTime(_ text: String) -> Attribute { Attribute("datetime", text) }
    /// Lets a part that scrolls be reached by the keyboard.
    static let focusable = Attribute("tabindex", "0")
    /// The place of the page with that id.
    static func link(to id: String) -> Attribute { Attribute("href", "#" + id) }
    /// The name that a file gets when it is saved.
    static func download(_ name: String) -> Attribute { Attribute("download", name) }
    /// A file of comma-separated values, held by the link itself.
    static func csv(_ text: String) -> Attribute {
        Attribute("href", "data:text/csv;charset=utf-8," + text.percentEncoded)
    }
}

extension String {
    /// The UTF-8 bytes as a `data:` URL may hold them: letters, digits and a few marks that mean nothing there stay.
    fileprivate var percentEncoded: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count * 5 / 4)
        for byte in utf8 {
            if Self.isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
