import AlarmHistory
import ExactJSON
import Foundation
import TestSupport
import Testing

extension Scene {
    /// A deployment in which nothing happens but what `options` stage: an alarm stays until somebody ends it.
    convenience init(staging options: String...) throws {
        try self.init(["--history", "0s", "--quiet-after", "5s"] + options)
    }

    /// Runs a command of `alarm-history` that speaks to the deployment; `input` is its standard input.
    func act(_ arguments: String..., input: String? = nil) throws -> Run { try act(arguments, input: input) }

    /// Runs a command of `alarm-history` that speaks to the deployment; `options` overrule what is usual here.
    func act(_ arguments: [String], options: [String] = [], input: String? = nil) throws -> Run {
        try run(["alarm-history"] + arguments + deployment + options, input: input)
    }

    /// What `actions` lists, with what came of each.
    func actions() throws -> [JSONElement] {
        try document(ask("actions", "--json")).list("actions")
    }

    /// `verify accepted confirmed`, a line for each action.
    func actionLines() throws -> [String] {
        try actions().map { action in
            ["action", "outcome", "effect"].compactMap { action[$0]?.string }.joined(separator: " ")
        }
    }

    /// What was sent that may change something at the vendor's: `POST /api/v1/alerts/<guid>/end`, in order.
    func orders() throws -> [String] {
        try sentRequests().filter { $0.method != "GET" && !$0.path.hasSuffix("/dologin") }
            .map { "\($0.method) \($0.path)" }
    }

    /// The records that the deployment serves there now.
    func served(_ path: String) throws -> [JSONElement] {
        let answer = try document(act("api", "GET", path))
        let list = answer["data"] ?? answer
        return list.kind == .object ? [list] : Array(list.elements)
    }

    /// The guids of the ongoing alarms, of which there are `count`.
    func ongoing(_ count: Int = 1) throws -> [String] {
        let guids = try served("/ongoingAlerts").compactMap { VendorMembers($0).text("guid") }
        try #require(guids.count == count)
        return guids
    }

    /// A settings file that names archive and deployment, and holds what else there is; its path.
    func settings(_ more: String, url: String? = nil) throws -> String {
        let path = folder.file("archiver.yaml")
        let access = """
            archive: \(archive)
            deployment: hq
            url: \(url ?? self.url)
            username: archiver@example.com
            passwordFile: \(folder.file("password"))

            """
        try (access + more).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Starts the archiver and waits until commands can hand events to it.
    func startReadyArchiver(_ options: String...) throws -> RunningProgram {
        let intervals = ["--ongoing-interval", "1s", "--alerts-interval", "1s", "--zone-log-interval", "2s"]
        let archiver = try RunningProgram(
            ["alarm-archiver", "run"] + deployment + intervals + options, errorPath: folder.file("archiver.log"))
        try eventually("an archiver that listens") { FileManager.default.fileExists(atPath: archive + "/socket") }
        return archiver
    }
}

extension JSONElement {
    /// The elements of a member that is a list; none where it is missing.
    func list(_ name: String) -> [JSONElement] { self[name].map { Array($0.elements) } ?? [] }
}
