import AltaSimulator
import Foundation

/// An alert as a client reads it: the members that the tests look at.
struct ShownAlert: Decodable, Sendable {
    struct Part: Decodable, Sendable { let id: String }

    let guid: String
    let alarmZoneId: String?
    let alertType: String
    let startTime: Int64
    let endTime: Int64?
    let lastDetectionTime: Int64
    let merged: Bool
    let mergedCount: Int
    let subAlerts: [Part]
    let acknowledgedTime: Int64?
}

/// A line of a zone log as a client reads it.
struct ShownLine: Decodable, Sendable, Equatable {
    struct Details: Decodable, Sendable, Equatable {
        let acknowledgmentCode: Int?
        let detection: String?
    }

    let time: Int64
    let action: String
    let userName: String?
    let alertGuid: String?
    let deviceId: String?
    let details: Details
}

/// A month of history, as the lists show it.
struct ShownMonth: Sendable {
    let alerts: [ShownAlert]
    let logs: [[ShownLine]]

    init(seed: UInt64, configure: (inout SimulationParameters) -> Void = { _ in }) throws {
        var visitor = SimulatedVisitor(seed: seed) {
            $0.historyMilliseconds = 30 * day
            $0.alertLimit = 100_000
            configure(&$0)
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        alerts = try decoder.decode([ShownAlert].self, from: Data(visitor.text("alerts", at: noon).utf8))
        logs = try visitor.zoneIDs(at: noon).map { zone in
            try decoder.decode([ShownLine].self, from: Data(visitor.text("alarmZones/\(zone)/logs", at: noon).utf8))
        }
    }
}
