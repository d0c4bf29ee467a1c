import AlarmHistory
import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("What a webhook's body becomes")
struct WebhookBodyTests {
    private static let body = WebhookBody(redaction: SecretRedaction(key: redactionKey))
    private static let zone = "b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01"

    private func event(_ body: String, knownZones: Set<String> = [zone]) -> NewEvent {
        Self.body.event(Array(body.utf8), deployment: "hq", knownZones: knownZones)
    }

    private func data(_ body: String, knownZones: Set<String> = [zone]) throws -> JSONElement {
        try json(text(event(body, knownZones: knownZones).data))
    }

    @Test(
        "the zone is found under any name that means it, and elsewhere where it is known",
        arguments: [
            #"{"zone":"\#(zone)","device":"d-1"}"#, #"{ "alarm_zone_id" : "\#(zone)", "device_id": "d-1" }"#,
            #"{"zoneId":"\#(zone)","origin_id":"d-1"}"#, #"[{"a":{"alarmZoneId":"\#(zone)","deviceId":"d-1"}}]"#,
            #"{"zone":{"id":"\#(zone)","name":"Dock"},"device":"d-1"}"#,
            #"{"zone":"Loading bay","text":"alarm in \#(zone)!","device":"d-1"}"#, "zone=\(zone)&device=d-1",
            "alarm%5Fzone%5Fid=\(zone)&device+id=x&device=d-1",
            #"{"payload":"{\"alarm_zone\":\"\#(zone)\"}","deviceID":"d-1"}"#,
        ])
    func place(body: String) throws {
        #expect(event(body).subject == "hq/webhooks/\(Self.zone)")
        let data = try data(body)
        #expect(data["zone"]?.string == Self.zone)
        #expect(data["device"]?.string == "d-1")
    }

    @Test("a pin takes its part of a line, and leaves what follows it", arguments: ["Input pin", "PIN", "pin_number"])
    func pin(name: String) throws {
        let body = "\(name): 3, zone: \(Self.zone), phase: Alarm"
        let data = try data(body)
        #expect(data["zone"]?.string == Self.zone)
        #expect(data["body"]?.string == "\(name): \(mask("3")), zone: \(Self.zone), phase: Alarm")
        #expect(try self.data("\(name): 48 15 16; x")["body"]?.string == "\(name): \(mask("48 15 16")); x")
        #expect(try self.data("pins: 47, 11")["body"]?.string == "pins: \(mask("47, 11"))")
    }

    @Test("a zone of which nobody knows yet is found by its member")
    func unknownZone() throws {
        #expect(event(#"{"zone":"z-9"}"#, knownZones: []).subject == "hq/webhooks/z-9")
        #expect(event(#"{"zone_id":17}"#, knownZones: []).subject == "hq/webhooks/17")
    }

    @Test(
        "what names no zone is unidentified",
        arguments: [
            "", "null", "[]", #"{"zone":"N/A","device":"N/A"}"#, #"{"zone":""}"#, #"{"zone":null}"#,
            #"{"zone":"$alarmZoneId"}"#, #"{"zone":"a sentence, not an id"}"#, #"{"zone":"../../x"}"#,
            #"{"zone":["a"]}"#, "alarm!", "zone=N%2FA",
        ])
    func unidentified(body: String) throws {
        #expect(event(body).subject == "hq/webhooks/unidentified")
        let data = try data(body)
        #expect(data["zone"]?.kind == .null && data["device"]?.kind == .null)
    }

