/// A setting as it was found, and where.
package struct SettingValue: Sendable {
    /// As it stands there.
    package let text: String
    /// For instance `--url`, `ALARM_ARCHIVE_URL` or `archiver.yaml: url`.
    package let place: String

    /// A setting found at `place`.
    package init(_ text: String, _ place: String) {
        self.text = text
        self.place = place
    }

    /// A setting that is more than a text; `what` says what it should be.
    package func parsed<Value>(_ what: String, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(text) else {
            throw SettingsError("\(place): \(text) is not a value for it; it takes \(what)")
        }
        return value
    }
}

extension SettingValue {
    /// Yes or no, as YAML spells them.
    package func flag() throws -> Bool {
        try parsed("true or false") { text in
            switch text.lowercased() {
            case "true", "yes", "on": true
            case "false", "no", "off": false
            default: nil
            }
        }
    }
}

/// A setting at fault: file, key and value, and what would be right.
package struct SettingsError: Error, Sendable, CustomStringConvertible {
    package let description: String

    /// A sentence that names file, key and value, and never a secret.
    package init(_ description: String) {
        self.description = description
    }
}
