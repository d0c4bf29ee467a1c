import ExactJSON
import Foundation

/// Looks for secrets, however they are spelled.
struct SecretHunt {
    /// Texts that must be nowhere, by what they are.
    private(set) var secrets: [String: Set<String>] = [:]
    /// Each of them in each form.
    private var spellings: [(kind: String, form: String, bytes: [UInt8])] = []

    /// Looks for one more text.
    mutating func seek(_ kind: String, _ secret: String) {
        guard secrets[kind, default: []].insert(secret).inserted else { return }
        spellings += Self.forms(of: secret).map { (kind, $0.name, $0.bytes) }
    }

    /// The kinds of the secrets that stand in `data`, each with the form in which it does.
    func findings(in data: Data) -> Set<String> {
        Set(spellings.filter { data.holds($0.bytes) }.map { "\($0.kind), \($0.form)" })
    }

    /// The findings in each file below a folder, by the file's path.
    func findings(below folder: String) throws -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            let path = folder + "/" + name
            let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            guard type == .typeRegular else { continue }
            let findings = findings(in: try Data(contentsOf: URL(fileURLWithPath: path)))
            if !findings.isEmpty { found[name] = findings }
        }
        return found
    }

    /// The ways in which a text may come to stand somewhere.
    static func forms(of secret: String) -> [(name: String, bytes: [UInt8])] {
        let bytes = Array(secret.utf8)
        let escaped = Array(JSONValue.string(secret).bytes.dropFirst().dropLast())
        let slashed = Array(String(decoding: escaped, as: UTF8.self).replacing("/", with: "\\/").utf8)
        let base64 = (0..<3).map { ("in base 64, moved by \($0)", Self.base64(bytes, movedBy: $0)) }
        return [
            ("plain", bytes), ("percent-encoded", Array(percentEncoded(bytes).utf8)), ("escaped", escaped),
            ("escaped with slashes", slashed), ("as numbers", Array(hex(bytes).utf8)),
        ] + base64
    }

    private static func percentEncoded(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let isPlain =
                "-._~".utf8.contains(byte) || (byte < 0x80 && Character(Unicode.Scalar(byte)).isLetter)
                || (0x30...0x39).contains(byte)
            return isPlain ? String(Unicode.Scalar(byte)) : "%" + hex([byte]).uppercased()
        }.joined()
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The digits that `bytes` alone decide, where `count` bytes stand before them.
    private static func base64(_ bytes: [UInt8], movedBy count: Int) -> [UInt8] {
        let digits = Data(Array(repeating: 0, count: count) + bytes).base64EncodedString().utf8
        return Array(digits.prefix((count + bytes.count) * 8 / 6).dropFirst((count * 8 + 5) / 6))
    }
}

extension Data {
    /// Whether `bytes`, of which there are some, stand anywhere in it.
    fileprivate func holds(_ bytes: [UInt8]) -> Bool {
        withUnsafeBytes { whole in
            guard var place = whole.baseAddress else { return false }
            let end = place + whole.count
            while end - place >= bytes.count, let next = memchr(place, Int32(bytes[0]), end - place) {
                place = UnsafeRawPointer(next)
                if end - place >= bytes.count, memcmp(place, bytes, bytes.count) == 0 { return true }
                place += 1
            }
            return false
        }
    }
}
