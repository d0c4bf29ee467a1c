import Subprocess
import Synchronization

/// Watches over one command that runs.
final class CommandSupervision: Sendable {
    /// Why nothing of a command may live any longer.
    enum Stop: Sendable {
        case ended, timedOut, tooMuchOutput, cancelled
    }

    /// What the command has written so far.
    var output: CommandOutput { written.withLock { $0 } }

    private let written = Mutex(CommandOutput())
    /// Only the first reason counts.
    private let stops = AsyncStream.makeStream(of: Stop.self, bufferingPolicy: .bufferingOldest(1))

    /// Ends the command for that reason, unless it is ending for another one.
    func stop(_ reason: Stop) { stops.continuation.yield(reason) }

    /// Returns with the first reason to stop, once the whole process group is ended; the leader is not reaped before.
    func watch(_ execution: Execution<NoInput, SequenceOutput, SequenceOutput>, longest: Duration) async -> Stop {
        let leader = execution.processIdentifier.value
        RunningCommands.insert(leader)
        defer { RunningCommands.remove(leader) }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.read(execution.standardOutput) { $0.count($1.count) } }
            group.addTask { await self.read(execution.standardError) { $0.take($1) } }
            group.addTask {
                await Self.wait(for: execution, longest)
                self.stop(.ended)
            }
            var first = Stop.ended
            for await stop in stops.stream {
                first = stop
                break
            }
            await ProcessGroup(leader: leader).end()
            return first
        }
    }

    /// Reads to the end of the stream, or of the leader, whichever comes first.
    private func read(
        _ stream: SubprocessOutputSequence, _ take: @Sendable (inout CommandOutput, [UInt8]) -> Void
    ) async {
        do {
            for try await buffer in stream {
                let bytes = buffer.withUnsafeBytes { Array($0) }
                let isTooMuch = written.withLock { output in
                    take(&output, bytes)
                    return output.isTooMuch
                }
                if isTooMuch { stop(.tooMuchOutput) }
            }
        } catch {
            // A stream that cannot be read says nothing more; the command is watched all the same.
        }
    }

    /// Returns when the leader has ended. The library's only way to wait for that is its teardown: with signal 0, which
    /// does nothing, and a time that is never reached.
    private static func wait(
        for execution: Execution<NoInput, SequenceOutput, SequenceOutput>, _ longest: Duration
    ) async {
        let never = longest + ProcessGroup.grace + ProcessGroup.grace
        await execution.teardown(using: [
            .send(signal: Signal(rawValue: 0), toProcessGroup: true, allowedDurationToNextStep: never)
        ])
    }
}
