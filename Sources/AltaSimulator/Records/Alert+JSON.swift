import ExactJSON

extension Alert {
    /// The alert as `/alerts` and `/ongoingAlerts` show it.
    var json: JSONValue {
        [
            "guid": .string(guid), "alarm_zone_id": JSONValue(source.zoneID),
            "alarm_zone_name": JSONValue(source.zoneName),
            "rule_id": JSONValue(source.ruleID), "rule_name": JSONValue(source.ruleName),
            "alert_type": .string(source.type), "detection": .string(detections[0].kind),
            "importance": .string(source.importance), "site_id": .string(siteID), "site_name": .string(siteName),
            "origin_id": .string(detections[0].deviceID), "origin_name": .string(originName),
            "device_ids": JSONValue(deviceIDs), "start_time": .integer(start),
            "end_time": JSONValue(end?.time), "last_detection_time": .integer(lastDetection),
            "phase": .string(phase.rawValue), "merged": .bool(isMerged),
            "merged_count": .integer(Int64(detections.count)), "sub_alerts": .array(subAlerts),
            "acknowledgment_code": .integer(verification.code.rawValue),
            "acknowledged_by": JSONValue(verification.person), "acknowledged_time": JSONValue(verification.time),
            "ended_by": JSONValue(end?.person), "ended_time": JSONValue(end?.time), "dispatch": dispatch?.json ?? .null,
            "objects": .array(objects), "comment": JSONValue(comment),
        ]
    }

    private var subAlerts: [JSONValue] {
        detections.enumerated().map { position, detection in
            [
                "id": .string(String(position + 1)), "time": .integer(detection.time),
                "device_id": .string(detection.deviceID), "detection": .string(detection.kind),
            ]
        }
    }

    private var objects: [JSONValue] {
        unique(detections.map(\.kind)).filter { $0 == "person" || $0 == "vehicle" }.map { ["class": .string($0)] }
    }

    /// The devices that took part, in the order in which they joined.
    var deviceIDs: [String] { unique(detections.map(\.deviceID)) }

    private func unique(_ names: [String]) -> [String] {
        names.reduce(into: []) { seen, name in
            if !seen.contains(name) { seen.append(name) }
        }
    }
}

extension Alert.Dispatch {
    fileprivate var json: JSONValue { ["requested_time": .integer(time), "requested_by": .string(person)] }
}

extension Alert.Source {
    fileprivate var type: String {
        switch self {
        case .zone: "alarm_zone"
        case .rule: "rule"
        case .deviceHealth: "device_health"
        }
    }

    fileprivate var importance: String {
        switch self {
        case .zone(_, _, _, let importance), .rule(_, _, let importance): importance
        case .deviceHealth: "medium"
        }
    }

    var zoneID: String? {
        guard case .zone(_, let id, _, _) = self else { return nil }
        return id
    }

    fileprivate var zoneName: String? {
        guard case .zone(_, _, let name, _) = self else { return nil }
        return name
    }

    fileprivate var ruleID: String? {
        guard case .rule(let id, _, _) = self else { return nil }
        return id
    }

    fileprivate var ruleName: String? {
        guard case .rule(_, let name, _) = self else { return nil }
        return name
    }
}
