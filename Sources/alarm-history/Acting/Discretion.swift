import AlarmHistory
import EventStorage
import ExactJSON
import Foundation

/// Takes out what is not to be seen by whoever looks over a shoulder.
struct Discretion {
    private let reveal: Bool
    /// Words in the names of members that are secrets at this endpoint: how they are called is not known.
    private let hidden: [String]
    /// Tokens are not to be compared from call to call: the key lives as long as the answer.
    private let redaction: SecretRedaction

    /// For what a path leads to; whether secrets are to be seen, too. `secrets` are hidden wherever they stand.
    init(reveal: Bool, path: String, hiding secrets: SecretValues = SecretValues()) {
        self.reveal = reveal
        redaction = SecretRedaction(key: EventLog.secureRandom(32), hiding: secrets)
        hidden = SecretNames.hiddenWords(at: path.removingPercentEncoding ?? path)
    }

    /// A record without what is hidden.
    func text(_ element: JSONElement) throws -> JSONText {
        guard !reveal else { return try JSONText(element.compactBytes) }
        let text = try JSONText(redaction.redacted([UInt8](element.bytes)))
        let mask = JSONValue.string("(hidden)").bytes
        let replacements = text.allMembers.filter { isHidden($0.name) && $0.value.kind != .null }
            .map { (range: $0.value.range, with: mask) }
        return try JSONText(text.compactBytes(replacing: replacements))
    }

    private func isHidden(_ name: JSONElement) -> Bool {
        guard let name = name.string?.lowercased() else { return !hidden.isEmpty }
        return hidden.contains { name.contains($0) }
    }

    /// A body, without what is hidden; what is no JSON stays a text.
    func body(_ body: [UInt8]) throws -> [UInt8] {
        guard !reveal else { return body }
        if let text = try? JSONText(body) { return [UInt8](try self.text(text.root).root.bytes) }
        let clean = redaction.redacted(body)
        return (try? JSONText(clean).root.string).map { Array($0.utf8) } ?? clean
    }
}
