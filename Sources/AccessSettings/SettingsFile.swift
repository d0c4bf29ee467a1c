import Foundation
import Yams

/// The settings file: the same names as the options, in camel case, and a list of deployments.
///
/// ```yaml
/// archive: /var/lib/alarms
/// ongoingInterval: 5s
/// deployments:
///   - name: hq
///     url: https://hq.eu1.alta.avigilon.com
///     username: archiver@example.com
///     passwordFile: /etc/alarms/hq.password
///   - name: depot
///     url: https://depot.eu1.alta.avigilon.com
///     bearerFile: /etc/alarms/depot.token
///     requestBudget: 60
/// ```
package struct SettingsFile {
    /// One entry of the list `deployments`, or of the list `webhookCommands`.
    package struct Entry {
        package let name: SettingValue
        fileprivate let values: [String: SettingValue]

        package func value(_ key: String) -> SettingValue? { values[key] }
    }

    private let values: [String: SettingValue]
    /// In the order of the file.
    package let deployments: [Entry]
    /// In the order of the file.
    package let webhookCommands: [Entry]

    /// Reads and checks the names of all settings, whichever program they are for.
    package init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError("the settings file \(path) cannot be read")
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self))
        } catch {
            throw SettingsError("\(path) is not YAML: \(error)")
        }
        let mapping = try Self.mapping(node, path)
        values = try Self.values(mapping, path, known: SettingKeys.ofFile + Self.lists)
        deployments = try Self.entries("deployments", node, path, known: SettingKeys.ofDeployment, needed: "url")
        webhookCommands = try Self.entries(
            "webhookCommands", node, path, known: SettingKeys.ofWebhookCommand, needed: "command")
    }

    /// A setting that stands at the top.
    package func value(_ key: String) -> SettingValue? { values[key] }

    /// The entries of a list; each has a name and the setting that is `needed`.
    private static func entries(
        _ key: String, _ node: Node?, _ path: String, known: [String], needed: String
    ) throws -> [Entry] {
        guard let node = node?[key] else { return [] }
        guard let list = node.sequence else { throw SettingsError("\(path): \(key) should be a list") }
        return try list.enumerated().map { index, node in
            let place = "\(path): \(key)[\(index)]"
            let values = try values(try mapping(node, place), place, known: known)
            guard let name = values["name"], values[needed] != nil else {
                throw SettingsError("\(place) needs a name and a \(needed)")
            }
            return Entry(name: name, values: values)
        }
    }

    private static func mapping(_ node: Node?, _ place: String) throws -> Node.Mapping {
        guard let node else { return [:] }
        guard let mapping = node.mapping else { throw SettingsError("\(place) should hold names with values") }
        return mapping
    }

    private static func values(_ mapping: Node.Mapping, _ place: String, known: [String]) throws -> [String:
        SettingValue]
    {
        var values: [String: SettingValue] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard known.contains(name) else {
                throw SettingsError("\(place): \(name) is no setting; known are \(known.joined(separator: ", "))")
            }
            guard !lists.contains(name) else { continue }
            guard values[name] == nil else { throw SettingsError("\(place): \(name) stands there twice") }
            guard let text = value.scalar?.string else { throw SettingsError("\(place): \(name) should be one value") }
            values[name] = SettingValue(text, "\(place): \(name)")
        }
        return values
    }

    private static let lists = ["deployments", "webhookCommands"]
}