    @Test("JSON stays JSON, with its numbers as spelled; a form becomes an object; the rest is text")
    func content() throws {
        #expect(
            text(event(#"{ "a" : 1.50, "b":[true,null] }"#).data)
                == #"{"body":{"a":1.50,"b":[true,null]},"zone":null,"device":null}"#)
        let form = try #require(try data("a=1&b=x+y%21")["body"])
        #expect(text(form.bytes) == #"{"a":"1","b":"x y!"}"#)
        #expect(try data("<alarm>\n</alarm>")["body"]?.string == "<alarm>\n</alarm>")
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(try data(deep)["body"]?.string == deep)
        let binary = Self.body.event([0xFF, 0xD8, 0, 1], deployment: "hq", knownZones: [])
        #expect(try json(text(binary.data))["body"]?.string == "dropped:4 bytes")
    }

    @Test("pictures are dropped, by name and by size; what is stored is bounded, and says so")
    func size() throws {
        let picture = String(repeating: "QUJD/+w=", count: 2000)
        let named = try #require(try data(#"{"jpg":"abc","image":"N/A"}"#)["body"])
        #expect(text(named.bytes) == #"{"jpg":"dropped:5 bytes","image":"N/A"}"#)
        #expect(try data(#"{"shot":"\#(picture)"}"#)["body"]?["shot"]?.string == "dropped:16000 bytes")
        #expect(try data("<x>\(picture)</x>")["body"]?.string == "<x>dropped:16000 bytes</x>")
        let words = String(repeating: "zone \u{1F514} \"\n", count: 20_000)
        for body in [words, #"{"a":\#(text(JSONValue.string(words).bytes))}"#] {
            let event = event(body)
            #expect(event.data.count < WebhookBody.storedLimit + 200)
            #expect(event.data.count > WebhookBody.storedLimit - 200)
            #expect(try json(text(event.data))["cut_from_bytes"]?.integer == Int64(body.utf8.count))
        }
    }

    @Test("whom to call is masked, with the name, in JSON, in a form, in XML and in lines; so is a password of ours")
    func contacts() throws {
        for body in [
            #"{"contact":"Jo Doe +43 664 PLANTED"}"#, #"{"emergency_contact":{"name":"PLANTED"}}"#,
            "a=1&emergencyContact=Jo+PLANTED", "<contact>Jo PLANTED</contact>", "Alarm\nContact: Jo PLANTED\nDock",
            #"{"mobile":"PLANTED","tel":"PLANTED","phone_number":"PLANTED"}"#,
            #"{"contact":"Jo "J" PLANTED","zone":"z"}"#,
            #"{"note":"see hidden-PLANTED"}"#, #"{"note":"see hidden%2DPLANTED"}"#, "hidden-PLANTED",
            #"{"x":12345678}"#,
        ] {
            let read = Self.body.read(
                Array(body.utf8), deployment: "hq", knownZones: [],
                hiding: SecretValues(["hidden-PLANTED", "12345678"]))
            let stored = text(read.event.data)
            #expect(!stored.contains("PLANTED") && !stored.contains("12345678"), "\(stored)")
            #expect(stored.contains("redacted:"), "\(stored)")
        }
    }

    @Test(
        "a plain word that is a password of ours takes no member's name away",
        arguments: [#"{"entrance":1,"x":"entrance"}"#, "entrance=1&x=entrance"])
    func plainWords(body: String) throws {
        let read = Self.body.read(
            Array(body.utf8), deployment: "hq", knownZones: [], hiding: SecretValues(["entrance"]))
        let stored = try #require(try json(text(read.event.data))["body"])
        #expect(stored["entrance"] != nil && stored["x"]?.string == mask("entrance"))
    }

    @Test(
        "a zone's id is found wherever it stands and in capitals, too; the zone's own spelling is recorded",
        arguments: [
            "Alarm\n\(zone)\nd-1", "Alarm\r\n\(zone.uppercased())\r\nd-1\r\n", "\tzone\t\(zone)\t", "{\(zone)}",
            #"{"zone":"\#(zone.uppercased())"}"#, #"{"alarm_zone_id":"\#(zone.uppercased())"}"#,
            #"{"text":"Alarm\n\#(zone)\n"}"#, #"{"\#(zone.uppercased())":1}"#, "zone=\(zone.uppercased())",
            "zone: \(zone.uppercased())\nzoneName: Gate", "<zone>\(zone.uppercased())</zone>",
            #"{"zoneName":"Gate "North"","zone":"\#(zone.uppercased())"}"#,
        ])
    func spellings(body: String) throws {
        #expect(event(body).subject == "hq/webhooks/\(Self.zone)")
        #expect(try data(body)["zone"]?.string == Self.zone)
        let capital = event(body, knownZones: [Self.zone.uppercased()])
        #expect(capital.subject == "hq/webhooks/\(Self.zone.uppercased())", "the other way round")
    }

    @Test("ids that are no UUIDs are told apart by case")
    func otherIDs() {
        #expect(event(#"{"zone":"Dock"}"#, knownZones: ["dock"]).subject == "hq/webhooks/Dock")
    }

    @Test("UTF-16 and a byte order mark are read; bytes that are no text keep their size only, and that is told")
    func codes() throws {
        let body = #"{"zone":"\#(Self.zone)","device":"d-1","zoneName":"Gäte"}"#
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
            let bytes = [UInt8](try #require(body.data(using: encoding)))
            let read = Self.body.read(bytes, deployment: "hq", knownZones: [])
            #expect(read.event.subject == "hq/webhooks/\(Self.zone)" && read.remark == nil)
            #expect(text(read.event.data).contains("Gäte"))
        }
        #expect(event("\u{FEFF}zone=\(Self.zone)&a=b").subject == "hq/webhooks/\(Self.zone)")
        #expect(
            Self.body.read([0x50, 0, 0x51, 0, 0, 0xD8], deployment: "hq", knownZones: []).remark?.contains("no text")
                == true)
        #expect(Self.body.read([0x50, 0, 1], deployment: "hq", knownZones: []).remark != nil)
    }

    @Test("broken JSON is told, with what to do; JSON, a form and text are not")
    func remarks() {
        func remark(_ body: String) -> String? {
            Self.body.read(Array(body.utf8), deployment: "hq", knownZones: []).remark
        }
        #expect(remark(#"{"zoneName":"Gate "North""}"#)?.contains("rename the zone") == true)
        #expect([#"{"a":1}"#, "a=1&b=2", "Alarm\nx", ""].allSatisfy { remark($0) == nil })
    }

    @Test("equal secrets stay comparable: the placeholder is the one of records")
    func comparable() throws {
        let form = try #require(try data("guest_token=abc")["body"]?["guest_token"]?.string)
        let member = try #require(try data(#"{"guest_token":"abc"}"#)["body"]?["guest_token"]?.string)
        #expect(form == member && form.hasPrefix("redacted:"))
    }

    @Test("planted secrets survive in none of many forms", arguments: 0..<200)
    func secrets(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let secret = "PLANTED" + String(generator.next(), radix: 36)
        let name = generator.element(of: [
            "guest_token", "guestToken", "Guest-Token", "token", "password", "X-Webhook-Secret", "cookie", "api_key",
        ])
        let forms = [
            #"{"\#(name)":"\#(secret)","zone":"z"}"#, #"{"a":[{"\#(name)":"\#(secret)"}]}"#,
            #"{"a":"{\"\#(name)\": \"\#(secret)\"}"}"#, #"{"\#(name)":{"x":"\#(secret)"}}"#,
            #"{"\#(name)":"\#(secret)"#,
            #"{"link":"https://x.example/v?t=\#(secret)&a=1"}"#, "\(name)=\(secret)", "a=1&\(name)=\(secret)&b=2",
            "<a><\(name)>\(secret)</\(name)></a>", #"<a \#(name)="\#(secret)" b="1"/>"#,
            #"<n:\#(name) type="x">\#(secret)</n:\#(name)>"#, "zone: z\n\(name): \(secret)\nmore",
            "Authorization: Bearer \(secret)\r\n", "sent with bearer \(secret) today",
            "see https://x.example/?t=\(secret) now",
            "\(name) = '\(secret)'", #"{"note":"\#(name): \#(secret)"}"#,
            #"{"t":"https://x.example/s#?token=\#(secret)"}"#,
        ]
        for form in forms {
            let event = event(form)
            #expect(!text(event.data).contains(secret), "seed \(seed): \(form) became \(text(event.data))")
            #expect(!event.subject.contains(secret))
        }
    }

    @Test("of any bytes it makes an event with one compact JSON value", arguments: 0..<300)
    func anyBytes(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let samples = [
            #"{"zone":"z","jpg":"AA==","u":"\ud800","n":-1e5,"a":[{"b":null}],"token":"x"}"#, "a=%zz&b=%4&zone=z",
            "<z a='1'>token: 'x\\\" = bearer </z>", "\u{FEFF}{\"zone\":\"é\"}",
        ]
        var bytes =
            generator.number(below: 2) == 0
            ? generator.bytes(generator.number(below: 400)) : Array(generator.element(of: samples).utf8)
        for _ in 0..<generator.number(below: 6) where !bytes.isEmpty {
            bytes[generator.number(below: bytes.count)] = UInt8(generator.number(below: 256))
        }
        let event = Self.body.event(bytes, deployment: "hq", knownZones: ["z"])
        let isCompact = event.data.withUnsafeBytes { CompactGrammar.accepts($0) }
        #expect(isCompact, "seed \(seed): \(text(event.data))")
        #expect(event.type == .webhookReceived && event.subject.hasPrefix("hq/webhooks/"))
    }
}
