import AlarmHistory
import AltaAPI
import ArchiveEvents
import EventStorage
import ExactJSON
import Foundation
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import WebhookCommands

@Suite("Running the commands of webhooks")
struct CommandRunnerTests {
    /// A runner over a log in memory.
    private struct Scene {
        let test: TestLog
        let log: EventLog
        let runner: CommandRunner
        let lines = LoggedLines()

        init(_ commands: String..., environment: [String: String] = [:]) async throws {
            test = try TestLog(.memory)
            log = try await test.create()
            let rules = commands.enumerated().map { CommandRule(name: "rule-\($0.offset)", command: $0.element) }
            let surroundings = CommandSurroundings(
                inherited: environment.merging(["PATH": "/usr/bin:/bin", "OUT": test.folder.file("out")]) { $1 },
                archive: "/a", settingsFile: nil, programs: "/p")
            runner = CommandRunner(
                rules, surroundings: surroundings, log: log, clock: ManualClock(.testStart),
                redaction: SecretRedaction(key: [UInt8](repeating: 1, count: 32)), logger: lines.logger)
        }

        /// Records that many webhooks, and offers them.
        func receive(_ count: Int) async throws {
            let webhook = NewEvent(
                type: .webhookReceived, subject: "hq/webhooks/z",
                data: Array(#"{"body":{"zoneName":"Dock"},"zone":"z","device":null}"#.utf8))
            let receipt = try await log.append(Array(repeating: webhook, count: count), at: .testStart)
            runner.offer(receipt.events)
        }

        /// The ends that are recorded.
        func ends() throws -> [JSONElement] {
            try test.events().filter { $0.type == .commandEnded }.map { event in
                #expect(event.subject.hasPrefix("hq/webhook-commands/rule-"))
                return try JSONText(Array(event.data ?? [])).root
            }
        }

        /// Runs until that many ends are recorded, then shuts down.
        func run(until count: Int) async throws {
            let group = ServiceGroup(
                services: [runner], logger: LoggedLines().logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                for await _ in await log.sizes() {
                    if try ends().count >= count { break }
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    @Test("each rule's command runs with the webhook's facts, and its end is recorded with the webhook's position")
    func facts() async throws {
        let scene = try await Scene(
            #"echo "$ALARM_DEPLOYMENT $ALARM_ZONE_ID $ALARM_ZONE_NAME $ALARM_WEBHOOK_POSITION" > "$OUT""#, "exit 3")
        try await scene.receive(1)
        try await scene.run(until: 2)
        #expect(try String(contentsOfFile: scene.test.folder.file("out"), encoding: .utf8) == "hq z Dock 1\n")
        let ends = try scene.ends().sorted { ($0["command"]?.string ?? "") < ($1["command"]?.string ?? "") }
        #expect(ends.map { $0["command"]?.string } == ["rule-0", "rule-1"])
        #expect(ends.map { $0["exit"]?.integer } == [0, 3])
        for end in ends {
            #expect(end["webhook"]?.integer == 1 && end["outcome"]?.string == "exited")
            #expect(end["duration_ms"]?.integer != nil && end["output_bytes"]?.integer == 0)
        }
    }

    @Test("a template that a name with a quote has broken starts the command of its phase all the same")
    func brokenTemplate() async throws {
        let scene = try await Scene("true")
        let zone = "b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01"
        let body =
            #"{"zone":"\#(zone.uppercased())","zoneName":"Gate "North"","device":"d-1","phase":"Alarm","time":"N/A"}"#
        let webhook = WebhookBody(redaction: SecretRedaction(key: [UInt8](repeating: 1, count: 32)))
            .event(Array(body.utf8), deployment: "hq", knownZones: [zone])
        let receipt = try await scene.log.append([webhook], at: .testStart)
        var rule = CommandRule(name: "a", command: "true")
        (rule.phase, rule.zone, rule.device) = ("Alarm", #"Gate "North""#, "d-1")
        var byID = rule
        byID.zone = zone
        var other = rule
        other.phase = "Ended"
        let jobs = CommandJob.jobs(for: receipt.events, [rule, byID, other])
        #expect(jobs.map(\.rule) == [rule, byID])
        #expect(jobs.allSatisfy { $0.facts.zoneID == zone && $0.facts.time == nil })
    }

    @Test("what a command writes leaves neither links nor tokens behind, in the daemon's log or in the archive")
    func secrets() async throws {
        let scene = try await Scene(
            "echo https://x.example/cloud?t=PLANTED; echo UNSAID; echo 'no: https://x.example/cloud?t=PLANTED' >&2; exit 1",
            "echo 'password: PLANTED' >&2")
        try await scene.receive(1)
        try await scene.run(until: 2)
        let lines = scene.lines.text
        #expect(lines.contains("error command rule-0, for webhook 1, exited with 1"), "\(lines)")
        #expect(lines.contains("it said: no: https://x.example/cloud?t=redacted:"), "\(lines)")
        #expect(lines.contains("notice command rule-1"), "\(lines)")
        #expect(!lines.contains("PLANTED") && !lines.contains("UNSAID"), "\(lines)")
        let stored = try scene.test.events().map { String(decoding: $0.line, as: UTF8.self) }
        #expect(!stored.contains { $0.contains("PLANTED") })
    }

    @Test("of a flood so many are dropped, and told, that the rest can be run")
    func flood() async throws {
        let scene = try await Scene("true")
        try await scene.receive(200)
        try await scene.run(until: 200)
        let ends = try scene.ends()
        #expect(ends.filter { $0["outcome"]?.string == "exited" }.count == CommandQueue.waitingLimit)
        #expect(ends.filter { $0["outcome"]?.string == "dropped" }.count == 200 - CommandQueue.waitingLimit)
        #expect(Set(ends.compactMap { $0["webhook"]?.integer }) == Set(1...200))
    }

    @Test("at shutdown those that run are told to stop, those that wait are dropped, and all ends are recorded")
    func shutdown() async throws {
        let scene = try await Scene("sleep 1000", "exit 0")
        // Four sleep for ever; the fifth webhook's end of rule 1 would never come.
        try await scene.receive(4)
        let group = ServiceGroup(
            services: [scene.runner], logger: LoggedLines().logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await _ in await scene.log.sizes() {
                if try scene.ends().count >= 3 { break }
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        let ends = try scene.ends()
        #expect(ends.count == 8)
        let sleepers = ends.filter { $0["command"]?.string == "rule-0" }.map { $0["outcome"]?.string }
        #expect(sleepers.allSatisfy { $0 == "signalled" || $0 == "dropped" } && sleepers.contains("signalled"))
    }

    @Test("other events start nothing")
    func otherEvents() async throws {
        let scene = try await Scene("true")
        let receipt = try await scene.log.append([.sample("a", 1)], at: .testStart)
        scene.runner.offer(receipt.events)
        try await scene.receive(1)
        try await scene.run(until: 1)
        #expect(try scene.ends().count == 1)
    }
}
