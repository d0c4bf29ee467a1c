import EventStorage
import Foundation
import TestSupport
import Testing

@Suite("The names of files")
struct DurableFileTests {
    @Test("are never taken from another file")
    func renameWithoutReplacing() throws {
        let folder = try TemporaryFolder()
        try "old".write(toFile: folder.file("log"), atomically: false, encoding: .utf8)
        try "new".write(toFile: folder.file("log.new"), atomically: false, encoding: .utf8)
        #expect { try DurableFile.rename(folder.file("log.new"), to: folder.file("log")) } throws: { error in
            (error as? SystemError)?.number == EEXIST
        }
        #expect(try String(contentsOfFile: folder.file("log"), encoding: .utf8) == "old")
        try DurableFile.rename(folder.file("log.new"), to: folder.file("other"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["log", "other"])
    }

    @Test("are missing only where the system says so")
    func existence() throws {
        let folder = try TemporaryFolder()
        try "".write(toFile: folder.file("file"), atomically: false, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: folder.file("loop"), withDestinationPath: "loop")
        #expect(try DurableFile.exists(folder.file("file")))
        #expect(try !DurableFile.exists(folder.file("nothing")))
        #expect(try !DurableFile.exists(folder.file("file/within")))
        #expect(throws: SystemError.self) { try DurableFile.exists(folder.file("loop")) }
    }
}
