import Archive
import ArchiveEvents
import EventStorage
import Exports
import Foundation
import Projections

/// A large archive: appended in commits of a thousand, sealed, folded, listed, exported, verified.
struct LargeArchive {
    let folder: String
    let events: Int

    func measure(into table: inout ResultTable) async throws {
        let directory = ArchiveDirectory((folder as NSString).appendingPathComponent("large"))
        let append = try await fill(directory)
        table.add("bulk appends, 1,000 events a commit, sealed as they come: events per second", rate(append))
        let reader = try ArchiveReader(directory)
        let rebuild = try await seconds { _ = try ViewRebuild(reader).perform { _ in } }
        table.add("rebuild of all projections: events folded per second", rate(rebuild))
        try await measureList(reader, into: &table)
        try await measureExport(reader, into: &table)
        try await measureVerify(reader, into: &table)
        table.add("log.sqlite per event, bytes", rounded(Double(directory.logBytes) / Double(events), 1))
    }

    private func fill(_ directory: ArchiveDirectory) async throws -> Double {
        let archive = try await ArchiveWriter.open(directory, origin: nil, at: .zero)
        var samples = SampleEvents()
        let batches = (0..<events / 1000).map { _ in samples.next(1000) }
        let time = try await seconds {
            for batch in batches {
                _ = try await archive.log.append(batch, at: batch.last?.servedTime ?? .zero)
                try await archive.log.sealFullBlocks()
            }
        }
        try await archive.log.close()
        return time
    }

    private func measureList(_ reader: ArchiveReader, into table: inout ResultTable) async throws {
        let views = try reader.currentViews()
        var query = AlarmQuery()
        query.limit = 50
        query.zone = "Zone 7"
        var total = 0
        let time = try await seconds { total = try query.answer(from: views).total }
        table.add("listing the newest 50 of \(total) alarms of a zone, milliseconds", rounded(time * 1000, 1))
    }

    private func measureExport(_ reader: ArchiveReader, into table: inout ResultTable) async throws {
        let path = (folder as NSString).appendingPathComponent("lines")
        var summary: GzipExport.Summary?
        _ = FileManager.default.createFile(atPath: path + ".gz", contents: nil)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path + ".gz"))
        let export = try await seconds {
            summary = try GzipExport(reader.store).write { try file.write(contentsOf: $0) }
        }
        try file.close()
        try run("gzip -dc '\(path).gz' > '\(path)'")
        let gzip = try await seconds { try run("gzip -6 -c '\(path)' > '\(path).again'") }
        table.add("whole-log export / gzip -6 of the lines: times faster", rounded(gzip / export, 1))
        let size = try FileManager.default.attributesOfItem(atPath: path + ".again")[.size] as? Int ?? 0
        let archive = Double(reader.directory.logBytes) / Double(max(1, size))
        table.add("log.sqlite / gzip -6 of the lines: size", rounded(archive))
        table.add("events exported", "\(summary?.events ?? 0)")
    }

    private func measureVerify(_ reader: ArchiveReader, into table: inout ResultTable) async throws {
        let lines = (folder as NSString).appendingPathComponent("lines")
        var isSound = false
        let verify = await seconds { isSound = Verifier(reader).verify().isSound }
        let sum = try await seconds { try run("sha256sum '\(lines)' > /dev/null") }
        table.add("full verify / sha256sum of the lines: time", rounded(verify / sum) + (isSound ? "" : " NOT SOUND"))
    }

    private func rate(_ seconds: Double) -> String { grouped(Double(events) / seconds) }

    private func run(_ command: String) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", command]
        try shell.run()
        shell.waitUntilExit()
    }
}
