public import ArchiveEvents
public import ExactJSON

/// What a recorded webhook tells, as far as its customer's template lets it be found; each is nil where it tells nothing,
/// or only `N/A` or a code that was never filled.
public struct WebhookFacts: Hashable, Sendable {
    /// The zone's id.
    public var zoneID: String?
    /// The zone's name.
    public var zoneName: String?
    /// The device's id.
    public var deviceID: String?
    /// The device's name.
    public var deviceName: String?
    /// The phase that fired, for instance `Alarm`.
    public var phase: String?
    /// What was detected, for instance `person`.
    public var detection: String?
    /// When, by the vendor's clock.
    public var time: Instant?
    /// The state of verification.
    public var verification: String?

    /// A webhook that tells nothing.
    public init() {}

    /// Reads the data of a `webhook-received` event: `{"body":...,"zone":...,"device":...}`.
    public init(_ data: JSONElement) {
        let body = data["body"].map { WebhookMembers(body: $0) }
        zoneID = data["zone"]?.string
        deviceID = data["device"]?.string
        zoneName = body?.text(["alarmzonename", "zonename", "alarmzone", "zone"], besides: zoneID)
        deviceName = body?.text(["devicename", "device", "origindevicename"], besides: deviceID)
        phase = body?.text(["triggerphase", "phase", "alarmphase"])
        detection = body?.text(["detection", "detectiontype", "detected"])
        time = body?.first(["timeiso", "iso", "time", "timestamp"]) { Instant(vendor: $0) }
        verification = body?.text(["verification", "verificationstate"])
    }

    /// Reads an event; nil where it is no webhook, or its data was erased.
    public init?(_ event: RecordedEvent) {
        guard event.type == .webhookReceived, let data = event.data, let text = try? JSONText(Array(data)) else {
            return nil
        }
        self.init(text.root)
    }
}

/// The members of a webhook's body at any depth, by their names in any key style.
private struct WebhookMembers {
    private var values: [String: [JSONElement]] = [:]

    /// Those of texts that were to be JSON, or hold some, come behind all others.
    init(body: JSONElement) {
        collect(body)
        collectLoose(body, isBody: true)
    }

    private init(_ text: String) {
        if let inside = try? JSONText(Array(text.utf8)).root, inside.kind == .object {
            collect(inside)
            return
        }
        for (name, value) in LooseMembers(text).members {
            guard let value = try? JSONText(JSONValue.string(value).bytes).root else { continue }
            values[MemberName.normalized(name), default: []].append(value)
        }
    }

    private mutating func collectLoose(_ element: JSONElement, isBody: Bool) {
        for child in element.elements { collectLoose(child, isBody: false) }
        for (_, value) in element.members { collectLoose(value, isBody: false) }
        guard let text = element.string, isBody || text.hasPrefix("{") else { return }
        values.merge(WebhookMembers(text).values) { $0 + $1 }
    }

    private mutating func collect(_ element: JSONElement) {
        for child in element.elements { collect(child) }
        for (name, value) in element.members {
            if let name = name.string { values[MemberName.normalized(name), default: []].append(value) }
            collect(value)
        }
    }

    /// The first value that can be read, names before places.
    func first<Value>(_ names: [String], _ read: (JSONElement) -> Value?) -> Value? {
        names.lazy.flatMap { values[$0] ?? [] }.compactMap(read).first
    }

    /// A text that says something; of an object its `name`. An id that stands where a name could is none.
    func text(_ names: [String], besides id: String? = nil) -> String? {
        first(names) { value in
            guard let text = (value["name"] ?? value).string, !WebhookPlace.isEmpty(text), text != id else {
                return nil
            }
            return text
        }
    }
}
