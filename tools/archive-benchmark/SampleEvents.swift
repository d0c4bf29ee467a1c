import ArchiveEvents

/// Alerts as a busy site shows them, about 1,000 bytes each: seen, merged, verified, ended. An alarm's four events stand
/// a few hundred events of other alarms apart, as minutes lie between them.
struct SampleEvents {
    private var number: Int

    /// Samples from that number on; the same number is always the same event.
    init(from number: Int = 0) {
        self.number = number
    }

    mutating func next() -> NewEvent {
        defer { number += 1 }
        let step = number % 4
        let alarm = number / 4 - Self.lags[step]
        // Steps of alarms from before the first one are further alarms' beginnings.
        return alarm < 0 ? Self.event(number, Self.early + number, 0) : Self.event(number, alarm, step)
    }

    mutating func next(_ count: Int) -> [NewEvent] { (0..<count).map { _ in next() } }

    /// How many alarms later the merge, the verification and the end of one come.
    private static let lags = [0, 6, 80, 100]
    private static let early = 1 << 40

    private static func event(_ number: Int, _ alarm: Int, _ step: Int) -> NewEvent {
        NewEvent(
            type: step == 0 ? .recordSeen : .recordChanged, subject: "hq/alerts/\(guid(alarm))",
            endpoint: step == 0 ? "ongoing-alerts" : "alerts", since: time(number - 1),
            servedTime: time(number), data: alert(alarm, step))
    }

    private static func time(_ number: Int) -> Instant {
        Instant(milliseconds: 1_795_420_800_000 + Int64(number) * 1000 + Int64(mixed(number) % 997))
    }

    /// As random as a version 4 UUID of the vendor's.
    private static func guid(_ number: Int) -> String {
        let digits = hex(mixed(2 * number)) + hex(mixed(2 * number + 1))
        let parts = [digits.prefix(8), digits.dropFirst(8).prefix(4), "4" + digits.dropFirst(13).prefix(3)]
        return (parts + ["a" + digits.dropFirst(17).prefix(3), digits.suffix(12)]).joined(separator: "-")
    }

    private static func hex(_ number: UInt64) -> String {
        let hex = String(number, radix: 16)
        return String(repeating: "0", count: 16 - hex.count) + hex
    }

    /// SplitMix64's mixing of a number.
    private static func mixed(_ number: Int) -> UInt64 {
        var mixed = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private static func alert(_ alarm: Int, _ step: Int) -> [UInt8] {
        let start = time(alarm * 4).milliseconds
        let chance = Int(mixed(alarm) >> 8)
        let zone = chance % 24
        let devices = (0...min(step, 2)).map { guid(-1000 - (zone * 5 + chance / 24 % 5 + $0) % 120) }
        let detections = devices.enumerated().map { index, device in
            #"{"id":"\#(index + 1)","time":\#(start + Int64(index) * 21_000),"device_id":"\#(device)","detection":"person"}"#
        }
        let end = step == 3 ? "\(start + 455_000)" : "null"
        let code = step >= 2 ? (chance % 3 == 0 ? 201 : 202) : 101
        let by = step >= 2 ? #""operator\#(chance % 5)@example.com""# : "null"
        return Array(
            """
            {"guid":"\(guid(alarm))","alarm_zone_id":"\(guid(-1 - zone))","alarm_zone_name":"Zone \(zone)","rule_id":null,\
            "rule_name":null,"alert_type":"alarm_zone","detection":"person","importance":"high",\
            "site_id":"\(guid(-500))","site_name":"Depot North","origin_id":"\(devices[0])",\
            "origin_name":"Camera \(zone * 5 + chance / 24 % 5)",\
            "device_ids":[\(devices.map { "\"\($0)\"" }.joined(separator: ","))],\
            "start_time":\(start),"end_time":\(end),"last_detection_time":\(start + Int64(devices.count) * 21_000),\
            "phase":"\(step == 3 ? "ended" : "alarm")","merged":\(devices.count > 1),"merged_count":\(devices.count),\
            "sub_alerts":[\(detections.joined(separator: ","))],"acknowledgment_code":\(code),"acknowledged_by":\(by),\
            "acknowledged_time":\(step >= 2 ? "\(start + 355_000)" : "null"),"ended_by":\(step == 3 ? by : "null"),\
            "ended_time":\(end),"dispatch":null,"objects":[{"class":"person"}],"comment":null}
            """.utf8)
    }
}

extension NewEvent {
    /// The bytes that the log stores for the event, to within the digits of its position.
    var line: [UInt8] {
        EventLine(
            self, position: Position(10_000), source: "alarm-archive/0123456789abcdef", time: .zero,
            version: StreamVersion(1)
        ).bytes
    }
}

extension Instant {
    static let zero = Instant(milliseconds: 1_795_420_800_000)

    /// The time of the log runs as fast as that of the machine: some work is done once a second of it.
    static func since(_ start: ContinuousClock.Instant) -> Instant {
        zero.advanced(byMilliseconds: Int64(start.duration(to: .now) / .milliseconds(1)))
    }
}
