import AltaAPI
import Archive
import ArchiveEvents
import EventStorage
import Foundation
import Handover
import TestSupport
import Testing

@Suite("Recording what a command witnesses")
struct EventRecorderTests {
    private func recorder(_ archive: ServedArchive) -> EventRecorder {
        EventRecorder(archive.directory, clock: SystemWallClock())
    }

    @Test("is done by the archiver where one runs, and by the command where none does")
    func bothWays() async throws {
        let archive = try await ServedArchive()
        let told = Told()
        #expect(try await recorder(archive).record(.request(1)) == Position(1))
        try await archive.serving(onRecorded: { told.append($0) }) {
            let position = try await recorder(archive).record(.request(2))
            #expect(position == Position(2))
        }
        #expect(try await recorder(archive).record(.request(3)) == Position(3))
        #expect(told.events.map(\.position) == [Position(2)])
        #expect(try archive.numbers() == [1, 2, 3])
        #expect(try Verifier(ArchiveReader(archive.directory)).verify().isSound)
        let data = try archive.events().compactMap { $0.data.map { String(decoding: $0, as: UTF8.self) } }
        for text in data { #expect(text.wholeMatch(of: /\{"n":\d,"id":"[0-9a-f-]{36}"\}/) != nil, "\(text)") }
    }

    @Test("takes what the views' rows hash to in either way")
    func attestation() async throws {
        let archive = try await ServedArchive()
        let event = NewEvent(
            type: .viewAttested, subject: HandedEvent.archiveSubject, data: Array(#"{"n":1,"sha256":"00ff"}"#.utf8))
        #expect(try await recorder(archive).record(event) == Position(1))
        try await archive.serving {
            let position = try await recorder(archive).record(event)
            #expect(position == Position(2))
        }
        let recorded = try archive.events()
        #expect(recorded.map(\.type) == [.viewAttested, .viewAttested])
        #expect(recorded.map(\.subject) == ["archive", "archive"] && recorded.map(\.version.number) == [2, 3])
        #expect(try Verifier(ArchiveReader(archive.directory)).verify().isSound)
    }

    @Test("succeeds for twenty at once, whether an archiver runs or not", arguments: [true, false])
    func manyAtOnce(isServed: Bool) async throws {
        let archive = try await ServedArchive()
        let all = {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...20 { group.addTask { _ = try await recorder(archive).record(.request(number)) } }
                try await group.waitForAll()
            }
        }
        if isServed { try await archive.serving { try await all() } } else { try await all() }
        #expect(try archive.numbers() == Array(1...20))
        #expect(try Verifier(ArchiveReader(archive.directory)).verify().isSound)
    }

    @Test("waits for a writer that does not listen yet, and says what to do where it never does")
    func occupied() async throws {
        let archive = try await ServedArchive()
        let hasty = EventRecorder(archive.directory, clock: ManualClock(.testStart))
        let patient = try await archive.locked {
            let error = await #expect(throws: ArchiveError.self) { _ = try await hasty.record(.request()) }
            #expect(error.map { ExitStatus(of: $0) } == .locked && error?.description.contains("try again") == true)
            return Task { try await recorder(archive).record(.request(2)) }
        }
        #expect(try await patient.value == Position(1))
        #expect(try archive.numbers() == [2])
    }

    @Test("is done once where the archiver recorded the event and died before it said so")
    func recordedUnheard() async throws {
        let archive = try await ServedArchive()
        // Whoever listens holds the lock.
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        let killed = try FalseArchiver(archive.socket)
        async let position = recorder(archive).record(.request(1))
        try await killed.takeOne { body in
            _ = try await writer.log.append([HandedEvent(body: Array(body.utf8)).event], at: .testStart)
            try await writer.close()
        }
        #expect(try await position == Position(1))
        #expect(try archive.numbers() == [1])
    }

    @Test("is done where the archiver died before it recorded the event")
    func unrecordedUnheard() async throws {
        let archive = try await ServedArchive()
        let killed = try FalseArchiver(archive.socket)
        async let position = recorder(archive).record(.request(1))
        await killed.takeOne { #expect($0.contains(#""n":1"#)) }
        #expect(try await position == Position(1))
        #expect(try archive.numbers() == [1])
    }

    @Test(
        "is handed to the archiver that took the place of one that died, so that a deed does not stay without its end")
    func replaced() async throws {
        let archive = try await ServedArchive()
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        let killed = try FalseArchiver(archive.socket)
        let recording = Task { try await recorder(archive).record(.request(1)) }
        await killed.takeOne { #expect($0.contains(#""n":1"#)) }
        // The lock is never free in between.
        let service = HandoverService(
            directory: archive.directory, log: writer.log, clock: ManualClock(.testStart), logger: .silent
        )
        let recorded = try await service.whileServing { try await recording.value }
        #expect(recorded == Position(1))
        try await writer.close()
        #expect(try archive.numbers() == [1])
    }

    @Test("is left open where nobody can tell: an archiver that hung up still holds the lock")
    func doubtful() async throws {
        let archive = try await ServedArchive()
        try await archive.locked {
            let silent = try FalseArchiver(archive.socket)
            let hasty = EventRecorder(archive.directory, clock: ManualClock(.testStart))
            let recording = Task { try await hasty.record(.request(1)) }
            await silent.takeOne { _ in }
            let error = await #expect(throws: HandoverError.self) { _ = try await recording.value }
            #expect(error?.description.contains("alarm-history actions") == true)
        }
        #expect(try archive.events().isEmpty)
    }

    @Test("makes no archive where there is none, and hands over nothing that the archiver would refuse")
    func refused() async throws {
        let folder = try TemporaryFolder()
        let nowhere = ArchiveDirectory(folder.file("nowhere"))
        await #expect(throws: ArchiveError.self) {
            try await EventRecorder(nowhere, clock: SystemWallClock()).record(.request())
        }
        #expect(!FileManager.default.fileExists(atPath: nowhere.path))
        let archive = try await ServedArchive()
        await #expect(throws: HandoverRefusal.self) { try await recorder(archive).record(.sample("a", 1)) }
        #expect(try archive.events().isEmpty)
    }

    @Test("does not keep an archiver from starting, which waits a moment for a command, and no longer")
    func patience() async throws {
        let archive = try await ServedArchive()
        let directory = archive.directory
        let archiver = try await archive.locked {
            Task {
                try await ArchiveWriter.openPatiently(directory, origin: nil, clock: SystemWallClock()).close()
            }
        }
        try await archiver.value
        try await archive.locked {
            let error = await #expect(throws: ArchiveError.self) {
                _ = try await ArchiveWriter.openPatiently(directory, origin: nil, clock: ManualClock(.testStart))
            }
            #expect(error.map { ExitStatus(of: $0) } == .locked)
        }
    }
}
