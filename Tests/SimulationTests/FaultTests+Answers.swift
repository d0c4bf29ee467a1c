import AlarmHistory
import AltaSimulator
import ArchiveEvents
import TestSupport
import Testing

/// Faults of the login, of the status and of the way of an answer: a gap with its cause, or nothing at all.
extension FaultTests {
    func login(_ fault: LoginFault) async throws {
        let struck = try await StruckArchive(.login(fault), amount: fault == .rowsHidden ? 1 : nil)
        struck.checkTruth()
        let logins = struck.archive.diary.count(of: "dologin")
        switch fault {
        case .sessionLost:
            struck.checkUnbroken()
            #expect(logins == 2)
        case .agentRefused:
            struck.checkUnbroken()
            #expect(logins == 1, "the archive says who asks")
        case .redirectToLogin:
            struck.checkGap(.unauthorised)
            #expect(logins < 6, "a refused login is not tried at every look")
        case .loginPage:
            struck.checkGap(.unreadable)
            #expect(struck.events.contains { $0.type == .recordUnreadable }, "the page is kept")
        case .forbidden: struck.checkGap(.forbidden)
        case .rowsHidden: checkHiddenRows(struck)
        case .listsEmpty: checkEmptyLists(struck)
        }
    }

    /// What no list shows for a while, but still answers by its guid, is ongoing all the time.
    private func checkEmptyLists(_ struck: StruckArchive) {
        let during = struck.events.filter { $0.type == .recordMissing }.map(\.subject)
        let answered = struck.events.filter { $0.type == .recordListed && $0.endpoint == "alert" }.map(\.subject)
        #expect(!during.isEmpty)
        #expect(struck.story.gaps(.alerts).isEmpty && struck.story.gaps(.ongoingAlerts).isEmpty)
        let ongoing = struck.archive.transport.alarmCourses.filter { $0.end == nil }.map(\.guid)
        #expect(!ongoing.isEmpty && ongoing.allSatisfy { struck.story.alarms[$0]?.summary.state == .ongoing })
        #expect(!Set(during).isDisjoint(with: answered))
    }

    /// What may not be seen for a while is missing, and comes back; nothing of it is said to have ended.
    private func checkHiddenRows(_ struck: StruckArchive) {
        #expect(struck.story.gaps(.alerts).isEmpty && struck.story.gaps(.ongoingAlerts).isEmpty)
        let missing = struck.events.filter { $0.type == .recordMissing }
        let back = Set(struck.events.filter { $0.type == .recordListed }.map(\.subject))
        #expect(missing.contains { $0.subject.hasPrefix("hq/zones/") && back.contains($0.subject) })
        #expect(missing.contains { $0.endpoint == "alerts" && back.contains($0.subject) })
        for (guid, alarm) in struck.story.alarms where alarm.transitions.contains(where: { $0.kind == .missing }) {
            #expect(alarm.course.filter { $0 == .ended }.count <= 1, "\(guid)")
            #expect(!alarm.course.contains(.reopened), "\(guid)")
        }
    }

    func status(_ fault: StatusFault) async throws {
        let struck = try await StruckArchive(.status(fault), amount: Self.retryAfter)
        struck.checkTruth()
        struck.checkGap(.refused)
        switch fault {
        case .tooManyRequests, .tooManyRequestsUntil: checkPatience(struck)
        case .badRequest, .notFound, .tooManyRequestsSilently, .internalError, .badGateway, .unavailable,
            .gatewayTimeout:
            let during = struck.archive.diary.entries.filter { StruckArchive.strikes($0.time) }
            #expect(during.count > 4, "it is asked again and again")
        }
    }

    /// After each refusal nothing is asked until the time that the server named, on any path.
    private func checkPatience(_ struck: StruckArchive) {
        let during = struck.archive.diary.entries.map(\.time).filter(StruckArchive.strikes)
        let waits = zip(during.dropFirst(), during).map { $0.milliseconds(since: $1) }
        #expect(waits.count >= 2)
        // A date is to the second.
        #expect(waits.allSatisfy { $0 > (Self.retryAfter - 1) * 1000 }, "\(waits)")
    }

    /// Seconds that the server asks to be left alone.
    private static let retryAfter: Int64 = 35

    func delivery(_ fault: DeliveryFault) async throws {
        let amount: Int64? = fault == .slowDrip ? 30 : fault == .slowAnswer ? 2000 : nil
        let struck = try await StruckArchive(.delivery(fault), amount: amount)
        struck.checkTruth()
        switch fault {
        case .slowDrip: struck.checkGap(.truncated, on: [.alerts])
        case .slowAnswer: struck.checkUnbroken()
        case .answerLost: struck.checkGap(.unreachable)
        case .connectionCut: struck.checkGap(.truncated)
        case .truncatedJSON, .emptyBody: struck.checkGap(.unreadable)
        case .wrongContentType, .gzip: struck.checkUnbroken()
        }
    }
}

extension StruckArchive {
    static func strikes(_ time: Instant) -> Bool { time >= onset && time < relief }
}
