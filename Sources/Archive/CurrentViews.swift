package import ArchiveEvents
package import EventStorage
package import Projections

/// The views as a question finds them: it needs to write nothing in order to be answered.
package struct CurrentViews: Sendable {
    package let store: ViewStore
    /// Events of the log that are not in them.
    package let lacking: UInt64
    /// Why they could not be brought up to the log where they lie.
    package let obstacle: ViewError?

    /// Whether they were folded from the log for this question alone, for what lies there is no use.
    package var isTemporary: Bool { !store.isFile }

    /// Position of the next event to be taken in: where the rows stand.
    package let position: Position

    /// What a person should know of an answer from these views, one sentence each.
    package func notes(_ log: LogReader) throws -> [String] {
        var notes = store.remark.map { [$0] } ?? []
        let why = obstacle.map { ": \($0)" } ?? ""
        if isTemporary { notes.append("the views were folded from the log for this answer alone\(why)") }
        if lacking > 0 {
            let time = try newestTime(log).map { ", of \($0)" } ?? ""
            let events = lacking == 1 ? "event" : "\(lacking) events"
            notes.append("the views lack the last \(events) of the log: they stand at event \(position)\(time)\(why)")
        }
        return notes
    }

    /// When the last event that is in them was recorded; nil where none is.
    package func newestTime(_ log: LogReader) throws -> Instant? {
        guard position > .first else { return nil }
        var time: Instant?
        try log.forEachEvent(at: [Position(position.number - 1)]) { time = $0.time }
        return time
    }

    /// The views in the file; throws where they could not be used.
    func requireFile() throws -> ViewStore {
        if isTemporary, let obstacle { throw obstacle }
        return store
    }

    init(_ store: ViewStore, of log: LogReader, _ obstacle: ViewError? = nil) throws {
        self.store = store
        self.obstacle = obstacle
        position = try store.progress()
        let size = try log.size()
        lacking = size.number - min(size.number, position.number)
    }
}

extension ArchiveReader {
    /// The views: brought up to the log where they can be written, else as they are, else folded into memory. `report` is
    /// told how far that is. Throws where the log cannot be read, or holds more than fits into memory.
    package func currentViews(report: (UInt64) -> Void = { _ in }) throws -> CurrentViews {
        let obstacle: ViewError
        var opened: ViewStore?
        do {
            let views = try ViewStore.open(at: directory.viewsPath, origin: origin)
            opened = views
            try bringUp(views, report)
            return try CurrentViews(views, of: log)
        } catch let error as ViewError where !error.isDamage {
            obstacle = error
        }
        if let views = try opened ?? readableViews(), try isUsable(views) {
            return try CurrentViews(views, of: log, obstacle)
        }
        let folded = try ViewStore.inMemory(foldedFrom: log, origin: origin) { report($0.number) }
        return try CurrentViews(folded, of: log, obstacle)
    }

    /// The file's rows as they are; nil where there are none of ours.
    private func readableViews() throws -> ViewStore? {
        do {
            return try ViewStore.openReadOnly(at: directory.viewsPath, origin: origin)
        } catch is ViewError {
            return nil
        }
    }

    /// Whether the rows say something, and nothing of a longer log, which an older copy was put in the place of.
    private func isUsable(_ views: ViewStore) throws -> Bool {
        let (progress, size) = (try views.progress(), try log.size())
        return progress <= size && (progress > .first || size == .first)
    }

    private func bringUp(_ views: ViewStore, _ report: (UInt64) -> Void) throws {
        let behind = try log.size().number - min(try log.size().number, try views.progress().number)
        if behind > Self.rebuildsBeyond, try views.progress() == .first {
            do {
                _ = try ViewRebuild(self).perform { report($0.number) }
            } catch ViewError.unfoldable {
                // One event after the other goes as far as it can.
            }
        }
        try views.catchUp(with: log) { report($0.number) }
    }

    /// Events of a log that views begin anew with, from which on they are made at once, on all cores.
    private static let rebuildsBeyond: UInt64 = 20_000
}
