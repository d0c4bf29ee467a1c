import ArchiveEvents
import GRDB
import TestSupport
import Testing

@testable import EventStorage

@Suite("What is told of a log that cannot be written")
struct StorageHealthTests {
    @Test("is told once, every ten minutes again, and once when it is over")
    func spell() {
        var health = StorageHealth()
        var levels: [(Int64, StorageNotice.Level)] = []
        for second in stride(from: Int64(0), through: 1400, by: 2) {
            if (10..<1300).contains(second) { health.failed(EventLogError.locked) } else { health.recorded() }
            levels += health.notices(at: time(second)).map { (second, $0.level) }
        }
        #expect(levels.map(\.0) == [10, 610, 1210, 1300])
        #expect(levels.map(\.1) == [.critical, .critical, .critical, .notice])
    }

    @Test("names a failure, too, that was over before anyone looked")
    func blip() {
        var health = StorageHealth()
        health.failed(EventLogError.diskFull)
        health.recorded()
        let notices = health.notices(at: time(0))
        #expect(notices.map(\.level) == [.error] && notices[0].sentence.contains("the disk is full"))
        let later = health.notices(at: time(2))
        #expect(later == [])
    }

    @Test("is over where misplaced files are found again, and a lock is not")
    func places() {
        var misplaced = StorageHealth()
        misplaced.failed(EventLogError.misplaced("it was moved"))
        _ = misplaced.notices(at: time(0))
        misplaced.foundPlace()
        let found = misplaced.notices(at: time(2))
        #expect(found.map(\.level) == [.notice])
        var locked = StorageHealth()
        locked.failed(EventLogError.locked)
        _ = locked.notices(at: time(0))
        locked.foundPlace()
        let still = locked.notices(at: time(2))
        #expect(still == [])
    }

    @Test("is worth a try once nobody tried for long")
    func staleness() {
        var health = StorageHealth()
        health.failed(EventLogError.locked)
        for second in 0..<29 { _ = health.notices(at: time(Int64(second))) }
        #expect(!health.isStale)
        _ = health.notices(at: time(30))
        #expect(health.isStale)
    }

    @Test(
        "is worth trying again, whatever SQLite says",
        arguments: [
            .SQLITE_ERROR, .SQLITE_INTERNAL, .SQLITE_PERM, .SQLITE_ABORT, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM,
            .SQLITE_READONLY, .SQLITE_INTERRUPT, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_FULL, .SQLITE_CANTOPEN,
            .SQLITE_PROTOCOL, .SQLITE_SCHEMA, .SQLITE_TOOBIG, .SQLITE_MISUSE, .SQLITE_NOLFS, .SQLITE_AUTH,
            .SQLITE_NOTADB, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMMAP, .SQLITE_BUSY_SNAPSHOT,
        ] as [ResultCode])
    func anyCode(code: ResultCode) {
        let error = EventLogError(DatabaseError(resultCode: code))
        #expect(error.isTemporary)
        #expect(!error.description.isEmpty && !error.gapDetail.isEmpty)
    }

    private func time(_ seconds: Int64) -> Instant { .testStart.advanced(byMilliseconds: seconds * 1000) }
}

@Suite("Waiting for a log")
struct LogPatienceTests {
    @Test("waits longer and longer, up to half a minute, and says since when it failed")
    func waits() async throws {
        let clock = ManualClock(.testStart)
        let left = Countdown(10)
        let patience = LogPatience(
            limit: nil, monotonic: { clock.monotonic }, sleep: { try await clock.sleep(milliseconds: $0) })
        let (value, outage) = try await patience.trying {
            if left.next() { throw EventLogError.locked }
            return clock.now.milliseconds(since: .testStart)
        }
        #expect(value == 500 + 1000 + 2000 + 4000 + 8000 + 16_000 + 4 * 30_000)
        #expect(
            outage
                == StorageOutage(since: Instant.testStart.milliseconds, detail: "another program held the log locked"))
    }

    @Test("ends after its limit, and at once where the error is for good")
    func limits() async throws {
        let clock = ManualClock(.testStart)
        let patience = LogPatience(
            limit: 60_000, monotonic: { clock.monotonic }, sleep: { try await clock.sleep(milliseconds: $0) })
        await #expect(throws: EventLogError.self) { try await patience.trying { throw EventLogError.diskFull } }
        #expect((60_000...90_000).contains(clock.now.milliseconds(since: .testStart)))
        let time = clock.now
        await #expect(throws: EventLogError.self) { try await patience.trying { throw EventLogError.foreignKey } }
        #expect(clock.now == time)
    }

    @Test("tells nothing of an outage where there was none")
    func none() async throws {
        let patience = LogPatience(limit: nil, monotonic: { 0 }, sleep: { _ in })
        #expect(try await patience.trying { 1 }.outage == nil)
    }
}
