import ExactJSON

/// The payload that a customer has written, with codes such as `$alarmZoneId` in it.
struct WebhookTemplate: Sendable {
    let text: String

    /// The codes that a deployment knows; what it has no value for becomes `N/A`.
    private static let codes: Set = [
        "address", "alarmZoneId", "alarmZoneName", "description", "detection", "deviceGroupId", "deviceGroupName",
        "deviceId", "deviceName", "deviceSiteId", "deviceSiteName", "dispatch", "emergencyContact", "jpg",
        "serviceGroupId", "serviceGroupName", "time", "timeIso", "timePretty", "triggerPhase", "url", "verification",
    ]

    /// The payload about `signal`, or, without one, what the vendor's test button sends. Other words behind a dollar
    /// sign stay as they are.
    func filled(for signal: WebhookSignal?, spelling: Spelling) -> [UInt8] {
        let pieces = text.split(separator: "$", omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(into: Array((pieces.first ?? "").utf8)) { body, piece in
            let code = String(piece.prefix { $0.isASCII && $0.isLetter })
            guard WebhookTemplate.codes.contains(code) else {
                body += Array("$\(piece)".utf8)
                return
            }
            let value = signal.flatMap { $0.value(of: code, spelling: spelling) } ?? "N/A"
            // Escaped as within a JSON string, so that a template in JSON stays JSON.
            body += JSONValue.string(value).bytes.dropFirst().dropLast() + piece.dropFirst(code.count).utf8
        }
    }
}

extension WebhookSignal {
    /// The value of a code, without its dollar sign; nil if there is none.
    fileprivate func value(of code: String, spelling: Spelling) -> String? {
        switch code {
        case "alarmZoneId": spelling.shown(zone.id)
        case "alarmZoneName": zone.name
        case "address": zone.address
        case "description": zone.text
        case "emergencyContact": EmergencyContact(of: zone).name
        case "triggerPhase": phase.rawValue
        case "time": CalendarTime(stamp).noisyText
        case "timeIso": CalendarTime(stamp).isoText
        case "timePretty": CalendarTime(stamp).prettyText
        case "url": alert.map { "https://example.invalid/#/alarms/\(spelling.shown($0.guid))" }
        default: valueOfAlarm(code, spelling: spelling)
        }
    }

    private func valueOfAlarm(_ code: String, spelling: Spelling) -> String? {
        switch code {
        case "detection": alert?.detectionKind
        case "deviceId": device.map { spelling.shown($0.guid) }
        case "deviceName": device?.name
        case "deviceSiteId": device == nil ? nil : spelling.shown(zone.site.id)
        case "deviceSiteName": device == nil ? nil : zone.site.name
        case "verification": alert?.verification.code.title
        case "dispatch": alert?.dispatch == nil ? nil : "Requested"
        case "jpg": alert == nil ? nil : WebhookSignal.picture
        default: nil
        }
    }

    /// The beginning of a JPEG file in base64; nobody looks at the picture.
    private static let picture = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkK"
}

extension Alert.Code {
    /// Nil for an alarm that nobody has verified.
    fileprivate var title: String? {
        switch self {
        case .none: nil
        case .valid: "Valid"
        case .false: "False"
        case .falseAndReported: "False and reported"
        }
    }
}

extension CalendarTime {
    /// Seconds since 1970 with the ten digits, most of them noise, that a number of double precision has for them.
    fileprivate var noisyText: String {
        let seconds = Double(millisecondsSinceEpoch) / 1000
        let digits = String(Int64(((seconds - seconds.rounded(.down)) * 1e10).rounded()))
        let padding = String(repeating: "0", count: max(0, 10 - digits.utf8.count))
        return "\(Int64(seconds.rounded(.down))).\(padding)\(digits)"
    }
}
