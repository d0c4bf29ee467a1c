import AlarmHistory
import ArchiveEvents
import EventStorage
import ExactJSON
import Projections

/// What each event of an alarm changed in its record, read from the events themselves.
struct RecordChanges {
    private var byPosition: [Position: [MemberChange]] = [:]

    init(_ transitions: [TransitionRow], _ log: LogReader) throws {
        let pairs = Dictionary(
            transitions.compactMap { row in row.former.map { (row.position, $0) } }, uniquingKeysWith: { $1 })
        var contents: [Position: JSONElement] = [:]
        try log.forEachEvent(at: Set(pairs.keys).union(pairs.values).sorted()) { event in
            contents[event.position] = event.data.flatMap { try? JSONText([UInt8]($0)).root }
        }
        for (position, former) in pairs {
            guard let content = contents[position] else { continue }
            byPosition[position] = MemberChange.between(contents[former], content)
        }
    }

    /// What an event changed; nothing where there was no record before, or it was erased.
    subscript(position: Position) -> [MemberChange] { byPosition[position] ?? [] }
}
