import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import EventStorage
import ExactJSON

extension AlarmScan {
    /// Adds the detections of the alarms that list them in their records.
    mutating func takeDetections(
        from log: LogReader, in period: Range<Instant>, _ sources: inout PerformanceSources
    ) throws -> DetectionsTold {
        var told = DetectionsTold()
        told.unlisted = merged.count { $0.content == nil }
        var devices = DetectingDevices(sources.all)
        let readable = merged.compactMap { alarm in alarm.content.map { (content: $0, alarm: alarm) } }
            .sorted { $0.content < $1.content }
        let runs = stride(from: 0, to: readable.count, by: Self.recordsAtOnce).map { start in
            readable[start..<min(start + Self.recordsAtOnce, readable.count)]
        }
        try forEachAhead(runs) { run in
            var lists: [[MergedDetection]?] = []
            try log.forEachEvent(at: run.map(\.content)) { event in
                lists.append(try event.data.map { try event.json($0) }.flatMap(MergedDetection.all))
            }
            return zip(run.map(\.alarm), lists).map { (alarm: $0, list: $1) }
        } consume: { lists in
            for (alarm, list) in lists {
                guard let list else {
                    told.unlisted += 1
                    continue
                }
                told.listed += 1
                add(list, of: alarm, in: period, &devices, &sources)
            }
        }
        sort()
        return told
    }

    private mutating func add(
        _ list: [MergedDetection], of merged: MergedAlarm, in period: Range<Instant>,
        _ devices: inout DetectingDevices, _ sources: inout PerformanceSources
    ) {
        let alarm = alarms[merged.place]
        // The first one is the alarm itself, and tells its beginning where nothing else does.
        if !merged.isStartTold, let first = list.first, first.time < period.upperBound {
            alarms[merged.place] = alarm.detected(at: first.time, source: Int32(alarm.source))
        }
        for further in list.dropFirst() where period.contains(further.time) {
            let source = devices.source(of: further, alarm.source, &sources)
            alarms.append(alarm.detected(at: further.time, source: source))
        }
    }

    /// Enough to make the hand-over cheap, little enough to hold several.
    private static let recordsAtOnce = 2048
}

/// The sources that detections by other devices make of those of their alarms.
private struct DetectingDevices {
    private struct Device: Hashable {
        let deployment: String
        let id: String
    }

    private struct Key: Hashable {
        let source: Int
        let deviceID: String?
        let detection: String?
    }

    private var names: [Device: String] = [:]
    private var known: [Key: Int32] = [:]

    init(_ sources: [AnnunciationSource]) {
        for source in sources {
            guard let id = source.deviceID, let name = source.deviceName else { continue }
            names[Device(deployment: source.deployment, id: id)] = name
        }
    }

    mutating func source(
        of detection: MergedDetection, _ alarm: Int, _ sources: inout PerformanceSources
    ) -> Int32 {
        let key = Key(source: alarm, deviceID: detection.deviceID, detection: detection.detection)
        if let place = known[key] { return place }
        let own = sources.all[alarm]
        var source = own
        // An alarm that tells only its device's name may mean the same device.
        if let id = detection.deviceID, id != own.deviceID, own.deviceID != nil || own.deviceName == nil {
            source.deviceID = id
            source.deviceName = names[Device(deployment: own.deployment, id: id)]
        }
        source.detection = detection.detection ?? own.detection
        let isSame = source.deviceID == own.deviceID && source.detection == own.detection
        let place = isSame ? Int32(alarm) : sources.add(source)
        known[key] = place
        return place
    }
}
