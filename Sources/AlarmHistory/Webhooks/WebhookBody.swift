public import ArchiveEvents
import ExactJSON

/// Makes an event of what a deployment sent of its own accord.
///
/// Its shape is the customer's: a template with codes that the vendor fills. So nothing is expected of it. Secrets and
/// pictures are taken out of it, its size is bounded, and where it names a zone or a device, those are found.
public struct WebhookBody: Sendable {
    private let redaction: SecretRedaction

    /// With the archive's redaction.
    public init(redaction: SecretRedaction) {
        self.redaction = redaction
    }

    /// The event that a body of whatever bytes is worth. A zone of `knownZones` is found wherever its id stands.
    public func event(_ body: [UInt8], deployment: String, knownZones: Set<String>) -> NewEvent {
        read(body, deployment: deployment, knownZones: knownZones).event
    }

    /// The event, and a sentence for whoever wrote the template where the body cannot be what it was meant to be. Secrets of
    /// our own that are given are recognised by their value.
    public func read(
        _ body: [UInt8], deployment: String, knownZones: Set<String>, hiding secrets: SecretValues = SecretValues()
    ) -> (event: NewEvent, remark: String?) {
        let (value, form) = WebhookContent(redaction: redaction.hiding(secrets)).read(body)
        return (event(value, body, deployment, knownZones), Self.remark(form))
    }

    private static func remark(_ form: WebhookContent.Form) -> String? {
        switch form {
        case .json, .form, .text: nil
        case .brokenJSON:
            "its body is broken JSON and is read as text, as far as that goes: perhaps a name in it holds a quote; "
                + "rename the zone or the device, or change the template"
        case .binary: "its body is no text, so that only its size is recorded; check the template"
        }
    }

    private func event(
        _ value: JSONValue, _ body: [UInt8], _ deployment: String, _ knownZones: Set<String>
    ) -> NewEvent {
        let place = WebhookPlace(value, knownZones: knownZones)
        let stream = RecordStream(
            deployment: deployment, kind: "webhooks", id: place.zone ?? RecordStream.unidentified)
        let (stored, isCut) = Self.bounded(value)
        var members: [(String, JSONValue)] = [
            ("body", stored), ("zone", .optional(place.zone)), ("device", .optional(place.device)),
        ]
        if isCut { members.append(("cut_from_bytes", .whole(body.count))) }
        return NewEvent(type: .webhookReceived, subject: stream.subject, data: JSONValue.object(members).bytes)
    }

    /// A value that is too large becomes the beginning of its text.
    private static func bounded(_ value: JSONValue) -> (JSONValue, isCut: Bool) {
        let bytes = value.bytes
        guard bytes.count > storedLimit else { return (value, false) }
        var text = bytes
        if case .string(let string) = value { text = Array(string.utf8) }
        var cost = 2
        let kept = String(decoding: text, as: UTF8.self).unicodeScalars.prefix { scalar in
            cost += escapedSize(scalar)
            return cost <= storedLimit
        }
        return (.string(String(kept)), true)
    }

    private static func escapedSize(_ scalar: Unicode.Scalar) -> Int {
        switch scalar {
        case "\"", "\\": 2
        case "\u{0}"..<" ": 6
        default: UTF8.width(scalar)
        }
    }

    /// Bytes of a stored body. A template with every code filled, without its picture, takes two or three thousand.
    public static let storedLimit = 64 << 10
}
