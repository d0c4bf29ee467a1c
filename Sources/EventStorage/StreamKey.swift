import Crypto

/// A stream's name as the index keeps it: the first 16 bytes of SHA-256 of the subject. Names are long and many, and
/// nothing is ever listed from the index.
package struct StreamKey: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ subject: String) {
        bytes = [UInt8](SHA256.hash(data: Array(subject.utf8)).prefix(16))
    }
}
