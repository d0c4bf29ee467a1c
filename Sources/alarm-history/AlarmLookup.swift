import Projections

/// An alarm as it is named on the command line.
struct AlarmLookup {
    let guid: String
    let deployment: String?

    /// The one alarm of that name.
    func find(in views: ViewStore) throws -> AlarmRow {
        var query = AlarmQuery()
        query.guid = guid
        query.deployment = deployment
        let (alarms, _) = try query.answer(from: views)
        guard let alarm = alarms.first else {
            throw LookupFailure(description: "no alarm \(guid) is in the archive; `alarm-history alarms` lists them")
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
