import Foundation
import TestSupport
import Testing

@testable import WebhookCommands

@Suite("Reaping what commands leave behind")
struct OrphanReaperTests {
    private func zombie(_ pid: pid_t, group: pid_t, session: pid_t = getsid(0)) throws -> ProcessStatus {
        try #require(ProcessStatus(stat: "\(pid) (a) b) c) Z \(getpid()) \(group) \(session) 0 -1"))
    }

    @Test("takes at once what is in the group of a command that is gone, or in another session")
    func atOnce() throws {
        var patience = OrphanPatience()
        let orphans = [try zombie(900_001, group: 900_000), try zombie(900_002, group: 900_002, session: 900_002)]
        #expect(patience.orphans(among: orphans) == [900_001, 900_002])
    }

    @Test("leaves a command alone, also before it leads its group; what nobody asks for is taken after some time")
    func own() throws {
        var patience = OrphanPatience()
        RunningCommands.insert(900_003)
        defer { RunningCommands.remove(900_003) }
        let zombies = [
            try zombie(900_003, group: 900_003), try zombie(900_004, group: 900_004),
            try zombie(900_005, group: getpgrp()),
        ]
        for _ in 0..<5 { #expect(patience.orphans(among: zombies).isEmpty) }
        #expect(patience.orphans(among: zombies) == [900_004, 900_005])
    }

    @Test("what is gone is forgotten: its number may come back")
    func forgotten() throws {
        var patience = OrphanPatience()
        let zombie = try zombie(900_006, group: 900_006)
        for _ in 0..<5 { #expect(patience.orphans(among: [zombie]).isEmpty) }
        #expect(patience.orphans(among: []).isEmpty)
        #expect(patience.orphans(among: [zombie]).isEmpty)
    }

    @Test("a status is read whatever the process is called")
    func status() throws {
        #expect(ProcessStatus(stat: "12 (a) Z 1 (b) S 3 4 5 0") != nil)
        let status = try #require(ProcessStatus(stat: "12 (x) Z 9 9) S 3 4 5 0"))
        #expect(status.pid == 12 && !status.isZombie && status.parent == 3 && status.group == 4 && status.session == 5)
        #expect(ProcessStatus(stat: "") == nil && ProcessStatus(stat: "1 (a) Z 1") == nil)
        #expect(ProcessStatus(of: getpid())?.group == getpgrp())
    }
}
