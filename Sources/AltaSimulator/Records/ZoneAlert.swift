import ExactJSON

/// An alarm as `/alarmZoneAlerts` shows it: the same as an alert, by another id perhaps.
struct ZoneAlert: SimulatedRecord {
    let id: String
    let alert: Alert

    var recordID: String? { id }
    var version: Int { alert.version }

    var json: JSONValue {
        [
            "alert_id": .string(id), "alarm_zone_id": JSONValue(alert.source.zoneID), "time": .integer(alert.start),
            "end_time": JSONValue(alert.end?.time), "local": .bool(alert.isLocal),
            "sub_alerts": .array(
                alert.detections.enumerated().map { position, detection in
                    ["sub_alert_id": .string(String(position + 1)), "time": .integer(detection.time)]
                }),
        ]
    }
}

/// One detection of an alarm.
struct ZoneAlertDetails: ConstantRecord {
    let alertID: String
    /// The number of the detection, from 1.
    let subAlertID: String
    let detection: Alert.Detection
    let deviceName: String

    var recordID: String? { "\(alertID)/\(subAlertID)" }

    var json: JSONValue {
        let isObject = detection.kind == "person" || detection.kind == "vehicle"
        return [
            "alert_id": .string(alertID), "sub_alert_id": .string(subAlertID), "time": .integer(detection.time),
            "device_id": .string(detection.deviceID), "device_name": .string(deviceName),
            "detection": .string(detection.kind), "channel": 0,
            "objects": isObject ? [["class": .string(detection.kind)]] : [],
            "thumbnail": ["ref": .string("th-\(detection.time % 1_000_000)")],
        ]
    }
}

extension Alert {
    /// Whether an alarm of that guid is local unless a parameter says otherwise; about one in eight.
    static func isUsuallyLocal(_ guid: String) -> Bool { guid.hasPrefix("0") || guid.hasPrefix("1") }
}
