import Foundation

/// A file that grows by whole lines, which a test reads while it grows.
struct LineFile {
    private let handle: FileHandle

    /// Opens the file at `path`, which is created where it does not exist.
    init(appendingTo path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            try Data().write(to: URL(fileURLWithPath: path))
        }
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
    }

    /// Appends `lines`, given without line breaks, with one unbuffered write: what was written outlives a kill of the
    /// program.
    func append(_ lines: [String]) throws {
        guard !lines.isEmpty else { return }
        try handle.write(contentsOf: Data(lines.map { $0 + "\n" }.joined().utf8))
    }
}
