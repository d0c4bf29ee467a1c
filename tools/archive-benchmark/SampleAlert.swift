/// An alert as the vendor shows it, about 1,000 bytes of JSON.
struct SampleAlert {
    let number: Int
    let zone: Int
    /// Of the zone's five.
    let device: Int
    /// Detections that were merged into it, the first one included; each at another device.
    var detections = 1
    var detection = "person"
    var importance = "high"
    /// Times in ms since 1970.
    let start: Int64
    var verdict: Verdict?
    var end: Int64?
    /// Who ended it.
    var endedBy: Int?

    /// What an operator found.
    struct Verdict {
        /// 201 or 202.
        let code: Int
        let operatorNumber: Int
        /// When, where the vendor tells it.
        let time: Int64?
    }

    var guid: String { SampleNumbers.guid(number) }
    var zoneID: String { Self.zoneID(zone) }

    static func zoneID(_ zone: Int) -> String { SampleNumbers.guid(-1 - zone) }

    /// The record as served.
    var json: [UInt8] {
        let devices = (0..<detections).map { SampleNumbers.guid(-1000 - (zone * 5 + device + $0) % 120) }
        let times = devices.indices.map { start + Int64($0) * 21_000 }
        let merged = zip(devices, times).enumerated().map { index, detected in
            #"{"id":"\#(index + 1)","time":\#(detected.1),"device_id":"\#(detected.0)","detection":"\#(detection)"}"#
        }
        let ended = end.map(String.init) ?? "null"
        return Array(
            """
            {"guid":"\(guid)","alarm_zone_id":"\(zoneID)","alarm_zone_name":"Zone \(zone)","rule_id":null,\
            "rule_name":null,"alert_type":"alarm_zone","detection":"\(detection)","importance":"\(importance)",\
            "site_id":"\(Self.site)","site_name":"Depot North","origin_id":"\(devices[0])",\
            "origin_name":"Camera \(zone * 5 + device)",\
            "device_ids":[\(devices.map { "\"\($0)\"" }.joined(separator: ","))],\
            "start_time":\(start),"end_time":\(ended),"last_detection_time":\(times[detections - 1]),\
            "phase":"\(end == nil ? "alarm" : "ended")","merged":\(detections > 1),"merged_count":\(detections),\
            "sub_alerts":[\(merged.joined(separator: ","))],"acknowledgment_code":\(verdict?.code ?? 101),\
            "acknowledged_by":\(Self.person(verdict?.operatorNumber)),\
            "acknowledged_time":\(verdict?.time.map(String.init) ?? "null"),"ended_by":\(Self.person(endedBy)),\
            "ended_time":\(ended),"dispatch":null,"objects":[{"class":"\(detection)"}],"comment":null}
            """.utf8)
    }

    private static let site = SampleNumbers.guid(-500)

    private static func person(_ number: Int?) -> String { number.map { #""operator\#($0)@example.com""# } ?? "null" }
}

/// Numbers that look random and are always the same.
enum SampleNumbers {
    /// SplitMix64's mixing of a number.
    static func mixed(_ number: Int) -> UInt64 {
        var mixed = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// As random as a version 4 UUID of the vendor's.
    static func guid(_ number: Int) -> String {
        let digits = hex(mixed(2 * number)) + hex(mixed(2 * number + 1))
        let parts = [digits.prefix(8), digits.dropFirst(8).prefix(4), "4" + digits.dropFirst(13).prefix(3)]
        return (parts + ["a" + digits.dropFirst(17).prefix(3), digits.suffix(12)]).joined(separator: "-")
    }

    private static func hex(_ number: UInt64) -> String {
        let hex = String(number, radix: 16)
        return String(repeating: "0", count: 16 - hex.count) + hex
    }
}
