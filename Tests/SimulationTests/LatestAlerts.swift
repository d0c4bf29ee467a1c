import AltaSimulator
import Foundation
import GRDB
import Projections

/// What the vendor showed last of each alert, read by another JSON parser.
struct LatestAlerts {
    private var alerts: [String: [String: Any]] = [:]

    init(_ truth: [TruthEntry]) {
        for entry in truth where ["alerts", "ongoing-alerts", "alert"].contains(entry.endpoint) {
            guard let guid = entry.id else { continue }
            let object = try? JSONSerialization.jsonObject(with: Data(entry.content)) as? [String: Any]
            // Entries stand in the order in which they were first shown: a later one is the newer.
            alerts[guid] = object
        }
    }

    var count: Int { alerts.count }

    func state(_ guid: String) -> String { alerts[guid]?["phase"] as? String == "ended" ? "ended" : "ongoing" }

    func verdict(_ guid: String) -> String {
        switch alerts[guid]?["acknowledgment_code"] as? Int {
        case 201: "valid"
        case 202: "false"
        default: "none"
        }
    }
}
