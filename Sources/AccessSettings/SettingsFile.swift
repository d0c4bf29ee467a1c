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
    /// One entry of the list `deployments`.
    package struct Deployment {
        package let name: SettingValue
        fileprivate let values: [String: SettingValue]

        package func value(_ key: String) -> SettingValue? { values[key] }
    }

    private let values: [String: SettingValue]
    /// In the order of the file.
    package let deployments: [Deployment]

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
        values = try Self.values(mapping, path, known: SettingKeys.ofFile + ["deployments"])
        let list = try Self.list(node?["deployments"], path)
        deployments = try list.enumerated().map { index, entry in
            try Self.deployment(entry, "\(path): deployments[\(index)]")
        }
    }

    /// A setting that stands at the top.
    package func value(_ key: String) -> SettingValue? { values[key] }

    private static func list(_ node: Node?, _ path: String) throws -> [Node] {
        guard let node else { return [] }
        guard let list = node.sequence else { throw SettingsError("\(path): deployments should be a list") }
        return Array(list)
    }

    private static func deployment(_ node: Node, _ place: String) throws -> Deployment {
        let values = try values(try mapping(node, place), place, known: SettingKeys.ofDeployment)
        guard let name = values["name"], values["url"] != nil else {
            throw SettingsError("\(place) needs a name and a url")
        }
        return Deployment(name: name, values: values)
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
            guard name != "deployments" else { continue }
            guard values[name] == nil else { throw SettingsError("\(place): \(name) stands there twice") }
            guard let text = value.scalar?.string else { throw SettingsError("\(place): \(name) should be one value") }
            values[name] = SettingValue(text, "\(place): \(name)")
        }
        return values
    }
}
