import Foundation

/// Where a secret lies. Neither the secret nor anything else of the file is ever part of an error.
package struct SecretFile {
    private let setting: SettingValue
    private let what: String

    /// `what` names the secret in errors, for instance `password`.
    package init(_ setting: SettingValue, _ what: String) {
        self.setting = setting
        self.what = what
    }

    /// The first line that is not empty.
    package func read() throws -> String {
        let data: Data?
        if setting.text == "-" {
            data = try? FileHandle.standardInput.read(upToCount: Self.sizeLimit)
        } else {
            data = Self.beginning(of: setting.text)
        }
        guard let data else { throw SettingsError("\(setting.place): the file \(setting.text) cannot be read") }
        let line = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first
        guard let line else { throw SettingsError("\(setting.place): the file \(setting.text) holds no \(what)") }
        return String(line)
    }

    /// What the line means; `what` that it is not is an error without its text.
    package func read<Value>(_ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(try read()) else {
            throw SettingsError("\(setting.place): the first line of \(setting.text) is no \(what)")
        }
        return value
    }

    private static func beginning(of path: String) -> Data? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return (try? file.read(upToCount: sizeLimit)) ?? Data()
    }

    /// Bytes. No password is longer; a wrong path may lead to a film.
    private static let sizeLimit = 4096
}
