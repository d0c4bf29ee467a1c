import AlarmHistory
import ArchiveEvents
import Testing

/// An archive without a disk: answers are read, compared with the memory of the log, and recorded.
struct TestArchive {
    private(set) var log = MemoryLog()
    private var step = 0

    init() throws {}

    /// An alert of which only the guid matters.
    func alert(_ guid: String) throws -> Observation {
        try observation(
            #"{"guid":"\#(guid)"}"#, of: RecordStream(deployment: "hq", kind: "alerts", id: guid))
    }

    /// Reads an answer, records what is new, and gives the types and subjects of that.
    @discardableResult
    mutating func take(_ body: String, at target: LookTarget) throws -> [String] {
        switch reader.read(Array(body.utf8), of: target) {
        case .whole(let observations): try take(.complete(observations), at: target)
        case .part(let observations, _): try take(.incomplete(observations), at: target)
        case .damaged(let list): try take(.incomplete(list.observations), list.unreadable, at: target)
        case .unreadable(_, let kept), .tooLarge(_, let kept): try take(.unreadable(kept), at: target)
        }
    }

    /// Records what is new in a complete answer.
    @discardableResult
    mutating func take(_ observations: [Observation], at target: LookTarget) throws -> [String] {
        try take(.complete(observations), at: target)
    }

    /// Takes the data out of a line.
    mutating func erase(_ index: Int) throws { try log.erase(index) }

    /// What the log's lines make of a memory.
    func memory() throws -> RecordMemory {
        try log.events().reduce(into: RecordMemory()) { $0.apply($1) }
    }

    /// The data of every line so far; nil where it was erased.
    func data() throws -> [String?] { try log.events().map { $0.data.map { text($0) } } }

    private mutating func take(
        _ content: Look.Content, _ unreadable: [UnreadableAnswer] = [], at target: LookTarget
    ) throws -> [String] {
        let look = Look(
            target: target, observedAt: minute(step), servedAt: nil, since: nil, content: content,
            unreadable: unreadable)
        let events = Novelty(against: try memory()).events(of: look)
        try log.append(events, at: minute(step))
        step += 1
        return events.map { "\($0.type.rawValue) \($0.subject)" }
    }
}
