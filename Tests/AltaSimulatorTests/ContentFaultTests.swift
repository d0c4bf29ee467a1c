import AltaSimulator
import ExactJSON
import Testing

@Suite("Faults of the content")
struct ContentFaultTests {
    @Test(
        "each changes the records while it lasts, in well-formed JSON that is the truth",
        arguments: ContentFault.allCases)
    func effect(fault: ContentFault) throws {
        var visitor = SimulatedVisitor.struck(by: .content(fault)) { $0.quietAfter = noon }
        let plain = visitor.text("alarmZones", at: noon)
        let odd = visitor.text("alarmZones", at: amidst)
        let zone = try #require(Array(JSONText(Array(odd.utf8)).root.elements).first)
        let names = zone.members.compactMap { $0.name.string }
        switch fault {
        case .duplicateKeys: #expect(names.suffix(2) == ["merge_window", "merge_window"])
        case .largePicture: #expect(zone["jpg"]?.string?.count == 300_000)
        case .oddNumbers: #expect(zone["serial"]?.decimal?.digits.count == 29 && zone["weight"]?.integer == nil)
        case .oddNames: #expect(odd.contains(#"\u0000\ud800","site_id""#))
        case .unknownMember: #expect(zone["ai_confidence"]?["score"]?.decimal != nil)
        case .typeChanged: #expect(zone["armed"]?.integer != nil)
        case .memberRemoved: #expect(!names.contains("description") && plain.contains("\"description\""))
        }
        #expect(visitor.text("alarmZones", at: relief) == plain)
        let contents = visitor.deployment.truth.entries.filter { $0.endpoint == "zones" }.map(\.content)
        #expect(contents.count == 6)
        #expect(contents.contains(zone.compactBytes))
    }

    @Test("log lines stay countable under every disguise", arguments: ContentFault.allCases)
    func logs(fault: ContentFault) throws {
        var visitor = SimulatedVisitor.struck(by: .content(fault)) { $0.quietAfter = noon }
        for zone in try visitor.zoneIDs(at: noon) {
            for time in [noon, amidst, relief, relief + hour] { _ = visitor.text("alarmZones/\(zone)/logs", at: time) }
        }
        let lines = visitor.deployment.truth.entries.filter { $0.endpoint == "zone-log" }
        let names = lines.map { "\($0.zoneID ?? "") \($0.occurrence) \(String(decoding: $0.content, as: UTF8.self))" }
        #expect(!names.isEmpty)
        #expect(Set(names).count == names.count)
    }
}
