/// A setting as it was found, and where.
struct SettingValue {
    let text: String
    /// For instance `--url`, `ALARM_ARCHIVE_URL` or `archiver.yaml: url`.
    let place: String

    init(_ text: String, _ place: String) {
        self.text = text
        self.place = place
    }
}

/// Looks a setting up: flag, then environment, then file.
struct SettingSource {
    let environment: [String: String]
    let file: SettingsFile?

    func value(_ flag: String?, _ key: String) -> SettingValue? {
        if let flag { return SettingValue(flag, "--" + Self.words(key).joined(separator: "-")) }
        return environmentValue(key) ?? file?.value(key)
    }

    func environmentValue(_ key: String) -> SettingValue? {
        let name = "ALARM_ARCHIVE_" + Self.words(key).joined(separator: "_").uppercased()
        return environment[name].map { SettingValue($0, name) }
    }

    /// A setting that is more than a text.
    func parsed<Value>(_ flag: String?, _ key: String, _ parse: (String) -> Value?) throws -> Value? {
        guard let value = value(flag, key) else { return nil }
        guard let parsed = parse(value.text) else {
            throw SettingsError("\(value.place): \(value.text) is not a value for it; see `alarm-archiver run --help`")
        }
        return parsed
    }

    /// `passwordFile` as `password`, `file`.
    private static func words(_ key: String) -> [String] {
        key.reduce(into: [""]) { words, letter in
            if letter.isUppercase { words.append("") }
            words[words.count - 1].append(letter.lowercased())
        }
    }
}
