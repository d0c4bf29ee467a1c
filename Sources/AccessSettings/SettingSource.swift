/// Looks a setting up by its key in the file: flag, then environment, then file.
package struct SettingSource {
    private let flags: [String: String]
    let environment: [String: String]
    /// Where the settings file is, where there is one.
    package let path: String?
    /// The settings file, where there is one.
    package let file: SettingsFile?

    /// `flags` is what the command line gives, by the key that it has in the file; `config` the file that the command line
    /// names, else the environment may name one.
    package init(flags: [String: String], config: String?, environment: [String: String]) throws {
        self.flags = flags
        self.environment = environment
        path = config ?? environment["ALARM_ARCHIVE_CONFIG"]
        file = try path.map { try SettingsFile(path: $0) }
    }

    /// The setting, from the first place that has it.
    package func value(_ key: String) -> SettingValue? {
        given(key) ?? file?.value(key)
    }

    /// Outside the file.
    package func given(_ key: String) -> SettingValue? {
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
