import AlarmHistory
import AltaSimulator
import ArchiveEvents
import Polling
import TestSupport
import Testing

/// A way in which a deployment speaks.
struct Dialect: Sendable, CustomTestStringConvertible {
    let profile: SimulationProfile
    var paging = Paging.offset

    /// Each profile, and both ways of paging.
    static let all =
        SimulationProfile.allCases.map { Dialect(profile: $0) } + [Dialect(profile: .paged, paging: .cursor)]

    var testDescription: String { profile == .paged ? "paged by \(paging)" : "\(profile)" }
}

@Suite("What the archive makes of a profile")
struct ProfileTests {
    private static let end = Instant.testStart.advanced(byMilliseconds: 10 * 60_000)

    @Test("every content once, each alarm with its beginning, verdict and end, and no gap", arguments: Dialect.all)
    func everything(dialect: Dialect) async throws {
        let archive = try await SimulatedArchive(seed: 17, until: Self.end, storage: .memory) {
            $0.profile = dialect.profile
            $0.paging = dialect.paging
            $0.pageSize = 7
            $0.historyMilliseconds = 4 * 3_600_000
        }
        try await archive.poll(.continuous)
        try await archive.pollAtRest()
        let told = try StruckArchive(archive)
        told.checkTruth(atLeast: 50)
        told.checkUnbroken()
        checkAlarms(told)
        checkManners(dialect, told)
        #expect(try await archive.poll(.once).events == 0, "the same again adds nothing")
    }

    /// What is known of each alarm is what became of it.
    private func checkAlarms(_ told: StruckArchive) {
        let courses = told.archive.transport.alarmCourses
        #expect(courses.count > 20 && told.story.alarms.count == courses.count)
        for course in courses {
            let alarm = told.story.alarms[course.guid]?.summary
            #expect(alarm?.record?.occurredAt == Instant(milliseconds: course.start), "\(course.guid)")
            #expect(alarm?.state == (course.end == nil ? .ongoing : .ended), "\(course.guid)")
            #expect(alarm?.verdict == Self.verdict(course.verifications.last?.code), "\(course.guid)")
        }
    }

    private static func verdict(_ code: Int64?) -> AlarmVerdict {
        switch code {
        case 201: .valid
        case 202: .false
        case nil, 101: .none
        default: .unknown
        }
    }

    /// What is peculiar about each profile was really met.
    private func checkManners(_ dialect: Dialect, _ told: StruckArchive) {
        let paths = told.archive.diary.entries.map(\.path)
        switch dialect.profile {
        case .classic: #expect(told.holds(#""alarm_zone_id":""#))
        case .iso: #expect(told.story.alarms.keys.allSatisfy { $0 == $0.uppercased() })
        case .wrapped: #expect(told.holds(#""alarmZoneId":""#))
        case .paged: #expect(paths.contains { $0.hasPrefix("alerts?") && $0.contains("\(dialect.paging)=") })
        case .capped: #expect(told.archive.diary.count(of: "alerts") > 5)
        case .mfa: #expect(told.archive.diary.count(of: "totp") == 1)
        }
    }

    @Test("capped: alarms that came and went during an outage are a gap, for the list showed only its newest")
    func cappedAfterOutage() async throws {
        let archive = try await SimulatedArchive(seed: 3, until: StruckArchive.end, storage: .memory) {
            $0.profile = .capped
            $0.alertLimit = 20
            $0.zones = 24
            $0.devices = 60
            $0.alarmsPerDay = 100_000
            $0.historyMilliseconds = 10 * 60_000
            $0.faults = [
                ScriptedFault(
                    .status(.unavailable), from: StruckArchive.onset.milliseconds,
                    until: StruckArchive.relief.advanced(byMilliseconds: 300_000).milliseconds)
            ]
        }
        try await archive.poll(.continuous)
        let gaps = try StruckArchive(archive).story.gaps(.alerts)
        #expect(Set(gaps.map(\.cause)).isSubset(of: ["refused", "truncated"]))
        #expect(gaps.contains { $0.cause == GapCause.refused.rawValue })
        #expect(gaps.allSatisfy { $0.until != nil })
        let known = try StruckArchive(archive).story.alarms
        let lost = archive.transport.alarmCourses.filter {
            known[$0.guid] == nil && $0.start > Instant.testStart.milliseconds
        }
        #expect(!lost.isEmpty, "the list was really too short for \(archive.transport.alarmCourses.count) alarms")
        for course in lost {
            let start = Instant(milliseconds: course.start)
            #expect(gaps.contains { $0.from <= start && start < $0.until ?? .testStart }, "\(course.guid) at \(start)")
        }
    }
}
