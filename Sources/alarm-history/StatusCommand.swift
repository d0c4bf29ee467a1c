import AlarmHistory
import AltaAPI
import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage
import ExactJSON
import Foundation
import Projections
import TransparencyLog

/// `status`: how the archive stands.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the last complete look at each endpoint, open gaps, size and newest checkpoint.",
        discussion: "Works whether alarm-archiver runs or not.")

    @OptionGroup var archive: ArchiveOptions
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            let status = try ArchiveStatus(reader, try archive.currentViews(of: reader))
            if json { try Console.answer(status.json) } else { try Console.answer(status.text) }
            return .done
        }
    }
}

/// What `status` tells.
struct ArchiveStatus {
    private let origin: String
    private let path: String
    private let size: UInt64
    private let checkpoint: Checkpoint?
    private let bytes: Int
    private let deployments: [Deployment]
    private let setAside: [SetAsideRow]
    private let lastTime: Instant?
    private let ahead: LogAhead?
    private let views: CurrentViews
    private let viewsTime: Instant?

    private struct Deployment {
        let name: String
        let requests: RequestUse?
        let pending: PendingLook?
        let endpoints: [Endpoint]
    }

    private struct Endpoint {
        let name: String
        let lastComplete: Instant?
        let openGap: ToldGap?
    }

    init(_ archive: ArchiveReader, _ current: CurrentViews) throws {
        let views = current.store
        self.views = current
        viewsTime = try current.newestTime(archive.log)
        origin = archive.origin
        path = archive.directory.path
        size = try archive.log.size().number
        checkpoint = try archive.log.newestCheckpoint().flatMap { try? Checkpoint(text: SignedNote($0.note).text) }
        bytes = archive.directory.logBytes
        deployments = try Self.deployments(archive, views)
        setAside = try views.setAside()
        lastTime = try archive.log.lastTime()
        ahead = lastTime.flatMap { LogAhead(end: $0, now: SystemWallClock().now) }
    }

    private static func deployments(_ archive: ArchiveReader, _ views: ViewStore) throws -> [Deployment] {
        let ledger = try views.coverage()
        let looks = try archive.watermarks(of: ledger.deployments)
        return try Dictionary(grouping: Set(ledger.tracks.keys).union(looks.targets), by: \.deployment)
            .sorted { $0.key < $1.key }
            .map { name, targets in
                let endpoints = targets.sorted { $0.coverageSubject < $1.coverageSubject }.map { target in
                    Endpoint(
                        name: target.coverageSubject.split(separator: "/").dropFirst(2).joined(separator: "/"),
                        lastComplete: looks[target],
                        openGap: ledger.tracks[target]?.openGap)
                }
                return Deployment(
                    name: name, requests: try archive.requestUse(of: name),
                    pending: try archive.pendingLook(of: name), endpoints: endpoints)
            }
    }

    var json: JSONValue {
        let deployments = deployments.map { deployment in
            JSONValue.object([
                ("name", .string(deployment.name)), ("requests", deployment.requests?.json ?? .null),
                ("pending", deployment.pending?.json ?? .null),
                ("endpoints", .array(deployment.endpoints.map(Self.json))),
            ])
        }
        return .object([
            ("schema_version", .integer(1)), ("origin", .string(origin)), ("size", .whole(size)),
            ("root", .optional(checkpoint?.root.hex)), ("log_bytes", .whole(bytes)),
            ("last_time", .optional(lastTime?.description)), ("ahead_ms", .integer(ahead?.lead ?? 0)),
            ("deployments", .array(deployments)), ("set_aside", .array(setAside.map(Self.json))),
            ("views", Self.json(views, viewsTime)),
        ])
    }

    private static func json(_ views: CurrentViews, _ time: Instant?) -> JSONValue {
        .object([
            ("position", .whole(views.position.number)), ("time", .optional(time?.description)),
            ("lacking", .whole(views.lacking)), ("temporary", .bool(views.isTemporary)),
            ("obstacle", .optional(views.obstacle?.description)),
        ])
    }

    private static func json(_ row: SetAsideRow) -> JSONValue {
        .object([
            ("position", .whole(row.position.number)), ("type", .string(row.type)), ("subject", .string(row.subject)),
            ("reason", .string(row.reason)),
        ])
    }

    private static func json(_ endpoint: Endpoint) -> JSONValue {
        let gap = endpoint.openGap.map { gap in
            JSONValue.object([
                ("cause", .string(gap.cause)), ("detail", .string(gap.detail)),
                ("from", .string(gap.from.description)),
            ])
        }
        return .object([
            ("endpoint", .string(endpoint.name)), ("last_complete", .optional(endpoint.lastComplete?.description)),
            ("open_gap", gap ?? .null),
        ])
    }

    private static func text(_ use: RequestUse) -> String {
        let held = use.heldBack > 0 ? ", \(use.heldBack) looks held back by it" : ""
        return "\(use.lastHour) requests in the last hour of polling, of \(use.perMinute * 60) allowed\(held)"
    }

    var text: String {
        var lines = [
            "archive     \(path)".printable, "log         \(origin)".printable, "events      \(size)",
            "size        \(bytes / 1024) KiB", "checkpoint  \(checkpoint.map { $0.root.hex } ?? "none")", "",
        ]
        var table = Table(columns: ["DEPLOYMENT", "ENDPOINT", "LAST COMPLETE LOOK", "OPEN GAP"])
        for deployment in deployments {
            for endpoint in deployment.endpoints {
                let gap = endpoint.openGap.map { "since \($0.from): \($0.cause)" } ?? "-"
                table.rows.append([deployment.name, endpoint.name, endpoint.lastComplete?.description ?? "never", gap])
            }
        }
        if let ahead { lines.insert("clock       \(ahead.fact): \(LogAhead.advice)", at: lines.count - 1) }
        lines.append(table.rows.isEmpty ? "nothing was polled yet" : table.text)
        lines += deployments.compactMap { deployment in
            deployment.requests.map { "\(deployment.name): \(Self.text($0))".printable }
        }
        lines += deployments.compactMap { deployment in
            deployment.pending.map { pending in
                "\(deployment.name): the answer of \(pending.target.endpoint.rawValue) is awaited since \(pending.since)"
            }
        }
        if let first = setAside.first {
            let count = setAside.count
            let which = "\(first.position) (\(first.subject)): \(first.reason)".printable
            lines.append(
                count == 1
                    ? "1 event is in the log and not in the views: \(which)"
                    : "\(count) events are in the log and not in the views; the first is \(which)")
        }
        return lines.joined(separator: "\n")
    }
}
