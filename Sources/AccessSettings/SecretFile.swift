import Foundation

/// Where a secret lies. Neither the secret nor anything else of the file is ever part of an error.
package struct SecretFile: Sendable {
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
        guard !data.starts(with: [0xFF, 0xFE]), !data.starts(with: [0xFE, 0xFF]) else {
            throw SettingsError("\(setting.place): the file \(setting.text) is UTF-16; save it as UTF-8")
        }
        let line = Self.text(data).split(whereSeparator: \.isNewline).first
        guard let line else { throw SettingsError("\(setting.place): the file \(setting.text) holds no \(what)") }
        return String(line)
    }

    /// Reads it anew; nil where that cannot be done now. Standard input gave its `first` for good.
    func again<Value>(_ first: Value, _ read: (SecretFile) throws -> Value) -> Value? {
        guard setting.text != "-" else { return first }
        return try? read(self)
    }

    /// What the line means; `what` that it is not is an error without its text.
    package func read<Value>(_ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(try read()) else {
            throw SettingsError("\(setting.place): the first line of \(setting.text) is no \(what)")
        }
        return value
    }

    /// Some editors put a byte order mark at the beginning, which is no part of what was written.
    private static func text(_ data: Data) -> String {
        String(decoding: data.starts(with: byteOrderMark) ? data.dropFirst(byteOrderMark.count) : data, as: UTF8.self)
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func beginning(of path: String) -> Data? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return (try? file.read(upToCount: sizeLimit)) ?? Data()
    }

    /// Bytes. No password is longer; a wrong path may lead to a film.
    private static let sizeLimit = 4096
}
