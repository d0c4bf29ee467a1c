/// The settings of one deployment, as they were found.
package struct DeploymentEntry {
    /// What it is called.
    package let name: SettingValue
    /// A setting by its key, from the first place that has it.
    package let value: (String) -> SettingValue?
    /// The environment, in which other programs' settings stand, too.
    package let environment: [String: String]

    /// The settings of the deployment called `name`, found by their keys.
    package init(
        name: SettingValue, environment: [String: String] = [:], value: @escaping (String) -> SettingValue?
    ) {
        self.name = name
        self.environment = environment
        self.value = value
    }
}

extension SettingSource {
    /// One from the command line or the environment, else all those of the file, or the one that is named.
    package func deployments() throws -> [DeploymentEntry] {
        guard let listed = file?.deployments, !listed.isEmpty, given("url") == nil else { return [try single()] }
        try requireUniqueNames(listed)
        let wanted = value("deployment")
        let chosen = listed.filter { wanted == nil || $0.name.text == wanted?.text }
        if let wanted, chosen.isEmpty {
            throw SettingsError("\(wanted.place): the file lists no deployment \(wanted.text)")
        }
        return chosen.map { entry in
            DeploymentEntry(name: entry.name, environment: environment) { key in
                // A flag sets what is shared for all; an entry's own value stands before that of the whole file.
                guard SettingKeys.shared.contains(key) else { return entry.value(key) }
                return given(key) ?? entry.value(key) ?? file?.value(key)
            }
        }
    }

    private func single() throws -> DeploymentEntry {
        guard value("url") != nil else {
            throw SettingsError("no deployment is named: give --url, --username and --password-file, or --config FILE")
        }
        return DeploymentEntry(
            name: value("deployment") ?? SettingValue("main", "the default"), environment: environment, value: value)
    }

    private func requireUniqueNames(_ listed: [SettingsFile.Entry]) throws {
        var places: [String: String] = [:]
        for entry in listed {
            if let first = places.updateValue(entry.name.place, forKey: entry.name.text) {
                throw SettingsError("\(entry.name.place): \(entry.name.text) is the name at \(first), too")
            }
        }
    }
}
