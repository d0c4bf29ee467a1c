import AlarmHistory
public import AltaAPI
public import ExactJSON

/// An answer to an inquiry, as JSON.
public struct VendorAnswer: Sendable {
    /// What was served.
    public let root: JSONElement

    /// Its records, however they are wrapped; none where it holds no list. `null`, and nothing at all, is an empty list.
    public var records: [JSONElement] { RecordList(root)?.elements ?? [] }

    /// Reads a body, of which a success may have none.
    init?(_ body: [UInt8]) {
        guard let text = try? JSONText(body.isEmpty ? Array("null".utf8) : body, limits: AnswerLimits.whole) else {
            return nil
        }
        root = text.root
    }
}

/// The video of an alarm, as a bookmark offers it.
public struct SharedVideo: Sendable {
    /// The bookmark's id.
    public let id: String?
    /// What opens the video to whoever has it; nil until the bookmark is shared.
    public let token: Secret<String>?

    /// Reads one bookmark.
    public init(_ element: JSONElement) {
        let members = VendorMembers(element)
        id = members.text("id")
        token = members.text("guest_token").flatMap { $0.isEmpty ? nil : Secret($0) }
    }

    /// The link to be handed out: `<base>/cloud?t=<guest_token>`, as the vendor's guide builds it; nil without a token.
    public func link(base: String) -> Secret<String>? {
        let base = base.hasSuffix("/") ? String(base.dropLast()) : base
        return token.map { Secret("\(base)/cloud?t=\($0.value.percentEncoded)") }
    }
}
