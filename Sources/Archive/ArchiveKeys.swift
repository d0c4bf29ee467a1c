import EventStorage
import Foundation
import TransparencyLog

/// The archive's three secrets, each in a file of its own that only its owner may read: 64 hexadecimal digits.
package struct ArchiveKeys: Sendable {
    /// Seed of the Ed25519 key that signs checkpoints.
    let log: [UInt8]
    /// Key of the hashes that stand for secrets.
    package let redaction: [UInt8]

    /// Makes the keys that are missing.
    static func make(in directory: ArchiveDirectory) throws -> ArchiveKeys {
        try FileManager.default.createDirectory(
            atPath: directory.keysPath, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let folder = open(directory.keysPath, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if folder >= 0 {
            DurableFile.giveToFolderOwner(folder, directory.keysPath)
            close(folder)
        }
        for name in Name.allCases where try !DurableFile.exists(name.path(directory)) {
            try DurableFile.replace(name.path(directory), with: Array((EventLog.secureRandom(32).hex + "\n").utf8))
        }
        return try load(from: directory)
    }

    /// Reads the keys.
    static func load(from directory: ArchiveDirectory) throws -> ArchiveKeys {
        ArchiveKeys(log: try read(.log, directory), redaction: try read(.redaction, directory))
    }

    /// Key of the hashes that stand for secrets, for who has no use for the others.
    package static func redactionKey(of directory: ArchiveDirectory) throws -> [UInt8] {
        try read(.redaction, directory)
    }

    /// Whether a log can be gone on with.
    package enum Standing: Sendable {
        case present, missing
        /// The key of another log lies there.
        case foreign
    }

    /// How the keys in `directory` stand to the log whose checkpoints `verifier` checks.
    static func standing(in directory: ArchiveDirectory, for verifier: NoteVerifier?) -> Standing {
        guard let verifier, let keys = try? load(from: directory) else { return .missing }
        let own = try? keys.signer(origin: verifier.name).verifier
        return own?.verifierKey == verifier.verifierKey ? .present : .foreign
    }

    /// The signer of the log called `origin`.
    func signer(origin: String) throws -> NoteSigner { try NoteSigner(name: origin, seed: log) }

    /// The files of the keys that a writer uses, within the archive's directory.
    static let usedNames = [Name.log, .redaction].map { "keys/\($0.rawValue).key" }

    private enum Name: String, CaseIterable {
        case log, export, redaction

        func path(_ directory: ArchiveDirectory) -> String {
            (directory.keysPath as NSString).appendingPathComponent("\(rawValue).key")
        }
    }

    /// 64 digits and a line end; whatever is much larger is no key.
    private static let fileLimit = 4096

    private static func read(_ name: Name, _ directory: ArchiveDirectory) throws -> [UInt8] {
        let path = name.path(directory)
        guard let data = try DurableFile.read(path, limit: fileLimit) else { throw ArchiveError.noKey(path) }
        let digits = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = TreeHash(hex: digits) else {
            throw ArchiveError.unusable("\(path) is no key: it should hold 64 hexadecimal digits")
        }
        return key.bytes
    }
}
