import AlarmHistory
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Acting on alarms")
struct ActingTests {
    @Test(
        "of a list on standard input does what it can, says how many and which failed, and ends with 1",
        arguments: [false, true])
    func bulk(besideArchiver: Bool) throws {
        let scene = try Scene(staging: "--fault", "two-alarms@0s")
        let archiver = besideArchiver ? try scene.startReadyArchiver() : nil
        if archiver == nil { try #require(try scene.archiveOnce().status == 0) }
        let guids = try scene.ongoing(2)
        let input = "\(guids[0])\nno-such-alarm\n\n\(guids[1])\n\(guids[0])\n"
        let ended = try scene.act("respond", "end", "-", "--yes", "--reason", "drill", input: input)
        #expect(ended.status == 1 && ended.text.split(separator: "\n").count == 2, "\(ended.text)\(ended.errors)")
        #expect(ended.errors.contains("end: 2 of 3 done, 1 failed:\n  no-such-alarm: not-sent"), "\(ended.errors)")
        #expect(try scene.orders() == guids.map { "POST /api/v1/alerts/\($0)/end" })
        #expect(try scene.served("/ongoingAlerts").isEmpty)
        #expect(try scene.actionLines() == ["end accepted confirmed", "end accepted confirmed"])
        #expect(try scene.actions().allSatisfy { $0["reason"]?.string == "drill" })
        let again = try scene.act("respond", "end", "-", "--yes", "--json", input: input)
        let results = try document(again)
        let outcomes = results.list("results").compactMap { $0["outcome"]?.string }
        #expect(again.status == 1 && outcomes == ["already", "not-sent", "already"], "\(again.text)")
        #expect(results["done"]?.integer == 2 && results["failed"]?.integer == 1)
        #expect(try scene.orders().count == 2, "what has ended is left alone")
        archiver?.signal(SIGTERM)
        #expect(archiver?.wait() ?? 0 == 0)
        #expect(try scene.ask("verify").status == 0)
    }

    @Test("by the zone never takes one of several silently: they are listed; --all-matching takes each")
    func ambiguity() throws {
        let scene = try Scene(staging: "--fault", "two-alarms@0s")
        try #require(try scene.archiveOnce().status == 0)
        let guids = try scene.ongoing(2)
        let zone = try #require(
            try scene.served("/ongoingAlerts").first.flatMap { VendorMembers($0).text("alarm_zone_id") })
        for command in [["verify", "--as", "valid", "--yes"], ["end", "--yes"], ["share"]] {
            let refused = try scene.act(["respond"] + command + ["--zone", zone])
            #expect(refused.status == 1 && refused.output.isEmpty, "\(command): \(refused.errors)")
            for words in guids + ["2 ongoing alarms", "--all-matching"] {
                #expect(refused.errors.contains(words), "\(command): \(refused.errors)")
            }
        }
        #expect(try scene.orders().isEmpty && scene.actions().isEmpty)
        let each = try scene.act("respond", "verify", "--zone", zone, "--all-matching", "--as", "valid", "--yes")
        #expect(each.status == 0 && each.errors.contains("verify: 2 of 2 done, 0 failed"), "\(each.errors)")
        #expect(try scene.orders().sorted() == guids.map { "POST /api/v1/alerts/\($0)" }.sorted())
        #expect(try scene.served("/ongoingAlerts").allSatisfy { AlarmRecord($0).verdict == .valid })
    }

    /// Every command that changes something, for an alarm and a zone.
    private static func commands(_ guid: String, _ zone: String) -> [[String]] {
        [
            ["respond", "verify", guid, "--as", "false"], ["respond", "end", guid], ["respond", "stop-local"],
            ["zones", "arm", zone], ["zones", "disarm", "--all"], ["zone", "comment", zone, "seen"],
            ["zone", "mute", zone], ["zone", "unmute", zone], ["api", "POST", "/alarmZones/\(zone)/arm"],
        ]
    }

    @Test("sends nothing, and records nothing, with --dry-run, which shows the request, or without a word of consent")
    func nothingSent() throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s")
        try #require(try scene.archiveOnce().status == 0)
        let guid = try scene.ongoing()[0]
        let zone = try #require(try scene.served("/alarmZones").first.flatMap { VendorMembers($0).text("id") })
        for command in Self.commands(guid, zone) {
            let shown = try scene.act(command + ["--dry-run"])
            let verb = command.contains("unmute") ? "DELETE" : "POST"
            #expect(shown.status == 0 && shown.text.hasPrefix("\(verb) \(scene.url)/api/v1/"), "\(command): \(shown)")
            let refused = try scene.act(command)
            #expect(refused.status == 64 && refused.output.isEmpty, "\(command): \(refused.errors)")
            #expect(refused.errors.contains("give --yes"), "\(command): \(refused.errors)")
        }
        let body = try scene.act("respond", "verify", guid, "--as", "false", "--dry-run").text
        #expect(body.contains(#"{"acknowledgment_code":202,"guid":"\#(guid)","merged":"#), "\(body)")
        #expect(try scene.orders().isEmpty && scene.actions().isEmpty)
    }

    @Test("needs a reason where the settings say so, and takes the actor and the reason that are given")
    func reason() throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s")
        try #require(try scene.archiveOnce().status == 0)
        let guid = try scene.ongoing()[0]
        let settings = try scene.settings("requireReason: true\n")
        let command = ["alarm-history", "respond", "end", guid, "--yes", "--config", settings]
        let refused = try run(command)
        #expect(refused.status == 64 && refused.errors.contains("give --reason"), "\(refused.errors)")
        #expect(try scene.orders().isEmpty && scene.actions().isEmpty)
        let done = try run(command + ["--reason", "a fox", "--actor", "night shift"])
        #expect(done.status == 0, "\(done.errors)")
        let action = try #require(try scene.actions().first)
        #expect(action["reason"]?.string == "a fox" && action["actor"]?.string == "night shift")
    }

    @Test("in the name of nobody, at no deployment or for no archive ends with the code of that, and nothing is done")
    func obstacles() throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s")
        let guid = try scene.ongoing()[0]
        let archiveless = try scene.act("respond", "end", guid, "--yes")
        #expect(archiveless.status == 10, "\(archiveless.errors)")
        try #require(try scene.archiveOnce().status == 0)
        let wrong = scene.folder.file("wrong")
        try "not the password\n".write(toFile: wrong, atomically: true, encoding: .utf8)
        for (option, status, words) in [
            (["--password-file", wrong], Int32(4), "check the user name and the password file"),
            (["--url", "http://127.0.0.1:1"], 5, "cannot be reached"),
        ] {
            for command in [
                ["respond", "end", guid, "--yes"], ["respond", "share", guid],
                ["api", "POST", "/alerts/\(guid)/end", "--yes"],
            ] {
                let refused = try scene.act(command, options: option)
                #expect(refused.status == status && refused.errors.contains(words), "\(command): \(refused.errors)")
            }
        }
        #expect(try scene.orders().isEmpty)
        // What had been recorded before it could not be sent is told as not sent.
        let told = try scene.actionLines()
        #expect(told == ["share", "api", "share", "api"].map { "\($0) not-sent not-seen" })
    }
}
