import ArchiveEvents
import Foundation
import TestSupport
import Testing

@Suite("Command lines of the README and the manual")
struct DocumentedCommandTests {
    private static let names = DocumentedCommand.documents.map(\.name)
    private static let zone = "b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01"
    private static let alarm = "7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10"

    /// An archive with the zone, the alarm and the device that the documents speak of.
    private static func archive() async throws -> MadeArchive {
        let record = """
            {"guid":"\(alarm)","start_time":<3>,"alarm_zone_id":"\(zone)","alarm_zone_name":"Loading bay",\
            "origin_id":"d1","origin_name":"Dock camera","sub_alerts":[{"time":<3>,"device_id":"d1"}]}
            """
        return try await MadeArchive([
            (
                0,
                [
                    .made(
                        .recordSeen, "hq/zones/\(zone)", endpoint: "zones",
                        #"{"id":"\#(zone)","name":"Loading bay","state":"armed"}"#)
                ]
            ),
            (3, [.made(.recordSeen, "hq/alerts/\(alarm)", endpoint: "alerts", record)]),
            (
                4,
                [
                    .made(
                        .recordSeen, "hq/zone-logs/\(zone)", endpoint: "zone-log",
                        #"{"time":<3>,"action":"alarm_started","alert_guid":"\#(alarm)"}"#)
                ]
            ),
            (60, ["alerts", "ongoing-alerts"].map(confirmed)),
        ])
    }

    private static func confirmed(_ endpoint: String) -> NewEvent {
        .made(
            .coverageConfirmed, "hq/coverage/\(endpoint)",
            #"{"from":<0>,"until":<60>,"looks":12,"complete":12,"longest_interval_ms":61000}"#)
    }

    /// Runs a line in a folder, where the built programs are found by their names.
    private func shell(_ command: DocumentedCommand, in folder: String, archive: String? = nil) throws -> Run {
        let programs = RunningProgram.url("alarm-history").deletingLastPathComponent().path
        let places = archive.map { ["ALARM_ARCHIVE_ARCHIVE=\($0)"] } ?? []
        return try run(
            ["/usr/bin/env", "PATH=\(programs):/usr/local/bin:/usr/bin:/bin"] + places
                + ["/bin/bash", "-o", "pipefail", "-c", "cd '\(folder)' && \(command.line)"])
    }

    @Test("are many, and of each kind")
    func many() {
        let all = Self.names.flatMap { DocumentedCommand.all(in: $0) }
        #expect(all.count > 80)
        for check in [DocumentedCommand.Check.onArchive, .onDeployment, .parsing] {
            #expect(all.count { $0.check == check } > 5)
        }
    }

    @Test("are what the programs take", arguments: names)
    func parsing(document: String) {
        for command in DocumentedCommand.all(in: document, .parsing) {
            #expect(throws: Never.self, "\(command)") { try command.parse() }
        }
    }

    @Test("run on an archive, in their order, and end as the text says", arguments: names)
    func onArchive(document: String) async throws {
        let commands = DocumentedCommand.all(in: document, .onArchive)
        guard !commands.isEmpty else { return }
        let (archive, folder) = (try await Self.archive(), try TemporaryFolder())
        try "archive: \(archive.path)\n".write(
            toFile: folder.file("archiver.yaml"), atomically: true, encoding: .utf8)
        for command in commands {
            let result = try shell(command, in: folder.path, archive: archive.path)
            #expect(command.allows(result.status), "\(command) ended with \(result.status): \(result.errors)")
        }
    }

    @Test("run on a deployment, which none of them changes, and end as the text says")
    func onDeployment() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s")
        _ = try scene.settings("")
        try #require(try scene.archiveOnce().status == 0)
        for command in Self.names.flatMap({ DocumentedCommand.all(in: $0, .onDeployment) }) {
            let result = try shell(command, in: scene.folder.path)
            #expect(command.allows(result.status), "\(command) ended with \(result.status): \(result.errors)")
        }
    }
}
