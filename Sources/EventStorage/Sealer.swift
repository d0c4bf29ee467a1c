import ArchiveEvents

/// Seals what is full, beside the appends: blocks are read and compressed here, on as many cores as there are, and only
/// the exchange of the finished blocks for their frames is a transaction of the writer's.
///
/// A kill leaves the frames as they were: the next run begins there.
package struct Sealer: Sendable {
    private let log: EventLog
    private let reader: any BlockReader

    /// Seals `log`, whose frames are read through `reader`.
    package init(log: EventLog, reader: any BlockReader) {
        self.log = log
        self.reader = reader
    }

    /// Seals every block that is full now. Frames of lines that do not fill a block stay as they are.
    package func sealFullBlocks() async throws {
        while await log.hasFullBlock, !Task.isCancelled, let sealing = try reader.read(Sealing.next) {
            guard try await log.replaceFrames(by: concurrentMap(sealing.runs, Sealing.seal), sealing) else { return }
        }
    }

    /// Seals whenever some blocks are full, until the task is cancelled or the log is closed. What fails is reported and
    /// tried again with the next append: nothing is lost meanwhile, for frames are as good as blocks.
    package func run(report: @Sendable (any Error) -> Void) async {
        for await _ in await log.sealingIsDue {
            do { try await sealFullBlocks() } catch { report(error) }
        }
    }
}
