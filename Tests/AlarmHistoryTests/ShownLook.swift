import AlarmHistory
import ArchiveEvents

/// What one record's content may be.
enum ShownContent: String, Sendable {
    case a, b
}

/// One look of the small alphabet: what an endpoint shows of one record, and whether it shows all that there is.
struct ShownLook: Sendable, CustomStringConvertible {
    let endpoint: Endpoint
    let isComplete: Bool
    /// What is shown; nil where the record is absent.
    let content: ShownContent?
    /// Whether the content is spelled in another way.
    let isRespelled: Bool
    let observations: [Observation]

    init(_ endpoint: Endpoint, _ content: ShownContent?, isComplete: Bool = true, isRespelled: Bool = false) throws {
        self.endpoint = endpoint
        self.isComplete = isComplete
        self.content = content
        self.isRespelled = isRespelled
        let stream = RecordStream(deployment: "hq", kind: "alerts", id: "1")
        observations = try content.map { [try observation($0.spelling(isRespelled), of: stream)] } ?? []
    }

    func look(at step: Int) -> Look {
        Look(
            target: LookTarget("hq", endpoint), observedAt: minute(step), servedAt: nil,
            since: step > 0 ? minute(step - 1) : nil,
            content: isComplete ? .complete(observations) : .incomplete(observations))
    }

    /// The same look, when the answer had the bytes of the one before.
    func unchanged(at step: Int) -> Look {
        Look(
            target: LookTarget("hq", endpoint), observedAt: minute(step), servedAt: nil, since: minute(step - 1),
            content: .unchanged)
    }

    var description: String {
        let shown = content.map { $0.rawValue + (isRespelled ? "'" : "") } ?? "absent"
        return "\(endpoint.rawValue):\(shown)\(isComplete ? "" : ",incomplete")"
    }

    /// Two endpoints, each with the record absent, with two contents and with another spelling of the first one, in
    /// complete and in incomplete answers.
    static func all() throws -> [ShownLook] {
        try [true, false].flatMap { isComplete in
            try [Endpoint.ongoingAlerts, .alerts].flatMap { endpoint in
                [
                    try ShownLook(endpoint, nil, isComplete: isComplete),
                    try ShownLook(endpoint, .a, isComplete: isComplete),
                    try ShownLook(endpoint, .b, isComplete: isComplete),
                    try ShownLook(endpoint, .a, isComplete: isComplete, isRespelled: true),
                ]
            }
        }
    }

    /// Without other spellings and incomplete answers.
    static func plain() throws -> [ShownLook] { try all().filter { $0.isComplete && !$0.isRespelled } }
}

extension ShownContent {
    func spelling(_ isRespelled: Bool) -> String {
        switch (self, isRespelled) {
        case (.a, false): #"{"guid":"1","phase":"alarm","merged_count":1}"#
        case (.a, true): #"{"merged_count":1.0,"phase":"al\u0061rm","guid":"1"}"#
        case (.b, _): #"{"guid":"1","phase":"ended","merged_count":1}"#
        }
    }
}
