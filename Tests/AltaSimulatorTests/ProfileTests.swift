import AltaSimulator
import Foundation
import Testing

@Suite("Profiles")
struct ProfileTests {
    private func visitor(_ profile: SimulationProfile, seed: UInt64 = 7) -> SimulatedVisitor {
        SimulatedVisitor(seed: seed) {
            $0.zones = 4
            $0.devices = 12
            $0.profile = profile
        }
    }

    @Test("each speaks its dialect", arguments: SimulationProfile.allCases)
    func dialect(profile: SimulationProfile) throws {
        var visitor = visitor(profile)
        if profile == .mfa { #expect(visitor.logIn(code: "287082", at: 59_000).status == 200) }
        switch profile {
        case .classic: #expect(visitor.text("alerts", at: noon).hasPrefix(#"[{"guid":""#))
        case .iso: try iso(&visitor)
        case .wrapped: try wrapped(&visitor)
        case .paged: #expect(visitor.text("alerts", at: noon).hasPrefix(#"{"items":["#))
        case .capped: try capped()
        case .mfa: #expect(visitor.send("GET", "alerts", at: 59_000).status == 200)
        }
    }

    private func iso(_ visitor: inout SimulatedVisitor) throws {
        var classic = self.visitor(.classic)
        let (shown, plain) = (try visitor.list("alerts", at: noon), try classic.list("alerts", at: noon))
        var forms: Set<String> = []
        for (one, other) in zip(shown, plain) {
            let guid = try #require(other["guid"] as? String)
            #expect(one["guid"] as? String == guid.uppercased())
            #expect(one["acknowledgment_code"] as? String == "\(other["acknowledgment_code"] ?? "")")
            let text = try #require(one["start_time"] as? String)
            #expect(try milliseconds(text) == other["start_time"] as? Int64, "\(text)")
            forms.insert("\(text.count) \(text.last ?? " ")")
        }
        #expect(forms.count >= 4)
        let guid = try #require(shown.first?["guid"] as? String)
        #expect(try visitor.object("alerts/\(guid)", at: noon)["guid"] as? String == guid)
    }

    /// Reads ISO-8601 with any fraction by another parser than the simulator's.
    private func milliseconds(_ text: String) throws -> Int64 {
        let plain = text.replacing("+00:00", with: "Z")
        let parts = plain.dropLast().split(separator: ".")
        let date = try Date.ISO8601FormatStyle().parse("\(parts[0])Z")
        let fraction = parts.count > 1 ? Int64((try #require(Double("0.\(parts[1])")) * 1000).rounded()) : 0
        return Int64(date.timeIntervalSince1970) * 1000 + fraction
    }

    private func wrapped(_ visitor: inout SimulatedVisitor) throws {
        let body = try visitor.object("alerts", at: noon)
        let rows = try #require(body["data"] as? [[String: Any]])
        #expect(body["total"] as? Int == rows.count)
        #expect(rows.allSatisfy { $0["acknowledgmentCode"] is Int && $0["acknowledgment_code"] == nil })
        #expect(rows.contains { $0["objects"] is NSNull })
        #expect(visitor.text("alarmZonesUserMuted", at: noon) == #"{"data":null,"total":0}"#)
    }

    private func capped() throws {
        for limit in [50, 100, 1000] {
            var visitor = SimulatedVisitor(seed: 7) {
                $0.profile = .capped
                $0.alarmsPerDay = 2000
                $0.alertLimit = limit
            }
            #expect(try visitor.list("alerts?limit=3&start=0&offset=9", at: noon).count == limit)
        }
    }

    @Test("offsets and cursors lead through all alerts, each once", arguments: Paging.allCases)
    func pages(paging: Paging) throws {
        var visitor = SimulatedVisitor(seed: 7) {
            $0.profile = .paged
            $0.paging = paging
            $0.pageSize = 30
            $0.quietAfter = noon
        }
        var classic = SimulatedVisitor(seed: 7) { $0.quietAfter = noon }
        var guids: [String] = []
        var query: String? = ""
        while let asked = query {
            let page = try visitor.object("alerts\(asked)", at: noon)
            let rows = try #require(page["items"] as? [[String: Any]])
            guids += rows.compactMap { $0["guid"] as? String }
            let isFull = rows.count == 30
            let cursor = page["next_cursor"] as? String
            query = paging == .offset ? (isFull ? "?offset=\(guids.count)" : nil) : cursor.map { "?cursor=\($0)" }
            if paging == .offset { #expect(page["total"] as? Int ?? 0 >= guids.count) }
        }
        #expect(guids.count > 60)
        #expect(guids == (try classic.list("alerts", at: noon)).compactMap { $0["guid"] as? String })
    }

    @Test("rows shift between pages as alarms arrive")
    func shift() throws {
        var visitor = SimulatedVisitor(seed: 7) {
            $0.profile = .paged
            $0.alarmsPerDay = 2000
        }
        let first = try visitor.object("alerts?limit=20", at: noon)["items"] as? [[String: Any]]
        let total = try visitor.object("alerts", at: noon)["total"] as? Int ?? 0
        // After some minutes, fewer than a page have arrived.
        let later = try visitor.object("alerts?limit=20&offset=20", at: noon + 10 * minute)
        let guids = [first, later["items"] as? [[String: Any]]].map { rows in
            Set((rows ?? []).compactMap { $0["guid"] as? String })
        }
        let arrived = (later["total"] as? Int ?? 0) - total
        #expect((1..<20).contains(arrived))
        #expect(guids[0].intersection(guids[1]).count == arrived)
    }

    @Test("start and end are honoured as milliseconds and as ISO, and nonsense is refused")
    func window() throws {
        var visitor = visitor(.paged)
        _ = visitor.logIn()
        let (start, end) = (noon - 6 * hour, noon - 3 * hour)
        let byNumber = visitor.text("alerts?start=\(start)&end=\(end)&limit=500", at: noon)
        let byText = "start=2025-06-30T08%3A00:00%2B02:00&end=2025-06-30T09:00:00.000Z&limit=500"
        #expect(visitor.text("alerts?\(byText)", at: noon) == byNumber)
        let rows = try visitor.object("alerts?\(byText)", at: noon)["items"] as? [[String: Any]] ?? []
        #expect(!rows.isEmpty)
        #expect(rows.allSatisfy { (start..<end).contains($0["start_time"] as? Int64 ?? 0) })
        for query in ["start=soon", "limit=0", "limit=x", "offset=-1", "cursor=c-0"] {
            #expect(visitor.send("GET", "alerts?\(query)", at: noon).status == 400, "\(query)")
        }
    }

    @Test("the truth is what the bodies showed, byte for byte", arguments: SimulationProfile.allCases)
    func truth(profile: SimulationProfile) throws {
        var visitor = visitor(profile)
        _ = visitor.logIn(code: OneTimeCode.at(noon), at: noon)
        let paths = ["alerts", "ongoingAlerts", "alarmZones", "alarmZoneAlerts", "publicIntrusionWebhooks", "devices"]
        let bodies = paths.map { visitor.text($0, at: noon + minute) }
        for entry in visitor.deployment.truth.entries {
            let content = String(decoding: entry.content, as: UTF8.self)
            #expect(bodies.contains { $0.contains(content) }, "\(entry.endpoint)")
            if let id = entry.id { #expect(content.contains(id)) }
        }
        #expect(Set(visitor.deployment.truth.entries.map(\.endpoint)).count >= 5)
    }

    @Test("alarms of zones have details, by guid or by numbers of their own", arguments: [7, 8] as [UInt64])
    func details(seed: UInt64) throws {
        var visitor = visitor(.classic, seed: seed)
        let alarm = try #require(visitor.list("alarmZoneAlerts", at: noon).first)
        let id = try #require(alarm["alert_id"] as? String)
        #expect(id.hasPrefix("za-") == (seed == 7))
        let details = try visitor.object("alarmZoneAlerts/\(id)/1/details", at: noon)
        #expect(details["time"] as? Int64 == alarm["time"] as? Int64)
        #expect((details["device_name"] as? String)?.isEmpty == false)
        for path in ["alarmZoneAlerts/\(id)/0/details", "alarmZoneAlerts/none/1/details"] {
            #expect(visitor.send("GET", path, at: noon).status == 404)
        }
    }

    @Test("each zone has a contact and an address that ends its alarms")
    func contacts() throws {
        var visitor = visitor(.classic)
        let contacts = try visitor.list("publicIntrusionEmergencyContacts", at: noon)
        let id = try #require(contacts.first?["id"] as? String)
        #expect(contacts.count == 4)
        #expect(try visitor.object("publicIntrusionEmergencyContacts/\(id)", at: noon)["phone"] is String)
        #expect(visitor.send("GET", "publicIntrusionEmergencyContacts/none", at: noon).status == 404)
        let urls = try visitor.list("publicIntrusionWebhooks", at: noon).compactMap { $0["url"] as? String }
        #expect(Set(urls).count == 4)
    }
}
