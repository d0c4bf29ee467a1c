extension String {
    /// The text without characters that are zero, which SQLite and C end a text at: U+FFFD stands in their place. The log has
    /// the text as it was served.
    package var withoutZero: String {
        utf8.contains(0) ? String(unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : Character($0) }) : self
    }
}
