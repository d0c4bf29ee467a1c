import ExactJSON

extension JSONText {
    init(_ text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(Array(text.utf8), limits: limits)
    }
}

/// Bytes as text, for reading in failures.
func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

/// The comparable form of a text.
///
/// Bytes, for `==` on strings takes an accented letter and its parts for the same.
func comparable(_ json: String) throws -> [UInt8] { try JSONText(json).root.comparableBytes }
