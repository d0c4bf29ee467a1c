import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Asking what drifted, and which webhooks matched")
struct DriftTests {
    @Test("drift is listed by endpoint with times; the first look is one line, unless all is asked for")
    func drift() async throws {
        func drifted(_ endpoint: String, _ data: String) -> NewEvent {
            .made(.fieldsDrifted, "hq/drift/\(endpoint)", endpoint: endpoint, data)
        }
        let archive = try await MadeArchive([
            (
                1,
                [
                    drifted(
                        "zones",
                        #"{"first":true,"changes":[{"member":"id","kind":"appeared","type":"string"},"#
                            + #"{"member":"name","kind":"appeared","type":"string"}]}"#)
                ]
            ),
            (5, [drifted("zones", #"{"changes":[{"member":"floor","kind":"appeared","type":"number"}]}"#)]),
            (
                9,
                [
                    drifted(
                        "alerts",
                        #"{"changes":[{"member":"acknowledgment_code","kind":"value","type":"number","value":"203"}]}"#)
                ]
            ),
        ])
        let text = try archive.ask("drift")
        #expect(text.status == 0 && text.text.contains("zones: first look, 2 members"))
        #expect(text.text.contains("floor") && text.text.contains("203") && !text.text.contains("name"))
        let told = try document(archive.ask("drift", "--json"))
        let rows = try #require(told["drift"].map { Array($0.elements) })
        #expect(rows.map { $0["member"]?.string } == ["acknowledgment_code", "floor"])
        #expect(rows.first?["time"]?.string == MadeArchive.minute(9).description)
        #expect(rows.first?["value"]?.string == "203" && rows.last?["value"]?.kind == .null)
        let all = try document(archive.ask("drift", "--all", "--json"))["drift"].map { Array($0.elements) }
        #expect(all?.count == 4)
        let late = try archive.ask("drift", "--since", "\(MadeArchive.minute(6))")
        #expect(late.text.contains("203") && !late.text.contains("floor"))
        let none = try await MadeArchive().ask("drift")
        #expect(none.status == 0 && none.text.contains("no drift"))
    }

    @Test("each webhook is matched, missed, ambiguous or unidentified, with its delay")
    func reconcile() async throws {
        func webhook(_ zone: String?) -> NewEvent {
            let named = zone.map { "\"\($0)\"" } ?? "null"
            return .made(
                .webhookReceived, "hq/webhooks/\(zone ?? "unidentified")",
                #"{"body":"x","zone":\#(named),"device":null}"#)
        }
        let archive = try await MadeArchive([
            (10, [webhook("z1"), webhook("z2"), webhook("z3"), webhook(nil)]),
            (
                12,
                [
                    .alarm("a", zone: "z1", began: 9), .alarm("b", zone: "z2", began: 8),
                    .alarm("c", zone: "z2", began: 11), .alarm("d", zone: "z3", began: 1),
                ]
            ),
        ])
        let answer = try document(archive.ask("reconcile", "--json"))
        let rows = try #require(answer["webhooks"].map { Array($0.elements) })
        #expect(rows.map { $0["outcome"]?.string } == ["matched", "ambiguous", "missed", "unidentified"])
        #expect(rows[0]["delay_ms"]?.integer == 60_000 && rows[0]["sight_delay_ms"]?.integer == 120_000)
        let several = rows[1]["alarms"].map { $0.elements.map { $0.string } }
        #expect(several == ["b", "c"])
        let totals = try #require(answer["totals"])
        for outcome in ["matched", "missed", "ambiguous", "unidentified"] {
            #expect(totals[outcome]?.integer == 1, "\(outcome)")
        }
        #expect(totals["delay_ms"]?["median"]?.integer == 60_000)
        let wide = try document(archive.ask("reconcile", "--window", "10m", "--json"))
        #expect(wide["totals"]?["matched"]?.integer == 2)
        let text = try archive.ask("reconcile")
        #expect(text.text.contains("4 webhooks: 1 matched, 1 missed, 1 ambiguous, 1 unidentified"))
        #expect(try archive.ask("reconcile", "--window", "soon").status == 64)
        let none = try archive.ask("reconcile", "--since", "\(MadeArchive.minute(11))")
        #expect(none.status == 0 && none.text.contains("no webhook arrived"))
    }
}
