extension Alert {
    /// What raised an alert.
    enum Source: Sendable {
        /// `position` in the list of zones; the name is the one the zone had at that moment.
        case zone(position: Int, id: String, name: String, importance: String)
        case rule(id: String, name: String, importance: String)
        case deviceHealth
    }

    struct Detection: Sendable {
        let time: Milliseconds
        let deviceID: String
        let kind: String
    }

    /// The acknowledgment codes: those of the vendor's guide, and one that it does not name.
    enum Code: Int64, Sendable {
        case none = 101
        case valid = 201
        case `false` = 202
        case falseAndReported = 203
    }

    struct Verification: Sendable {
        let code: Code
        let person: String?
        let time: Milliseconds?
    }

    struct End: Sendable {
        /// Nil when the condition went away by itself.
        let person: String?
        let time: Milliseconds
    }

    struct Dispatch: Sendable {
        let person: String
        let time: Milliseconds
    }

    /// The bookmarked video. It keeps a seed, because each further device gets its bookmark when it joins.
    struct Video: Sendable {
        let seed: UInt64
        let createdAt: Milliseconds
        let isShared: Bool
    }

    /// The position of its zone in the list of zones.
    var zonePosition: Int? {
        guard case .zone(let position, _, _, _) = source else { return nil }
        return position
    }
}
