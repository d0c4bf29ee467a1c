import Archive
import EventStorage
import Projections

/// The views: how fast they are folded, and how fast a list is answered.
struct Views {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) async throws {
        let directory = ArchiveDirectory(workshop.file("views"))
        let events = workshop.events / 20
        _ = try Step.run(.fill, directory, events: events)
        let reader = try ArchiveReader(directory)
        let rebuild = try await seconds { _ = try ViewRebuild(reader).perform { _ in } }
        table.add("rebuild of all projections: events folded per second", grouped(Double(events) / rebuild))
        let views = try reader.currentViews()
        var query = AlarmQuery()
        query.limit = 50
        query.zone = "Zone 7"
        var total = 0
        let list = try await seconds { total = try query.answer(from: views).total }
        table.add("listing the newest 50 of \(total) alarms of a zone, milliseconds", rounded(list * 1000, 1))
    }
}
