import AltaSimulator
import Foundation

/// The file to which every content is appended when it is first shown, one line of JSON each.
struct TruthFile {
    private let handle: FileHandle

    /// Opens the file at `path`, which is created where it does not exist.
    init(appendingTo path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            try Data().write(to: URL(fileURLWithPath: path))
        }
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
    }

    /// Appends `entries` with one unbuffered write: what was written outlives a kill of the program.
    func append(_ entries: [TruthEntry]) throws {
        guard !entries.isEmpty else { return }
        try handle.write(contentsOf: Data(entries.map { $0.line() + "\n" }.joined().utf8))
    }
}
