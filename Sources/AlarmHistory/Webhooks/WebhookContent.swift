import ExactJSON

/// Reads a webhook's body as what it is: JSON, a form, or text.
struct WebhookContent: Sendable {
    private let redaction: SecretRedaction

    /// With the archive's redaction.
    init(redaction: SecretRedaction) {
        self.redaction = redaction
    }

    /// What a body was read as.
    enum Form: Sendable {
        case json, form, text
        /// Text that was to be JSON.
        case brokenJSON
        case binary
    }

    /// The content without secrets and pictures.
    func read(_ body: [UInt8]) -> (content: JSONValue, form: Form) {
        let body = WebhookText(body).bytes
        if let text = try? JSONText(body, limits: Self.limits), Self.isModest(text) { return (value(text.root), .json) }
        if let form = WebhookForm(body) {
            return (.object(form.members.map { (redaction.redact(name: $0.name), member($0.name, $0.value)) }), .form)
        }
        // What has a zero in it is no text in UTF-8, nor in any code with one byte a letter.
        if body.contains(0) { return (.string(Self.dropped(body.count)), .binary) }
        let isObject = body.first { $0 > 0x20 }.map { "{[".utf8.contains($0) } ?? false
        return (.string(clean(String(decoding: body, as: UTF8.self))), isObject ? .brokenJSON : .text)
    }

    /// Whether all but its pictures is worth being read element by element: more is cut when it is stored anyway.
    private static func isModest(_ text: JSONText) -> Bool {
        let long = text.allStringValues.map(\.bytes.count).filter { $0 > pictureSize }.reduce(0, +)
        return text.root.bytes.count - long <= textLimit
    }

    private func value(_ element: JSONElement) -> JSONValue {
        switch element.kind {
        case .null, .bool: .verbatim([UInt8](element.bytes))
        case .number: number(element)
        case .string: .string(clean(Self.characters(element)))
        case .array: .array(element.elements.map { value($0) })
        case .object:
            .object(
                element.members.map { name, value in
                    (redaction.redact(name: Self.characters(name)), member(Self.characters(name), value))
                })
        }
    }

    private func number(_ element: JSONElement) -> JSONValue {
        let spelled = String(decoding: element.bytes, as: UTF8.self)
        let clean = redaction.redact(text: spelled)
        return clean == spelled ? .verbatim([UInt8](element.bytes)) : .string(clean)
    }

    private func member(_ name: String, _ element: JSONElement) -> JSONValue {
        let isEmpty = element.kind == .null || element.string.map(WebhookPlace.isEmpty) ?? false
        if isEmpty { return value(element) }
        if SecretNames.webhookPictures.contains(MemberName.normalized(name)) {
            return .string(Self.dropped(element.bytes.count))
        }
        return redaction.mask(of: element, called: name) ?? value(element)
    }

    private func member(_ name: String, _ text: String) -> JSONValue {
        if WebhookPlace.isEmpty(text) { return .string(text) }
        if SecretNames.webhookPictures.contains(MemberName.normalized(name)) {
            return .string(Self.dropped(text.utf8.count))
        }
        return .string(redaction.mask(of: text, called: name) ?? clean(text))
    }

    private func clean(_ text: String) -> String {
        if text.hasPrefix("data:image/") { return Self.dropped(text.utf8.count) }
        let words = Self.withoutPictures(text)
        let isLong = words.utf8.count > Self.textLimit
        return redaction.redact(
            text: isLong ? String(decoding: words.utf8.prefix(Self.textLimit), as: UTF8.self) : words)
    }

    /// Half a surrogate pair, which no string can hold, stays as it is spelled.
    private static func characters(_ element: JSONElement) -> String {
        element.string ?? String(decoding: element.canonicalStringBody, as: UTF8.self)
    }

    // MARK: pictures

    private static func dropped(_ count: Int) -> String { "dropped:\(count) bytes" }

    /// The text without long runs of base64.
    private static func withoutPictures(_ text: String) -> String {
        guard text.utf8.count > pictureSize else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let run = rest.prefix { isBase64($0) }
            output += run.count > pictureSize ? Array(dropped(run.count).utf8)[...] : run
            let between = rest[run.endIndex...].prefix { !isBase64($0) }
            output += between
            rest = rest[between.endIndex...]
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Letters of both alphabets of base64, and line ends in between.
    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "+/-_=\r\n".utf8.contains(byte)
        }
    }

    /// Bytes of base64 above which it is a picture: no id or token is so long.
    private static let pictureSize = 4096
    /// Bytes of a text that are read: some times what is stored.
    private static let textLimit = 256 << 10
    /// Deeper nesting is read as text: in its event the body lies one level deeper, and must stay readable there.
    /// What has more values and names than bytes are read of a text would be cut anyway.
    private static let limits = JSONLimits(size: 16 << 20, depth: 128, entries: textLimit)
}
