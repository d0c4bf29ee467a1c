import Foundation

extension String {
    /// The text without characters that are zero, which SQLite and C end a text at: U+FFFD stands in their place. The log has
    /// the text as it was served.
    package var withoutZero: String {
        hasZero ? String(unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : Character($0) }) : self
    }

    private var hasZero: Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        } ?? utf8.contains(0)
    }
}
