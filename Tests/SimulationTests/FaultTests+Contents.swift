import AlarmHistory
import AltaSimulator
import ArchiveEvents
import TestSupport
import Testing

/// Faults of records and of times: what was served is kept byte for byte, and what is new about it is told.
extension FaultTests {
    func content(_ fault: ContentFault) async throws {
        let struck = try await StruckArchive(.content(fault), amount: fault == .largePicture ? 40_000 : nil)
        struck.checkTruth()
        struck.checkUnbroken()
        let drifts = struck.story.drifts
        switch fault {
        case .duplicateKeys: #expect(struck.holds(#":"again"}"#), "the member that stands twice")
        case .largePicture:
            #expect(drifts.contains("alerts jpg appeared string"))
            #expect(!struck.holds("/9j/4AAQ"), "pictures are not kept")
        case .oddNumbers:
            for member in ["weight", "offset", "serial", "tiny"] {
                #expect(drifts.contains("alerts \(member) appeared number"), "\(member)")
            }
            #expect(struck.holds(":123456789012345678901234567890") && struck.holds("000001E-99"))
        case .oddNames: #expect(struck.holds(#"\u0000\ud800""#))
        case .unknownMember:
            #expect(drifts.contains("alerts ai_confidence appeared object"))
            #expect(drifts.contains("zones ai_confidence.score appeared number"))
        case .typeChanged: #expect(drifts.contains { $0.hasSuffix(" type number") }, "\(drifts)")
        case .memberRemoved: #expect(drifts.contains("zone-log user_id vanished"), "\(drifts)")
        }
    }

    func time(_ fault: TimeFault) async throws {
        let struck = try await StruckArchive(.time(fault)) {
            $0.historyMilliseconds = 3_600_000
            $0.alarmsPerDay = 6_000
        }
        struck.checkTruth()
        struck.checkUnbroken()
        let looks = struck.events.filter { $0.servedTime != nil && StruckArchive.strikes($0.time) }
        switch fault {
        case .clockOff:
            let offsets = looks.compactMap { event in event.servedTime?.milliseconds(since: event.time) }
            #expect(offsets.contains { abs($0 - 7 * 60_000) < 2000 }, "\(offsets)")
        case .logOutOfOrder, .logSameTime:
            let shown = shownContents(struck.archive.transport.truth)
            let stored = storedContents(struck.events)
            for (content, count) in shown where content.hasPrefix("hq/zone-logs/") {
                #expect(stored[content] == count, "each line as often as it was shown: \(content)")
            }
        }
    }
}

extension StruckArchive {
    /// Whether a record of the log holds that text.
    func holds(_ text: String) -> Bool {
        events.contains { String(decoding: $0.data ?? [], as: UTF8.self).contains(text) }
    }
}
