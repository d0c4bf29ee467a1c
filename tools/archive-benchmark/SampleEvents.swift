import ArchiveEvents

/// Alerts as a deployment shows them, about 900 bytes each: seen, merged, verified, ended.
struct SampleEvents {
    private var number = 0

    /// The next event; every fourth one begins a new alarm.
    mutating func next() -> NewEvent {
        defer { number += 1 }
        let alarm = number / 4
        let step = number % 4
        return NewEvent(
            type: step == 0 ? .recordSeen : .recordChanged, subject: "hq/alerts/\(Self.guid(alarm))",
            endpoint: step == 0 ? "ongoing-alerts" : "alerts", since: Self.time(number - 1),
            servedTime: Self.time(number), data: Self.alert(alarm, step))
    }

    mutating func next(_ count: Int) -> [NewEvent] { (0..<count).map { _ in next() } }

    private static func time(_ number: Int) -> Instant {
        Instant(milliseconds: 1_795_420_800_000 + Int64(number) * 1000)
    }

    private static func guid(_ number: Int) -> String {
        let mixed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        let hex = String(mixed, radix: 16)
        let digits = String(repeating: "0", count: 16 - hex.count) + hex
        return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(4))-4a11-9c2e-\(digits.suffix(4))00c0ffee"
    }

    private static func alert(_ alarm: Int, _ step: Int) -> [UInt8] {
        let start = time(alarm * 4).milliseconds
        let zone = guid(1_000_000 + alarm % 24)
        let devices = (0...min(step, 2)).map { guid(2_000_000 + alarm % 120 + $0) }
        let detections = devices.enumerated().map { index, device in
            #"{"id":"\#(index + 1)","time":\#(start + Int64(index) * 21_000),"device_id":"\#(device)","detection":"person"}"#
        }
        let end = step == 3 ? "\(start + 455_000)" : "null"
        let code = step >= 2 ? (alarm % 3 == 0 ? 201 : 202) : 101
        let by = step >= 2 ? #""operator\#(alarm % 5)@example.com""# : "null"
        return Array(
            """
            {"guid":"\(guid(alarm))","alarm_zone_id":"\(zone)","alarm_zone_name":"Zone \(alarm % 24)","rule_id":null,\
            "rule_name":null,"alert_type":"alarm_zone","detection":"person","importance":"high",\
            "site_id":"\(guid(3_000_000))","site_name":"Depot North","origin_id":"\(devices[0])",\
            "origin_name":"Camera \(alarm % 120)","device_ids":[\(devices.map { "\"\($0)\"" }.joined(separator: ","))],\
            "start_time":\(start),"end_time":\(end),"last_detection_time":\(start + Int64(devices.count) * 21_000),\
            "phase":"\(step == 3 ? "ended" : "alarm")","merged":\(devices.count > 1),"merged_count":\(devices.count),\
            "sub_alerts":[\(detections.joined(separator: ","))],"acknowledgment_code":\(code),"acknowledged_by":\(by),\
            "acknowledged_time":\(step >= 2 ? "\(start + 355_000)" : "null"),"ended_by":\(step == 3 ? by : "null"),\
            "ended_time":\(end),"dispatch":null,"objects":[{"class":"person"}],"comment":null}
            """.utf8)
    }
}
