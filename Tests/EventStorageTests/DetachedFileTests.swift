import Foundation
import TestSupport
import Testing

@testable import EventStorage

@Suite("A file that is read without following its writer")
struct DetachedFileTests {
    @Test("is seen to change when it, or its write-ahead log, is written, replaced or removed")
    func changes() throws {
        for name in ["log.sqlite", "log.sqlite-wal"] {
            for change in ["append", "overwrite", "replace", "remove", "nothing"] {
                let folder = try TemporaryFolder()
                for name in ["log.sqlite", "log.sqlite-wal"] {
                    try Data("rows".utf8).write(to: URL(fileURLWithPath: folder.file(name)))
                    // As long ago as a file at rest was written.
                    try FileManager.default.setAttributes(
                        [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: folder.file(name))
                }
                let detached = try #require(try DetachedFile(folder.file("log.sqlite")))
                #expect(detached.isUnchanged && detached.preparation != nil)
                let path = folder.file(name)
                switch change {
                case "append": try Data("rows, more".utf8).write(to: URL(fileURLWithPath: path))
                case "overwrite":
                    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
                    try file.write(contentsOf: Data("ROWS".utf8))
                    try file.close()
                case "replace":
                    try Data("rows".utf8).write(to: URL(fileURLWithPath: path + ".new"))
                    rename(path + ".new", path)
                case "remove": unlink(path)
                default: break
                }
                #expect(detached.isUnchanged == (change == "nothing"), "\(name) \(change)")
            }
        }
    }

    @Test("has a name that SQLite's URIs take for no more than that, whatever stands in it")
    func escaping() {
        #expect(DetachedFile.escaped("/a b/c?d#e%f&g=h/\u{E4}.sqlite") == "/a%20b/c%3fd%23e%25f%26g%3dh/%c3%a4.sqlite")
    }

    @Test("says nothing where it is no file: a FIFO is not waited for", .timeLimit(.minutes(1)))
    func fifo() throws {
        let folder = try TemporaryFolder()
        try #require(mkfifo(folder.file("head.note"), 0o600) == 0)
        #expect(try DurableFile.read(folder.file("head.note"), limit: 100) == [])
    }
}
