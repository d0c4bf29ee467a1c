import Archive
import Projections

/// An alarm as it is named on the command line.
struct AlarmLookup {
    let guid: String
    let deployment: String?
    var past: PastTime?

    /// The one alarm of that name.
    func find(in views: ViewStore, _ archive: ArchiveReader) throws -> AlarmRow {
        var query = AlarmQuery()
        query.guid = guid
        query.deployment = deployment
        query.asOf = past?.position
        let alarms = try query.answer(from: views, log: archive.log).alarms
        guard let alarm = alarms.first else {
            let then = past.map { " was in the archive at \($0.time)" } ?? " is in the archive"
            throw LookupFailure(description: "no alarm \(guid)\(then); `alarm-history alarms` lists them")
        }
        let exact = alarms.filter { $0.guid == guid }
        guard alarms.count == 1 || exact.count == 1 else {
            let names = alarms.map { "\($0.deployment)/\($0.guid)" }.joined(separator: ", ")
            throw LookupFailure(description: "\(guid) names several alarms (\(names)); give --deployment")
        }
        return exact.first ?? alarm
    }
}

/// What was asked for is not there.
struct LookupFailure: Error, CustomStringConvertible {
    let description: String
}
