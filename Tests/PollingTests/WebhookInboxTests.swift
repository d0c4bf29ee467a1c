import AltaAPI
import ArchiveEvents
import EventStorage
import Logging
import Polling
import Synchronization
import TestSupport
import Testing

@Suite("The inbox for webhooks")
struct WebhookInboxTests {
    @Test("hands each webhook on once, as it is recorded")
    func handsOn() async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        let handedOn = Mutex<[RecordedEvent]>([])
        let inbox = WebhookInbox(
            log: log, clock: ManualClock(.testStart), signals: [:], logger: Logger(label: "test")
        ) { events in
            handedOn.withLock { $0 += events }
        }
        for number in 0..<5 {
            let isTaken = inbox.offer(.sample("a", number), deployment: "hq")
            #expect(isTaken)
            if number > 2 { #expect(await inbox.record()) }
        }
        #expect(await inbox.record())
        let lines = handedOn.withLock { $0.map { Array($0.line) } }
        let recorded = try test.events().dropFirst().map { Array($0.line) }
        #expect(lines == recorded && lines.count == 5)
    }
}
