import ExactJSON

/// What the account has asked not to be told of.
struct MutedZone: SimulatedRecord {
    let zone: Zone

    var recordID: String? { zone.id }
    var version: Int { zone.version }

    var json: JSONValue {
        ["id": .string(zone.id), "alarm_zone_id": .string(zone.id), "muted": .bool(zone.isMuted), "until": nil]
    }
}

/// An address at which others can end a zone's alarms. It holds a secret.
struct IntrusionWebhook: ConstantRecord {
    private let zone: Zone
    private let id: String
    private let secret: String

    /// The webhook of a zone; its secret follows from the zone's id.
    init(of zone: Zone) {
        self.zone = zone
        var generator = SeededGenerator(seed: zone.id.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        id = generator.identifier()
        secret = generator.token(length: 32)
    }

    var recordID: String? { id }

    var json: JSONValue {
        [
            "id": .string(id), "name": "External end", "alarm_zone_id": .string(zone.id),
            "url": .string("https://example.invalid/\(secret)"),
        ]
    }
}
