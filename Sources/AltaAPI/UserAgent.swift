/// How we introduce ourselves: some hosts answer 401 to the default name of a script.
public struct UserAgent: Hashable, Sendable {
    /// The header's value.
    public let text: String

    /// A name of one's own; nil where a header cannot hold it.
    public init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard isPlain, text.contains(where: { $0 != " " }), text.utf8.count <= Self.sizeLimit else { return nil }
        self.text = text
    }

    private init(standard version: String) {
        text = "alarm-archiver/\(version)"
    }

    /// The version of the programs of this package.
    public static let productVersion = "1.0.0"
    /// The name with its version.
    public static let standard = UserAgent(standard: productVersion)

    /// Bytes. Servers refuse headers of some kilobytes.
    private static let sizeLimit = 256
}
