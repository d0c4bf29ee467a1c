/// An alert: a zone's alarm, a rule's, or a device's bad health.
///
/// It keeps changing after it is first seen, and after its end too.
struct Alert: SimulatedRecord {
    enum Phase: String, Sendable {
        case preAlarm = "pre_alarm"
        case alarm
        case validAlarm = "valid_alarm"
        case ended
    }

    let guid: String
    let source: Source
    /// Whether a camera or a cloud connector holds it rather than the deployment.
    let isLocal: Bool
    let siteID: String
    let siteName: String
    let originName: String
    private(set) var detections: [Detection]
    private(set) var phase: Phase
    private(set) var verification = Verification(code: .none, person: nil, time: nil)
    private(set) var end: End?
    private(set) var dispatch: Dispatch?
    private(set) var comment: String?
    private(set) var video: Video?
    private(set) var version = 1
    /// Every verification there was, in order.
    private(set) var verdicts: [Verification] = []
    /// True when the vendor no longer keeps it.
    private(set) var isRetired = false
    /// True while it is missing for a time.
    var isHidden = false
    /// True for an alarm that a fault has raised and that goes its way without the people of the world.
    var isStaged = false

    var recordID: String? { guid }

    init(
        guid: String, source: Source, isLocal: Bool, site: Site, origin: Device, first: Detection, phase: Phase
    ) {
        self.guid = guid
        self.source = source
        self.isLocal = isLocal
        siteID = site.id
        siteName = site.name
        originName = origin.name
        detections = [first]
        self.phase = phase
    }
}

extension Alert {
    var start: Milliseconds { detections.first?.time ?? 0 }
    var lastDetection: Milliseconds { detections.last?.time ?? 0 }
    var hasEnded: Bool { phase == .ended }
    var isListed: Bool { !isRetired && !isHidden }
    var originID: String { detections[0].deviceID }
    var detectionKind: String { detections[0].kind }
    var detectionCount: Int { detections.count }
    var isMerged: Bool { detections.count > 1 }

    /// Another detection becomes part of this alert.
    mutating func merge(_ detection: Detection) {
        detections.append(detection)
        version += 1
    }

    /// The entry delay is over.
    mutating func begin() {
        phase = .alarm
        version += 1
    }

    /// Takes over what a person made of it. Ended alerts can be verified, too.
    mutating func verify(_ verification: Verification) {
        self.verification = verification
        verdicts.append(verification)
        if !hasEnded { phase = verification.code == .valid ? .validAlarm : .alarm }
        version += 1
    }

    mutating func finish(_ end: End) {
        self.end = end
        phase = .ended
        version += 1
    }

    mutating func send(_ dispatch: Dispatch) {
        self.dispatch = dispatch
        version += 1
    }

    mutating func remark(_ comment: String) {
        self.comment = comment
        version += 1
    }

    /// Video shows in the bookmarks, not in the alert itself; they share a version.
    mutating func keep(_ video: Video) {
        self.video = video
        version += 1
    }

    mutating func retire() { isRetired = true }
}
