/// A setting as it was found, and where.
struct SettingValue {
    let text: String
    /// For instance `--url`, `ALARM_ARCHIVE_URL` or `archiver.yaml: url`.
    let place: String

    init(_ text: String, _ place: String) {
        self.text = text
        self.place = place
    }

    /// A setting that is more than a text; `what` says what it should be.
    func parsed<Value>(_ what: String, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(text) else {
            throw SettingsError("\(place): \(text) is not a value for it; it takes \(what)")
        }
        return value
    }
}

/// A setting at fault: file, key and value, and what would be right.
struct SettingsError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Looks a setting up by its key in the file: flag, then environment, then file.
struct SettingSource {
    let flags: [String: String]
    let environment: [String: String]
    let file: SettingsFile?

    func value(_ key: String) -> SettingValue? {
        given(key) ?? file?.value(key)
    }

    /// Outside the file.
    func given(_ key: String) -> SettingValue? {
        if let flag = flags[key] { return SettingValue(flag, "--" + Self.words(key).joined(separator: "-")) }
        let name = "ALARM_ARCHIVE_" + Self.words(key).joined(separator: "_").uppercased()
        return environment[name].map { SettingValue($0, name) }
    }

    /// `passwordFile` as `password`, `file`.
    private static func words(_ key: String) -> [String] {
        key.reduce(into: [""]) { words, letter in
            if letter.isUppercase { words.append("") }
            words[words.count - 1].append(letter.lowercased())
        }
    }
}
