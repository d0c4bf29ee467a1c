import ArchiveEvents
import EventStorage
import Exports
import Foundation
import TestSupport
import Testing

@Suite("The gzip export")
struct GzipExportTests {
    @Test("is one member that gzip reads whole, byte for byte the lines", arguments: [0, 1, 100, 3000])
    func lines(count: Int) async throws {
        let test = try TestLog()
        let log = try await test.create()
        for start in stride(from: 0, to: count, by: 500) {
            let batch = (start..<min(start + 500, count)).map { NewEvent.sample("s", $0, size: 50 + $0 % 400) }
            _ = try await log.append(batch, at: .testStart)
            if start < 2000 { try await log.sealFullBlocks() }
        }
        var file = Data()
        let summary = try GzipExport(try test.readOnlyStore()).write { file.append(contentsOf: $0) }
        let expected = try test.events().map { [UInt8]($0.line) + [0x0A] }.joined()
        #expect(try gunzip(file, test) == Data(expected))
        #expect(summary.events == UInt64(count + 1))
        #expect(summary.compressedBytes == UInt64(file.count))
        #expect(count < 3000 || summary.copiedEvents > 0)
    }

    @Test("copies the sealed blocks as they are stored")
    func copiesBlocks() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append((0..<1000).map { .sample("s", $0, size: 300) }, at: .testStart)
        try await log.sealFullBlocks()
        var file = Data()
        _ = try GzipExport(try test.readOnlyStore()).write { file.append(contentsOf: $0) }
        let sealed = try test.readOnlyStore().read { try $0.blocks(from: .first, limit: .max) }
            .filter { $0.codec == .deflate }
        #expect(sealed.count > 2)
        #expect(file.dropFirst(10).starts(with: sealed.map(\.body).joined()))
    }

    /// Debian's own gzip.
    private func gunzip(_ file: Data, _ test: TestLog) throws -> Data {
        let path = test.folder.file("export.gz")
        try file.write(to: URL(fileURLWithPath: path))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "gzip -dc '\(path)' > '\(path).plain'"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try Data(contentsOf: URL(fileURLWithPath: path + ".plain"))
    }
}
