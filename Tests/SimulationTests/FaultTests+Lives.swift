import AlarmHistory
import AltaSimulator
import ArchiveEvents
import ExactJSON
import TestSupport
import Testing

/// Faults in the lives of alarms and zones: the timelines tell what happened.
extension FaultTests {
    func life(_ fault: LifeFault) async throws {
        let struck = try await StruckArchive(.life(fault), amount: fault == .retentionDrop ? 30 * 60_000 : nil)
        struck.checkTruth()
        switch fault {
        case .verifiedLate:
            #expect(try struck.course() == [.observed, .ended, .verified])
            #expect(try struck.stagedAlarm().summary.verdict == .false)
        case .verdictReversed:
            #expect(try struck.course() == [.observed, .verified, .ended, .verified, .verdictReset])
        case .alarmGrows:
            #expect(try struck.course().filter { $0 == .merged }.count >= 4)
            #expect(try struck.course().last == .ended)
        case .alarmLasts: try checkEnd(struck)
        case .unknownCode:
            #expect(try struck.course() == [.observed, .verified, .ended])
            #expect(try struck.stagedAlarm().summary.verdict == .unknown)
            #expect(struck.story.drifts.contains { $0.hasSuffix("acknowledgment_code value 203") })
        case .twoAlarms: try checkTwo(struck)
        case .alarmFlood, .massEnding:
            #expect(struck.staged.count == (fault == .alarmFlood ? 100 : 400))
            let courses = struck.staged.map { struck.story.alarms[$0.guid]?.course }
            #expect(courses.allSatisfy { $0 == [.observed, .ended] })
        case .alertVanishes, .alertReappears, .retentionDrop: checkAbsence(fault, struck)
        case .zoneRenamed, .zoneDeleted, .zoneRecreated: try checkZones(fault, struck)
        }
    }

    /// The end lies between two looks, and not before it happened.
    private func checkEnd(_ struck: StruckArchive) throws {
        #expect(try struck.course() == [.observed, .ended])
        let end = try #require(try struck.stagedAlarm().summary.ended)
        let before = try #require(end.notBefore)
        #expect(before <= StruckArchive.relief && StruckArchive.relief <= end.notAfter)
        #expect(end.notAfter.milliseconds(since: before) < 11_000)
    }

    private func checkTwo(_ struck: StruckArchive) throws {
        let alarms = try struck.staged.map { try #require(struck.story.alarms[$0.guid]) }
        #expect(alarms.count == 2 && Set(alarms.map(\.summary.record?.zoneID)).count == 1)
        let ends = alarms.compactMap { $0.summary.ended?.notAfter }
        let firstEnd = try #require(ends.min())
        #expect(alarms.allSatisfy { $0.summary.firstObservedAt < firstEnd && $0.course == [.observed, .ended] })
    }

    /// What is no longer shown is missing there, and the archive still has it.
    private func checkAbsence(_ fault: LifeFault, _ struck: StruckArchive) {
        let during = struck.story.alarms.filter { _, alarm in
            alarm.transitions.contains {
                $0.kind == .missing && $0.endpoint == .alerts && $0.notAfter < StruckArchive.relief
            }
        }
        #expect(during.values.allSatisfy { $0.summary.contentPosition != nil && $0.summary.state == .ended })
        let isListed = during.values.map { $0.summary.listedAt.contains(.alerts) }
        switch fault {
        case .alertVanishes: #expect(isListed == [false])
        case .alertReappears: #expect(isListed == [true])
        default: #expect(isListed.count > 5 && !isListed.contains(true))
        }
    }

    private func checkZones(_ fault: LifeFault, _ struck: StruckArchive) throws {
        let during = struck.events.filter { $0.subject.hasPrefix("hq/zones/") && $0.time >= StruckArchive.onset }
        guard fault != .zoneRenamed else {
            let name = during.first { $0.type == .recordChanged }?.json?["name"]?.string
            #expect(name?.hasSuffix(" (annexe)") == true)
            return
        }
        let gone = try #require(during.first { $0.type == .recordMissing }).subject
        let old = struck.events.first { $0.subject == gone && $0.type == .recordSeen }?.json?["name"]?.string
        let made = during.filter { $0.type == .recordSeen }.map { $0.json?["name"]?.string }
        #expect(made == (fault == .zoneRecreated ? [old] : []))
        #expect(old != nil)
    }
}

extension StruckArchive {
    /// The one alarm that the fault has raised.
    func stagedAlarm() throws -> ArchiveStory.Alarm {
        try #require(staged.count == 1)
        return try #require(story.alarms[staged[0].guid])
    }

    func course() throws -> [AlarmTransition.Kind] { try stagedAlarm().course }
}
