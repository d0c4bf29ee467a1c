import AltaAPI
import ArchiveEvents
import EventStorage
import Polling
import Synchronization
import TestSupport
import Testing

@Suite("A refused login")
struct RefusedLoginTests {
    private static func clock() -> ManualClock {
        ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 600_000))
    }

    @Test("ends the polling at the very first exchange, and the gap is recorded")
    func first() async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        let poller = try scriptedPoller(test, log, Self.clock(), .continuous) { _ in .status(401) }
        await #expect(throws: PollerError.self) { try await poller.poll() }
        #expect(try test.events().map(\.type) == [.archiveCreated, .gapOpened])
    }

    @Test("ends nothing after a start at which the deployment could not be reached, or was busy", arguments: [0, 503])
    func afterFailure(status: Int) async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        let asked = Mutex(0)
        let poller = try scriptedPoller(test, log, Self.clock(), .continuous) { _ throws(TransportError) in
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            guard number == 1 else { return .status(401) }
            guard status > 0 else { throw TransportError("nothing there") }
            return .status(status)
        }
        try await poller.poll()
        #expect(asked.withLock { $0 } > 1, "and it is tried again")
    }

    @Test("ends nothing where polling begins anew")
    func anew() async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        let isRefused = Mutex(false)
        // Each run is called off at the clock's end.
        let clock = Self.clock()
        let poller = try scriptedPoller(test, log, clock, .continuous) { _ in
            isRefused.withLock { $0 } ? .status(401) : .ok("[]")
        }
        try await poller.poll()
        isRefused.withLock { $0 = true }
        try await poller.poll()
        #expect(try test.events().contains { $0.type == .gapOpened })
    }
}
